package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/bench/internal/mark"
)

func names(of []mark.Benchmark) []string {
	var all []string
	for _, b := range of {
		all = append(all, b.Name)
	}
	return all
}

// choose picks the benchmarks that are named, all for "".
func choose(from []mark.Benchmark, wanted string) ([]mark.Benchmark, error) {
	if wanted == "" {
		return from, nil
	}
	want := strings.Split(wanted, ",")
	for _, name := range want {
		if !slices.Contains(names(from), name) {
			return nil, fmt.Errorf("no benchmark %q: there are %s", name, strings.Join(names(from), ", "))
		}
	}
	return slices.DeleteFunc(slices.Clone(from), func(b mark.Benchmark) bool { return !slices.Contains(want, b.Name) }), nil
}

func unexpected(args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("unexpected argument %q", args[0])
}
