// Package libpqenv keeps what a developer has set for libpq out of what is judged: its environment variables, and the
// files in the home folder. A client sees none but those that its scenario gives.
package libpqenv

import (
	"os"
	"slices"
	"strings"
)

// names are libpq's variables: see "Environment Variables" in the manual's chapter on libpq, and those of its next
// versions, whose families are known by their prefixes.
var (
	names = []string{
		"PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER", "PGPASSWORD", "PGPASSFILE", "PGSERVICE", "PGSERVICEFILE",
		"PGREALM", "PGOPTIONS", "PGAPPNAME", "PGTTY", "PGREQUIREAUTH", "PGCHANNELBINDING", "PGREQUIRESSL", "PGREQUIREPEER",
		"PGKRBSRVNAME", "PGCONNECT_TIMEOUT", "PGCLIENTENCODING", "PGTARGETSESSIONATTRS", "PGLOADBALANCEHOSTS",
		"PGMINPROTOCOLVERSION", "PGMAXPROTOCOLVERSION", "PGDATESTYLE", "PGTZ", "PGGEQO", "PGSYSCONFDIR", "PGLOCALEDIR",
	}
	prefixes = []string{"PGSSL", "PGGSS", "PGOAUTH", "PGSCRAM"}
)

// nowhere is a path at which there is nothing, and can be nothing.
const nowhere = "/dev/null/pgfault"

// files point to nothing what libpq would else look for in the home folder. Its service files need no word: they are read where
// a service is named, which no DSN of a rig does, and drivers that know of none of them end with a panic where one is set.
var files = []string{"PGPASSFILE=" + nowhere}

// Is tells whether a variable of that name is libpq's.
func Is(name string) bool {
	return slices.Contains(names, name) || slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(name, p) })
}

// Set are libpq's variables that are set in this process, by their names.
func Set() []string {
	var set []string
	for _, pair := range os.Environ() {
		if name, value, _ := strings.Cut(pair, "="); Is(name) && value != "" {
			set = append(set, name)
		}
	}
	slices.Sort(set)
	return set
}

// Forget unsets libpq's variables in this process. What holds a secret may stay: the DSNs of a rig all have a password, so
// that it is used for none but the server that a user gives by a DSN without one.
func Forget() {
	for _, pair := range os.Environ() {
		if name, _, _ := strings.Cut(pair, "="); Is(name) && name != "PGPASSWORD" && name != "PGPASSFILE" {
			_ = os.Unsetenv(name) // fails for a name that the system could not have given us
		}
	}
}

// Child is an environment for a client in a process of its own: environ without libpq's variables, and with a
// password file that is not there.
func Child(environ []string) []string {
	env := slices.DeleteFunc(slices.Clone(environ), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		return Is(name)
	})
	return append(env, files...)
}
