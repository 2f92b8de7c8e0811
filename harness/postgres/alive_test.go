package postgres_test

import (
	"io"
	"net"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/postgres"
)

// A server that has ended is gone, also when another has its port: both let the same superuser in, since they were copied
// from one prepared folder.
func TestAnotherServerAtItsPortIsAnother(t *testing.T) {
	need(t, postgres.Native)
	first := start(t, postgres.Config{Provider: postgres.Native, Private: true})
	second := start(t, postgres.Config{Provider: postgres.Native, Private: true})
	if err := first.Alive(t.Context()); err != nil {
		t.Fatal(err)
	}
	control, _ := first.Control()
	if err := control.Halt(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := first.Alive(t.Context()); err == nil {
		t.Error("a server that was ended is there")
	}
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", first.Addr())
	if err != nil {
		t.Skipf("its port has gone to somebody already: %v", err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := new(net.Dialer).DialContext(t.Context(), "tcp", second.Addr())
			if err != nil {
				_ = client.Close()
				return
			}
			go func() { _, _ = io.Copy(server, client); _ = server.Close() }()
			go func() { _, _ = io.Copy(client, server); _ = client.Close() }()
		}
	}()
	if err := first.Alive(t.Context()); err == nil || !strings.Contains(err.Error(), "another server answers at its address") {
		t.Errorf("beside another server at its port it says %v", err)
	}
}
