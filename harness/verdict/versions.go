package verdict

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/mod/semver"
)

// Versions are the versions of a target's library that a declaration holds for: from the first that has the defect until
// the first that no longer has it. The zero value is all versions. Versions are compared as semver.org says, so a
// pre-release comes before its release.
type Versions struct {
	From  string // the first version, "v5.9.0"; empty is without a beginning
	Until string // the first that is past them, "v5.13.0"; empty is without an end
}

// ParseVersions reads ">=5.9.0 <5.13.0": ">=" before the first version, "<" before the first that is past them, either
// or both. An empty range is an error, since what is declared for no version is declared in vain.
func ParseVersions(text string) (Versions, error) {
	var v Versions
	bounds := strings.Fields(text)
	if len(bounds) == 0 {
		return v, fmt.Errorf("versions are %q, expected bounds as \">=5.9.0 <5.13.0\"", text)
	}
	for _, bound := range bounds {
		edge, number := &v.From, ""
		if rest, ok := strings.CutPrefix(bound, ">="); ok {
			number = rest
		} else if rest, ok := strings.CutPrefix(bound, "<"); ok {
			edge, number = &v.Until, rest
		} else {
			return Versions{}, fmt.Errorf("versions %q: %q is no bound, expected >=VERSION or <VERSION", text, bound)
		}
		canonical := semver.Canonical("v" + strings.TrimPrefix(number, "v"))
		switch {
		case canonical == "":
			return Versions{}, fmt.Errorf("versions %q: %q is no version, expected one as 5.9.0", text, number)
		case *edge != "":
			return Versions{}, fmt.Errorf("versions %q: two bounds on the same side", text)
		}
		*edge = canonical
	}
	if v.From != "" && v.Until != "" && semver.Compare(v.From, v.Until) >= 0 {
		return Versions{}, fmt.Errorf("versions %q: no version is in it", text)
	}
	return v, nil
}

// All tells whether these are all versions.
func (v Versions) All() bool { return v == Versions{} }

// Have tells whether the version that a target says of itself is one of these. It may say more than a number, as
// "pgx v5.12.0" or "2.9.10 (dt dec pq3)": its first version counts. An error means that it says none, and that these are
// not all versions.
func (v Versions) Have(said string) (bool, error) {
	if v.All() {
		return true, nil
	}
	version := semver.Canonical("v" + strings.TrimPrefix(versionNumber.FindString(said), "v"))
	if version == "" {
		return false, fmt.Errorf("%q says no version to hold against %s", said, v)
	}
	return (v.From == "" || semver.Compare(v.From, version) <= 0) && (v.Until == "" || semver.Compare(version, v.Until) < 0), nil
}

// versionNumber finds a version in what a target says of itself.
var versionNumber = regexp.MustCompile(`\bv?\d+(\.\d+){0,2}(-[0-9A-Za-z.-]+)?`)

// String is as ParseVersions reads it; it is empty where these are all versions.
func (v Versions) String() string {
	var bounds []string
	if v.From != "" {
		bounds = append(bounds, ">="+v.From[1:])
	}
	if v.Until != "" {
		bounds = append(bounds, "<"+v.Until[1:])
	}
	return strings.Join(bounds, " ")
}
