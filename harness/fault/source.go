package fault

import "embed"

// Source are the files of this package, whose comments say what the faults are and what their fields mean: for the page and the
// help that are made of them.
//
//go:embed *[^t].go container_disconnect.go corrupt.go cut.go fault.go inject.go reset.go restart.go timeout.go
var Source embed.FS
