package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/pgfault/pgfault/bench/internal/mark"
)

// document is what -json writes.
type document struct {
	Time time.Time  `json:"time"`
	Go   string     `json:"go"`
	CPUs int        `json:"cpus"`
	Rows []mark.Row `json:"rows"`
}

func writeJSON(file string, rows []mark.Row) error {
	text, err := json.MarshalIndent(document{time.Now().UTC(), runtime.Version(), runtime.NumCPU(), rows}, "", "  ")
	if err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	if err := os.WriteFile(file, append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}
