// Command pgfault breaks a real PostgreSQL on purpose and judges what a client makes of it.
package main

import (
	"os"
)

func main() {
	os.Exit(execute(os.Args, os.Stdin, os.Stdout, os.Stderr))
}
