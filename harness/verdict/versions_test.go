package verdict_test

import (
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/verdict"
)

func TestVersionsHaveWhatIsBetweenTheirBounds(t *testing.T) {
	for _, tt := range []struct {
		versions, said string
		want           bool
	}{
		{">=5.9.0 <5.13.0", "v5.9.0", true},
		{">=5.9.0 <5.13.0", "v5.12.0", true},
		{">=5.9.0 <5.13.0", "v5.13.0", false},
		{">=5.9.0 <5.13.0", "v5.8.9", false},
		{">=5.9.0 <5.13.0", "pgx v5.12.0", true},
		{"<5.13.0 >=v5.9", "pgx v5.13.1", false},
		{"<5.13.0", "v5.13.0-0.20261001000000-123456789abc", true},
		{"<5.13.0", "v5.9.0", true},
		{">=5.9", "v5.100.0", true},
		{"<3", "psycopg2 2.9.10 (dt dec pq3 ext lo64)", true},
		{"<10", "9", true},
		{">=9.10", "9.9", false},
	} {
		v, err := verdict.ParseVersions(tt.versions)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := v.Have(tt.said); got != tt.want || err != nil {
			t.Errorf("%s have %q: %t, %v", tt.versions, tt.said, got, err)
		}
	}
}

func TestVersionsThatAreNone(t *testing.T) {
	for text, want := range map[string]string{
		"":                   "expected bounds",
		"5.9.0":              "no bound",
		">5.9.0":             "no bound",
		"<=5.9.0":            `"=5.9.0" is no version`,
		">= 5.9.0":           `"" is no version`,
		">=five":             `"five" is no version`,
		">=5.9.0.1":          "is no version",
		">=5.9.0, <5.13.0":   `"5.9.0," is no version`,
		">=5.9.0 >=5.10.0":   "two bounds on the same side",
		">=5.13.0 <5.9.0":    "no version is in it",
		">=5.13.0 <5.13.0":   "no version is in it",
		">=5.13.0 <5.13.0-a": "no version is in it",
	} {
		if v, err := verdict.ParseVersions(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is read as %s, %v; want an error with %q", text, v, err, want)
		}
	}
	v, err := verdict.ParseVersions("<5.13.0")
	if err != nil {
		t.Fatal(err)
	}
	for _, said := range []string{"", "(devel)", "unknown", "psycopg2", "v"} {
		if got, err := v.Have(said); err == nil {
			t.Errorf("%q is held against %s: %t", said, v, got)
		}
	}
}

func TestVersionsAreWrittenAsTheyAreRead(t *testing.T) {
	for text, want := range map[string]string{"<5.13 >=5.9": ">=5.9.0 <5.13.0", ">=5.9.0": ">=5.9.0", "<1": "<1.0.0"} {
		if v, err := verdict.ParseVersions(text); err != nil || v.String() != want {
			t.Errorf("%q is written as %q, %v", text, v, err)
		}
	}
	if all := (verdict.Versions{}); !all.All() || all.String() != "" {
		t.Errorf("all versions are written as %q", all)
	}
}
