package main_test

import (
	"bytes"
	"testing"

	seed "github.com/pgfault/pgfault/examples/seed"
	"github.com/pgfault/pgfault/harness"
)

// want is what the README shows.
const want = `status: open
DatabaseError: ProgrammingError: undefined_table (42P01)
  said by the server: relation "non_existent_table" does not exist
  broken: the statement; written: rolled_back; retry: no
status: closed
`

func TestSeed(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	var out bytes.Buffer
	if err := seed.Run(t.Context(), rig.DSN(), &out); err != nil {
		t.Fatal(err)
	}
	if out.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", out.String(), want)
	}
}
