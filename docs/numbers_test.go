package docs_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/sweep"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/scenarios"
)

// countedOn is the version whose points are counted: others say more or less while a session begins.
const countedOn = "15"

// TestTheNumberOfPointsIsCurrent records every workload, and counts the points that a sweep has.
func TestTheNumberOfPointsIsCurrent(t *testing.T) {
	cfg, err := postgres.Config{}.OrEnvironment()
	if err != nil {
		t.Fatal(err)
	}
	cfg.Version = countedOn
	server, err := postgres.Start(t.Context(), cfg)
	if errors.Is(err, postgres.ErrUnavailable) && os.Getenv("CI") != "true" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	ending := context.WithoutCancel(t.Context())
	t.Cleanup(func() {
		if err := server.Close(ending); err != nil {
			t.Error(err)
		}
	})
	all, err := sweep.Workloads()
	if err != nil {
		t.Fatal(err)
	}
	recorded, err := sweep.Record(t.Context(), sweep.Config{Target: reference.New(), Server: server, Workloads: all})
	if err != nil {
		t.Fatal(err)
	}
	shows(t, "README.md", `passes all (\d+) points of the (\w+) workloads that are built in, on PostgreSQL `+countedOn, strconv.Itoa(recorded.Total()), word(len(all)))
}

// shows holds the groups of a pattern, as a page has it, against what they must be.
func shows(t *testing.T, page, pattern string, want ...string) {
	t.Helper()
	text := read(t, page)
	at := regexp.MustCompile(pattern).FindStringSubmatchIndex(text)
	if at == nil {
		t.Fatalf("%s says nothing as %s", page, pattern)
	}
	now := text
	for i := len(want) - 1; i >= 0; i-- { // from the end, so that what is before stays where it is
		now = now[:at[2*i+2]] + want[i] + now[at[2*i+3]:]
	}
	switch {
	case now == text:
	case *update:
		if err := os.WriteFile(filepath.Join(root, page), []byte(now), 0o600); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s says %q, and it is %v: make docs", page, text[at[0]:at[1]], want)
	}
}

func word(n int) string {
	words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	if n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n)
}

// TestTheScoreIsOfThisCatalogue holds the numbers of scenarios in the score, and the pgx that it was made with.
func TestTheScoreIsOfThisCatalogue(t *testing.T) {
	count := map[string]int{"**all**": len(scenarios.All())}
	for _, s := range scenarios.All() {
		count[s.Family()]++
	}
	_, score, _ := strings.Cut(read(t, "README.md"), "<!-- score -->")
	score, _, _ = strings.Cut(score, "<!-- /score -->")
	for family, n := range count {
		if row := "\n| " + family + " | " + strconv.Itoa(n) + " | "; !strings.Contains(score, row) {
			t.Errorf("the score has no row of %d scenarios of %s: make score", n, family)
		}
	}
}
