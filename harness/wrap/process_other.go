//go:build unix && !linux

package wrap

// pidMark is nothing here.
type pidMark struct{}

func markPIDs() pidMark { return pidMark{} }

// endStrays ends nothing: this system does not show the environment of a process.
func endStrays(string, int, pidMark) int { return 0 }

// Adopt does nothing here.
func Adopt() {}

// EndAdopted ends nothing.
func EndAdopted() int { return 0 }

// EndOrphans ends nothing: this system does not show the environment of a process.
func EndOrphans() int { return 0 }
