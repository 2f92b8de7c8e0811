package cli

import (
	"os"
	"path/filepath"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/scenario/scenarioyaml"
)

// isFile tells whether a selector names a scenario's file: an id never has a dot.
func isFile(selector string) bool {
	ext := filepath.Ext(selector)
	return ext == ".yaml" || ext == ".yml"
}

// readScenario reads a scenario's file.
func readScenario(path string) (scenario.Scenario, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return scenario.Scenario{}, usage("read scenario: %w", err)
	}
	s, err := scenarioyaml.Unmarshal(data)
	if err != nil {
		return s, usage("%s: %w", path, err)
	}
	return s, nil
}
