package wire

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// WriteTranscript writes turns as JSON lines.
func WriteTranscript(w io.Writer, turns []Turn) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	for _, t := range turns {
		if err := enc.Encode(t); err != nil {
			return fmt.Errorf("write transcript: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write transcript: %w", err)
	}
	return nil
}

// maxTranscript is the longest transcript that is read, in bytes.
const maxTranscript = 64 << 20

// errNoTranscript is a file of something else.
var errNoTranscript = errors.New("it is no transcript")

// ReadTranscript reads what WriteTranscript has written.
func ReadTranscript(r io.Reader) (turns []Turn, err error) {
	limited := &io.LimitedReader{R: r, N: maxTranscript}
	dec := json.NewDecoder(limited)
	dec.DisallowUnknownFields()
	for {
		var t Turn
		err := dec.Decode(&t)
		switch {
		case limited.N == 0:
			return nil, fmt.Errorf("%w: it is longer than %d MB", errNoTranscript, maxTranscript>>20)
		case errors.Is(err, io.EOF):
			if len(turns) == 0 {
				return nil, fmt.Errorf("%w: nothing is in it", errNoTranscript)
			}
			return turns, nil
		case err != nil:
			return nil, fmt.Errorf("%w: entry %d: %w", errNoTranscript, len(turns)+1, err)
		}
		set := 0
		for _, is := range []bool{t.Client != "", t.Server != nil, t.End != ""} {
			if is {
				set++
			}
		}
		ends := []TurnEnd{"", EndFIN, EndReset, EndNotKept, EndOpaque}
		if set != 1 || t.Conn < 1 || t.Micros < 0 || !slices.Contains(ends, t.End) {
			return nil, fmt.Errorf("%w: entry %d is neither what a client said, nor what it was given, nor an end", errNoTranscript, len(turns)+1)
		}
		turns = append(turns, t)
	}
}
