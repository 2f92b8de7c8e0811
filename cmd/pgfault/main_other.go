//go:build !unix

// Command pgfault breaks a real PostgreSQL on purpose and judges what a client makes of it.
package main

import (
	"fmt"
	"os"
	"runtime"
)

// main says what is not here: the rig needs signals, process groups and sockets as Unix has them.
func main() {
	fmt.Fprintf(os.Stderr, "pgfault: not on %s: it needs Unix (on Windows, run the Linux binary in WSL: https://learn.microsoft.com/windows/wsl)\n", runtime.GOOS)
	os.Exit(3)
}
