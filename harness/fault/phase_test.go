package fault_test

import (
	"context"
	"errors"
	"io"
	"net"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/internal/rawpg"
	"github.com/pgfault/pgfault/harness/wire"
)

// Every phase of connecting has its positions: the client that comes gets no further.
func TestFaultsWhileConnecting(t *testing.T) {
	for _, message := range []string{
		"StartupMessage", "AuthenticationSASL", "SASLInitialResponse", "AuthenticationSASLContinue", "SASLResponse", "AuthenticationSASLFinal",
		"AuthenticationOk", "ParameterStatus", "BackendKeyData", "ReadyForQuery",
	} {
		t.Run(message, func(t *testing.T) {
			rig := harness.Start(t, harness.Config{})
			i := rig.Inject(fault.Cut{At: wire.Position{Message: message, Offset: 2}})
			if c, err := rawpg.Connect(t.Context(), rig.DSN()); !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Fatalf("%v, %v", c, err)
			}
			fired(t, i, 1)
			connect(t, rig)
		})
	}
}

// Requests before the startup, and what answers them.
func TestFaultsOfRequests(t *testing.T) {
	ssl, gss := []byte{0, 0, 0, 8, 4, 210, 22, 47}, []byte{0, 0, 0, 8, 4, 210, 22, 48}
	for _, c := range []struct {
		request []byte
		fault   fault.Fault
		want    string
	}{
		{ssl, fault.Replace{At: wire.Position{Message: "SSLResponse"}, Say: wire.Content{Hex: "53"}}, "S"},
		{ssl, fault.Cut{At: wire.Position{Message: "SSLRequest", Offset: 7}}, ""},
		{gss, fault.Replace{At: wire.Position{Message: "GSSENCResponse"}, Say: wire.Content{Unknown: true}}, "!\x00\x00\x00\x1fno message"},
		{gss, fault.Close{At: wire.Position{Message: "GSSENCRequest"}}, ""},
	} {
		rig := harness.Start(t, harness.Config{})
		i := rig.Inject(c.fault)
		socket, err := net.Dial("tcp", rig.Stage().Addr())
		if err != nil {
			t.Fatal(err)
		}
		defer socket.Close()
		if _, err := socket.Write(c.request); err != nil {
			t.Fatal(err)
		}
		got := make([]byte, max(1, len(c.want)))
		n, err := io.ReadFull(socket, got)
		if string(got[:n]) != c.want || c.want == "" && err == nil {
			t.Errorf("%q, %v; want %q", got[:n], err, c.want)
		}
		fired(t, i, 1)
	}
}

// A cancel that is lost cancels nothing.
func TestFaultOfCancelRequest(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	i := rig.Inject(fault.Drop{At: wire.Position{Message: "CancelRequest"}})
	socket, err := new(net.Dialer).DialContext(context.Background(), "tcp", rig.Stage().Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	if _, err := socket.Write([]byte{0, 0, 0, 16, 4, 210, 22, 46, 0, 0, 0, 1, 0, 0, 0, 1}); err != nil {
		t.Fatal(err)
	}
	for start := time.Now(); len(i.Fired()) == 0; {
		if time.Since(start) > 10*time.Second {
			t.Fatal("it has not fired")
		}
	}
	fired(t, i, 1)
}

// COPY in both directions: a line is lost, and one side doesn't know.
func TestFaultsOfCopy(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	rig.SQL("CREATE TABLE t (n int); GRANT ALL ON t TO public")
	c := connect(t, rig)
	in := rig.Inject(fault.Drop{At: wire.Position{Message: "CopyData", Direction: wire.Upstream, Occurrence: 2}})
	lines := []pgproto3.FrontendMessage{&pgproto3.Query{String: "COPY t FROM STDIN"}}
	for range 3 {
		lines = append(lines, &pgproto3.CopyData{Data: []byte("1\n")})
	}
	if got := say(t, c, 1, append(lines, &pgproto3.CopyDone{})...); !slices.Equal(got, []string{"CopyInResponse", "COPY 2", "|"}) {
		t.Errorf("%q", got)
	}
	out := rig.Inject(fault.Duplicate{At: wire.Position{Message: "CopyData", Direction: wire.Downstream}})
	ask(t, c, "COPY t TO STDOUT", "CopyOutResponse", "CopyData", "CopyData", "CopyData", "CopyDone", "COPY 2")
	fired(t, in, 1)
	fired(t, out, 1)
}

// In a pipeline, each statement has a position of its own.
func TestFaultInPipeline(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	c := connect(t, rig)
	i := rig.Inject(fault.Drop{At: wire.Position{Message: "DataRow", Occurrence: 2}})
	parse, bind, execute, sync := &pgproto3.Parse{Query: "SELECT 1"}, &pgproto3.Bind{}, &pgproto3.Execute{}, &pgproto3.Sync{}
	got := say(t, c, 2, parse, bind, execute, bind, execute, sync, bind, execute, sync)
	want := []string{"ParseComplete", "BindComplete", "DataRow", "SELECT 1", "BindComplete", "SELECT 1", "|", "BindComplete", "DataRow", "SELECT 1", "|"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	fired(t, i, 1)
}
