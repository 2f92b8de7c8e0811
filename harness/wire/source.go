package wire

import "embed"

// Source are the files whose comments say what the fields of a position and of what is said mean.
//
//go:embed position.go content.go fields.go
var Source embed.FS
