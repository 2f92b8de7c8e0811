package wire_test

import (
	"context"
	"io"
	"slices"
	"testing"

	"github.com/pgfault/pgfault/harness/internal/poll"
	"github.com/pgfault/pgfault/harness/wire"
)

// said is what was recorded of a client, with what became of it, and the ends that it was told.
func said(s *wire.Stage) []string {
	var out []string
	for _, m := range s.Recording() {
		switch {
		case m.Event == wire.Ended && m.Direction == wire.Downstream:
			out = append(out, "end")
		case m.Event == "" && m.Direction == wire.Upstream:
			out = append(out, m.Type+string(m.Fate))
		}
	}
	return out
}

// expectSaid waits until that is what was recorded.
func expectSaid(t *testing.T, s *wire.Stage, want ...string) {
	t.Helper()
	err := poll.Until(timeout(t), func(context.Context) (bool, error) { return slices.Equal(said(s), want), nil })
	if err != nil {
		t.Fatalf("recorded %q, want %q: %v", said(s), want, err)
	}
}

func TestWhatIsSentAfterTheEndIsRecorded(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	client, server := open(t, s, p)
	arm(t, s, wire.Trap{Do: wire.Close{}})
	expectErr(t, client, io.EOF)
	expectErr(t, server, io.EOF)
	if conns := s.Conns(); len(conns) > 1 {
		t.Errorf("%d connections are open", len(conns))
	}
	fired := arm(t, s, wire.Trap{At: wire.Position{Message: "Query"}, Do: wire.Reset{}})
	send(t, client, query("again"))
	expectSaid(t, s, "StartupMessage", "Querydropped", "end")
	if f := fired.Fired(); len(f) > 0 {
		t.Errorf("a fault fired on a connection that was over: %+v", f)
	}
}

// What was on its way when the connection was closed is no answer to its end, in however many pieces it comes.
func TestWhatWasSentBeforeTheEndIsRecordedBesides(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	client, server := open(t, s, p)
	a := arm(t, s, wire.Trap{At: wire.Position{Message: "Bind"}, Do: wire.Close{}})
	parse, bind, execute, sync := typed('P', "\x00select 1\x00\x00\x00"), typed('B', "\x00\x00\x00\x00\x00\x00\x00\x00"), typed('E', "\x00\x00\x00\x00\x00"), typed('S', "")
	send(t, client, join(parse, bind, execute, sync))
	expect(t, server, parse)
	expectErr(t, client, io.EOF)
	s.Settle()
	expectSaid(t, s, "StartupMessage", "Parse", "Bind", "Executedropped", "Syncdropped")
	send(t, client, query("again"))
	expectSaid(t, s, "StartupMessage", "Parse", "Bind", "Executedropped", "Syncdropped", "Querydropped", "end")
	if f := a.Fired(); len(f) != 1 {
		t.Errorf("fired %+v", f)
	}
}

// A client that ends, or does nothing, is told nothing more, and keeps nobody from closing the stage.
func TestAClientThatUnderstandsTheEndSaysNothing(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	client, _ := open(t, s, p)
	_, _ = open(t, s, p)
	arm(t, s, wire.Trap{Do: wire.Close{}})
	expectErr(t, client, io.EOF)
	if err := client.Close(); err != nil {
		t.Fatal(err)
	}
	s.Settle()
	expectSaid(t, s, "StartupMessage", "StartupMessage")
	if err := s.Close(timeout(t)); err != nil {
		t.Error(err)
	}
}

func TestWhatIsSentAfterAFatalErrorIsRecorded(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	client, server := open(t, s, p)
	arm(t, s, wire.Trap{At: wire.Position{Message: "Query"}, Do: wire.Answer{Say: wire.Content{Error: wire.Fields{Severity: "FATAL", SQLState: "57P01"}}, Close: true}})
	send(t, client, query("select 1"))
	if _, err := io.ReadAll(client); err != nil {
		t.Fatal(err)
	}
	expectErr(t, server, io.EOF)
	send(t, client, query("again"))
	expectSaid(t, s, "StartupMessage", "Querydropped", "Querydropped", "end")
}
