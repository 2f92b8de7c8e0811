package report

import (
	"cmp"
	"runtime/debug"

	"github.com/pgfault/pgfault/internal/pgxversion"
)

// What scripts/dist has the linker write, since it builds without a repository's help: "v0.2.0", and the commit in full.
var version, commit string

// BuildVersions reads the versions from what the linker recorded: pgfault's is its module's, or what scripts/dist says.
func BuildVersions() Versions {
	v := Versions{PGFault: version, Commit: commit, Pgx: cmp.Or(pgxversion.Linked(), "unknown"), Toxiproxy: "unknown"}
	if info, ok := debug.ReadBuildInfo(); ok {
		v.read(info)
	}
	if v.PGFault == "" {
		v.PGFault = "(devel)"
	}
	return v
}

// read takes what is not known yet.
func (v *Versions) read(info *debug.BuildInfo) {
	if v.PGFault == "" {
		v.PGFault = info.Main.Version
	}
	if v.Commit == "" {
		v.Commit = revision(info.Settings)
	}
	for _, dep := range info.Deps {
		if dep.Path == "github.com/Shopify/toxiproxy/v2" {
			v.Toxiproxy = dep.Version
		}
	}
}

// revision is the commit that was built, where it was built in its repository.
func revision(settings []debug.BuildSetting) string {
	said := make(map[string]string)
	for _, s := range settings {
		said[s.Key] = s.Value
	}
	at := said["vcs.revision"]
	if at != "" && said["vcs.modified"] == "true" {
		at += "-modified"
	}
	return at
}
