//go:build !linux

package wire

func noRoom(any) (full, known bool) { return false, false }

// TellsWindow tells whether the kernel tells of a connection how much its peer may write (Linux, from 6.2 on).
func TellsWindow() bool { return false }

func keepBuffer(any) {}
