package mark

// Promises gives a line whose promises are held against a peer.
func Promises(ours, peer, ratio, limit, then float64) (most, least Row) {
	row := Row{Unit: "ms", Ours: &ours}.beside("peer", peer, ratio)
	return row.atMostBeside(limit, then), row.atLeastBeside(limit, then)
}

// FaultLines are the lines of a scenario in the fault log.
var FaultLines = faultLines
