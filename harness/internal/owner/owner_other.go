//go:build !linux

package owner

// processStart is not told by this system without the help of other programs: every process is taken to be its first owner.
func processStart(int) (start uint64, ended, ok bool) { return 0, false, true }

func pidNamespace() string { return "" }
