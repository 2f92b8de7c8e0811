//go:build !linux

package cli

// tmpfsText says whether a server's data can be kept in memory.
func tmpfsText() string { return "not known on this system" }
