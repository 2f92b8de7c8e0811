//go:build !linux

package wire

func arrived(any) (bytes int64, ended, known bool) { return 0, false, false }
