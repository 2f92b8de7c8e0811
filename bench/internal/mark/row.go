package mark

import (
	"fmt"
	"math"
)

// Row is a line of the table.
type Row struct {
	Benchmark string `json:"benchmark"`
	What      string `json:"what"`
	Unit      string `json:"unit"`
	// Ours and Peer are medians; nil where there is nothing to measure, or nobody to compare with.
	Ours     *float64 `json:"ours,omitempty"`
	Peer     *float64 `json:"peer,omitempty"`
	PeerName string   `json:"peer_name,omitempty"`
	// Ratio is the median over the rounds of ours by the peer's; nil where they were not measured in rounds.
	Ratio *float64 `json:"ratio,omitempty"`
	// Promise is what the project promises, in words; empty where it promises nothing.
	Promise string `json:"promise,omitempty"`
	// Holds says whether it does; nil where there is no promise.
	Holds *bool `json:"holds,omitempty"`
	// Note says what else there is to know, or why nothing was measured.
	Note string `json:"note,omitempty"`
}

// ours begins a line.
func ours(what, unit string, value float64) Row { return Row{What: what, Unit: unit, Ours: &value} }

// beside adds the peer.
func (r Row) beside(name string, value, ratio float64) Row {
	r.PeerName, r.Peer = name, &value
	if !math.IsNaN(ratio) && !math.IsInf(ratio, 0) {
		r.Ratio = &ratio
	}
	return r
}

// atMost promises that ours is no more than a limit.
func (r Row) atMost(limit float64) Row {
	return r.promise(fmt.Sprintf("≤ %s %s", number(limit), r.Unit), *r.Ours <= limit)
}

// atMostTimes promises that ours is no more than so many times the peer's of this run.
func (r Row) atMostTimes(limit float64) Row {
	return r.promise(fmt.Sprintf("≤ %s × peer", number(limit)), r.ratio() <= limit)
}

// atMostBeside promises that ours is no more than a limit that was set where the peer took so much. What is promised is the
// ratio of the two, since machines differ: it is held against the peer of this run.
func (r Row) atMostBeside(limit, peer float64) Row {
	return r.promise(r.besideText("≤", limit, peer), r.ratio() <= limit/peer)
}

// atLeastBeside promises in the same way that ours is no less.
func (r Row) atLeastBeside(limit, peer float64) Row {
	return r.promise(r.besideText("≥", limit, peer), r.ratio() >= limit/peer)
}

func (r Row) besideText(sign string, limit, peer float64) string {
	ratio := limit / peer
	return fmt.Sprintf("%s %.*f × peer (%s %s where the peer has %s)", sign, decimals(ratio, 3), ratio, number(limit), r.Unit, number(peer))
}

// ratio is ours by the peer's.
func (r Row) ratio() float64 {
	if r.Ratio != nil {
		return *r.Ratio
	}
	return *r.Ours / *r.Peer
}

func (r Row) promise(text string, holds bool) Row {
	r.Promise, r.Holds = text, &holds
	return r
}

func (r Row) note(format string, args ...any) Row {
	r.Note = fmt.Sprintf(format, args...)
	return r
}

// Broken tells whether the line holds a promise that is not kept.
func (r Row) Broken() bool { return r.Holds != nil && !*r.Holds }
