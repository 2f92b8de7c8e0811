package report

import (
	"bytes"
	"compress/flate"
	_ "embed" // the dictionary
	"encoding/json"
	"fmt"
	"io"
	"sync"

	"github.com/pgfault/pgfault/harness/verdict"
)

// dictionary is what the cases of format 3 have in common: some of them, a line each. It is a part of the format: with another
// one nothing that was packed can be read.
//
//go:embed packed.dict
var dictionary []byte

// packers are what packs: one takes a megabyte, and a sweep has lines by the thousand.
var packers = sync.Pool{New: func() any {
	w, err := flate.NewWriterDict(io.Discard, flate.BestCompression, dictionary)
	if err != nil {
		panic(err) // the level is none
	}
	return w
}}

// pack packs the case of a pass, of which a reader mostly wants to know that it is one: the facts stay, all of them, in a third
// of the bytes. What is not a pass stays in plain, to be read by eye.
func (l *Line) pack() error {
	if l.Outcome != verdict.Pass || l.Format != FormatVersion || !l.HasCase() {
		return nil
	}
	plain, err := json.Marshal(l.Case)
	if err != nil {
		return fmt.Errorf("encode case: %w", err)
	}
	var packed bytes.Buffer
	w := packers.Get().(*flate.Writer)
	defer packers.Put(w)
	w.Reset(&packed)
	if _, err = w.Write(plain); err == nil {
		err = w.Close()
	}
	if err != nil {
		return fmt.Errorf("pack case: %w", err)
	}
	l.Case, l.Packed = verdict.Case{}, packed.Bytes()
	return nil
}

// UnmarshalJSON reads a line, and unpacks its case.
func (l *Line) UnmarshalJSON(line []byte) error {
	type plain Line
	if err := json.Unmarshal(line, (*plain)(l)); err != nil {
		return err
	}
	if l.Packed == nil {
		return nil
	}
	r := flate.NewReaderDict(bytes.NewReader(l.Packed), dictionary)
	unpacked, err := io.ReadAll(io.LimitReader(r, maxLine+1))
	if err == nil && len(unpacked) > maxLine {
		err = fmt.Errorf("it has more than %d MB", maxLine>>20)
	}
	if err == nil {
		err = json.Unmarshal(unpacked, &l.Case)
	}
	if err != nil {
		return fmt.Errorf("unpack the case of %s: %w", l.ID, err)
	}
	l.Packed = nil
	return nil
}
