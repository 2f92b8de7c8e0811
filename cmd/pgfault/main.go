//go:build unix

// Command pgfault breaks a real PostgreSQL on purpose and judges what a client makes of it.
package main

import (
	"os"

	"github.com/pgfault/pgfault/cmd/pgfault/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args, os.Stdin, os.Stdout, os.Stderr)) }
