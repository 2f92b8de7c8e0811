package pgdiag

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
)

// conversation is a call that was recorded on a real server (suites/layer, TestRecord).
type conversation struct {
	Name   string
	SQL    string
	Before []string
	Steps  []struct {
		Client bool
		Bytes  []byte
	}
}

// message is one message of a conversation.
type message struct {
	client bool
	bytes  []byte
}

// messages cuts the conversation into messages.
func (c conversation) messages() (all []message) {
	for _, s := range c.Steps {
		for p := s.Bytes; len(p) >= 5; {
			n := 1 + int(binary.BigEndian.Uint32(p[1:]))
			all = append(all, message{s.Client, p[:n]})
			p = p[n:]
		}
	}
	return all
}

func conversations(t *testing.T) (all []conversation) {
	t.Helper()
	file, err := os.Open("testdata/conversations.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c conversation
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	return all
}

// replayed is a book of a session that has just been let in, with the statements in before executed on it.
func replayed(t *testing.T, c conversation, marked bool) *book {
	t.Helper()
	b := new(Tracker).newBook(&socket{})
	say := func(m ...interface{ Encode([]byte) ([]byte, error) }) {
		for _, m := range m {
			p, err := m.Encode(nil)
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := m.(pgproto3.BackendMessage); ok {
				b.read(p, nil)
			} else {
				b.hears(p)
			}
		}
	}
	say(&pgproto3.StartupMessage{ProtocolVersion: pgproto3.ProtocolVersion30}, &pgproto3.AuthenticationOk{}, &pgproto3.ReadyForQuery{TxStatus: 'I'})
	tx := byte('I')
	for _, sql := range c.Before {
		answer := []interface{ Encode([]byte) ([]byte, error) }{&pgproto3.CommandComplete{CommandTag: []byte("OK")}}
		switch {
		case sql[0] == '!':
			sql, tx = sql[1:], 'E'
			answer[0] = &pgproto3.ErrorResponse{Severity: "ERROR", SeverityUnlocalized: "ERROR", Code: "22012", File: "int.c", Routine: "int4div"}
		case sql[:5] == "BEGIN":
			tx = 'T'
		}
		b.starts(sql, false)
		say(&pgproto3.Query{String: sql})
		say(append(answer, &pgproto3.ReadyForQuery{TxStatus: tx})...)
		b.op.over, b.traced = true, 0
	}
	b.starts(c.SQL, marked)
	return b
}

// starts is what a tracer tells of the start of a call.
func (b *book) starts(sql string, marked bool) {
	b.begin()
	b.op.traced, b.op.sql, b.op.marked, b.traced = true, sql, marked, 1
}

// hears is what the client sends, as the tap and the socket see it.
func (b *book) hears(p []byte) {
	b.writing(p)
	b.socket.sent.Add(int64(len(p)))
}

// endings are the ways in which a call fails at a point of its conversation.
var endings = map[string]func(*book) error{
	"reset": func(b *book) error {
		b.read(nil, syscall.ECONNRESET)
		return syscall.ECONNRESET
	},
	"end": func(b *book) error {
		b.read(nil, io.EOF)
		return io.ErrUnexpectedEOF
	},
	"deadline": func(b *book) error {
		b.transport, b.givenUp = errGivenUp, CallerDeadline
		return context.DeadlineExceeded
	},
	"pooler":                func(b *book) error { return b.said("FATAL", "58000", "") },
	"terminated":            func(b *book) error { return b.said("FATAL", "57P01", "postgres.c") },
	"panic":                 func(b *book) error { return b.said("PANIC", "53100", "xlog.c") },
	"unknown to the server": func(b *book) error { return b.said("ERROR", "40003", "txn.go") },
	"open":                  func(*book) error { return errors.New("the client does not like it") },
}

func (b *book) said(severity, code, file string) error {
	m := &pgproto3.ErrorResponse{Severity: severity, SeverityUnlocalized: severity, Code: code, File: file, Routine: file}
	p, _ := m.Encode(nil)
	b.read(p, nil)
	return pgconn.ErrorResponseToPgError(m)
}

// diagnosable is one failure with all that is known of it.
type diagnosable struct {
	where string
	err   error
	f     facts
}

// failures are all failures that can be had from the conversations, cut at every message.
func failures(t *testing.T) (all []diagnosable) {
	t.Helper()
	for _, c := range conversations(t) {
		ms := c.messages()
		for cut := 0; cut <= len(ms); cut++ {
			for name, end := range endings {
				for _, marked := range []bool{false, true} {
					b := replayed(t, c, marked)
					for _, m := range ms[:cut] {
						if m.client {
							b.hears(m.bytes)
						} else {
							b.read(m.bytes, nil)
						}
					}
					k := diagnosable{where: fmt.Sprintf("%s, %s after %d of %d messages, marked %t", c.Name, name, cut, len(ms), marked), err: end(b)}
					if b.op.err != nil && name == "open" {
						k.err = b.op.err
					}
					b.fill(&k.f)
					k.f.said = listen(k.err)
					all = append(all, k)
				}
			}
		}
	}
	return all
}

// knowledge are the fields of facts that may be taken away, by their names: those of what the error says, too.
func knowledge() (fields [][]int) {
	var visit func(reflect.Type, []int)
	visit = func(t reflect.Type, at []int) {
		for i := range t.NumField() {
			f := t.Field(i)
			path := append(append([]int(nil), at...), i)
			switch {
			case f.Anonymous:
				visit(f.Type, path)
			case f.Name == "nodes" || f.Name == "attempts": // counts and lists for the reader
			default:
				fields = append(fields, path)
			}
		}
	}
	visit(reflect.TypeFor[facts](), nil)
	return fields
}

// without is f without what is known in some of its fields.
func without(f *facts, fields ...[]int) *facts {
	g := *f
	v := reflect.ValueOf(&g).Elem()
	for _, path := range fields {
		forget(v.FieldByIndex(path))
	}
	return &g
}

// TestLessKnowledgeNeverMakesAStrongerClaim takes any one and any two things that are known away from each failure: the
// outcome stays or becomes unknown, and the advice only more careful.
func TestLessKnowledgeNeverMakesAStrongerClaim(t *testing.T) {
	fields := knowledge()
	names := reflect.TypeFor[facts]()
	tried, seen := 0, map[string]bool{}
	for i, k := range failures(t) {
		all := diagnose(k.err, &k.f)
		if key := fmt.Sprintf("%v %v %+v", all.Outcome, all.Retry, shape(&k.f)); seen[key] {
			continue // decided on the same facts as another
		} else { //nolint:revive // the key is of this branch
			seen[key] = true
		}
		check := func(taken ...[]int) {
			tried++
			less := diagnose(k.err, without(&k.f, taken...))
			if !lessThan(less.Outcome, all.Outcome) || !moreCarefulThan(less.Retry, all.Retry) {
				var what []string
				for _, path := range taken {
					what = append(what, names.FieldByIndex(path).Name)
				}
				t.Errorf("%s: %s, %s by %s; without %v: %s, %s by %s", k.where, all.Outcome, all.Retry, all.Rule, what, less.Outcome, less.Retry, less.Rule)
			}
		}
		for a := range fields {
			check(fields[a])
			for c := a + 1; c < len(fields); c++ {
				if !testing.Short() || (a+c+i)%7 == 0 {
					check(fields[a], fields[c])
				}
			}
		}
	}
	if tried < 10_000 {
		t.Errorf("only %d times was anything taken away", tried)
	}
	t.Logf("%d kinds of failures, %d times with less knowledge", len(seen), tried)
}

// TestWhatMustBeKnown takes away what every claim rests on but those for which nothing need have been read: that all bytes
// were seen, and what the server was told to do in which order. That the outcome may stay as it is would not show a rule that
// does not ask.
func TestWhatMustBeKnown(t *testing.T) {
	definite := 0
	for _, k := range failures(t) {
		if d := diagnose(k.err, &k.f); d.Outcome == OutcomeUnknown || k.f.beforeAnything() || k.f.busy || k.f.quiet || k.f.acquiring {
			continue
		}
		definite++
		for name, forget := range map[string]func(*facts){
			"that all bytes were seen": func(f *facts) { f.complete = false },
			"the order":                func(f *facts) { f.order, f.nothing = order{}, false },
		} {
			less := k.f
			forget(&less)
			if d := diagnose(k.err, &less); d.Outcome != OutcomeUnknown {
				t.Errorf("%s: %s by %s without %s", k.where, d.Outcome, d.Rule, name)
			}
		}
	}
	if definite < 100 {
		t.Errorf("only %d outcomes were known", definite)
	}
}

// lessThan tells whether an outcome claims no more than another. That nothing stays is less than that nothing was sent.
func lessThan(less, all Outcome) bool {
	return less == all || less == OutcomeUnknown || all == OutcomeNotSent && less == OutcomeRolledBack
}

// moreCarefulThan tells whether an advice does no more than another. Neither "no" nor "verify first" does anything again;
// and whether it is on a new connection at once or after a while, it is from the start.
func moreCarefulThan(less, all Retry) bool {
	return care(less) >= care(all) || care(less) >= care(RetryReconnect) && care(all) <= care(RetryWait) || care(less) >= care(RetryNo)
}
