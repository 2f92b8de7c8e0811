package layersweep

import (
	"slices"
	"strings"
)

// owed are the operations that the layer is right about today; the others come with the layer that is.
func owed(all []Operation) []Operation {
	return slices.DeleteFunc(slices.Clone(all), func(op Operation) bool {
		if strings.Contains(op.Name, "only reads") || strings.Contains(op.Name, "does not fit") || strings.Contains(op.Name, "READ ONLY") {
			return true
		}
		switch op.Entry {
		case "Conn.Exec", "Conn.Query", "Conn.QueryRow", "CollectOneRow", "CollectExactlyOneRow", "Tx.Rollback", "Tx.Begin", "Tx.CopyFrom":
			return op.OneContext || op.Before != nil || op.Calls[0].Kind == Several || len(op.Calls) > 1 && op.Calls[len(op.Calls)-1].Kind == Several
		}
		return true
	})
}

// owedPoints are the points that it is right about.
func owedPoints(all []Point) []Point {
	return slices.DeleteFunc(slices.Clone(all), func(p Point) bool { return p.Fault == "pooler" || p.Fault == "terminate" })
}
