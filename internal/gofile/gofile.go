// Package gofile knows which names of files Go gives a meaning of its own.
package gofile

import (
	"slices"
	"strings"
)

// special are the words by which Go decides whether to build a file whose name ends in one: it is a test, or for one
// system or processor alone. They are those of `go tool dist list`, and those that go/build keeps for others.
var special = strings.Fields(`test
	aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos
	386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le
	ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm`)

// LeftOut gives the last word of a name in lower case with hyphens, where Go would not build the file that is named after
// it, or not everywhere; and else nothing.
func LeftOut(name string) string {
	last := name[strings.LastIndexByte(name, '-')+1:]
	if last != name && slices.Contains(special, last) {
		return last
	}
	return ""
}
