// Package pgxversion says which pgx is in this program.
package pgxversion

import (
	"reflect"
	"regexp"
	"runtime"
	"runtime/debug"
	"sync"

	"github.com/jackc/pgx/v5"
)

// Linked is the version of pgx that this program was built with, as "v5.13.0"; empty where nothing tells it, which is so
// for a test over a pgx that is replaced by a folder.
var Linked = sync.OnceValue(func() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dep := range info.Deps {
			if dep.Path != "github.com/jackc/pgx/v5" {
				continue
			}
			if dep.Replace != nil {
				return dep.Replace.Version
			}
			return dep.Version
		}
	}
	// The program of a test knows no modules, but the path of a function's file has the version.
	file, _ := runtime.FuncForPC(reflect.ValueOf(pgx.Connect).Pointer()).FileLine(0)
	if found := inPath.FindStringSubmatch(file); found != nil {
		return found[1]
	}
	return ""
})

var inPath = regexp.MustCompile(`/jackc/pgx/v5@(v[^/]+)/`)
