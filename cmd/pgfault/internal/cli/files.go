package cli

import (
	"errors"
	"fmt"
	"io"
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
	data, err := readBounded(path)
	if err != nil {
		return scenario.Scenario{}, usage("read scenario: %w", err)
	}
	s, err := scenarioyaml.Unmarshal(data)
	if err != nil {
		return s, usage("%s: %w", path, err)
	}
	return s, nil
}

// maxFile bounds what is read of a file that the command line names, in bytes.
const maxFile = 16 << 20

// readBounded reads a file of no more than maxFile: it may be one without an end.
func readBounded(path string) (_ []byte, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	data, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = fmt.Errorf("%s has more than %d MB", path, maxFile>>20)
	}
	return data, err
}
