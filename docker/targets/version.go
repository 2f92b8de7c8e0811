// Package targets is what the shims of Go clients share.
package targets

import "runtime/debug"

// Version is the version of a module that is linked into the program; "" where it is none of it.
func Version(module string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, dep := range info.Deps {
		if dep.Path == module {
			if dep.Replace != nil {
				return dep.Replace.Version
			}
			return dep.Version
		}
	}
	return ""
}
