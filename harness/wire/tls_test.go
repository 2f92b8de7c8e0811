package wire_test

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"syscall"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
)

// secure sets s up to end the encryption of its clients, and returns the one that trusts it.
func secure(t *testing.T, s *wire.Stage, upstream bool) *tls.Config {
	t.Helper()
	authority, err := wire.NewAuthority()
	if err != nil {
		t.Fatal(err)
	}
	cert, err := authority.Issue(wire.GoodCertificate)
	if err != nil {
		t.Fatal(err)
	}
	show := wire.TLS{Certificate: cert}
	client := &tls.Config{RootCAs: authority.Pool(), ServerName: "localhost", NextProtos: []string{"postgresql"}}
	if upstream {
		show.Upstream = client
	}
	s.Terminate(show)
	return client
}

// pair is a conversation whose both sides are encrypted: by the client with the stage, by the stage with the server.
func pair(t *testing.T, s *wire.Stage, p *peer, config *tls.Config, direct bool) (client, server net.Conn) {
	t.Helper()
	authority, err := wire.NewAuthority()
	if err != nil {
		t.Fatal(err)
	}
	cert, err := authority.Issue(wire.GoodCertificate)
	if err != nil {
		t.Fatal(err)
	}
	config.InsecureSkipVerify = true // the server has an authority of its own
	c, srv := dial(t, s, p)
	done := make(chan net.Conn, 1)
	go func() {
		defer close(done)
		if _, err := io.ReadFull(srv, make([]byte, 8)); err != nil {
			return
		}
		if _, err := srv.Write([]byte("S")); err != nil {
			return
		}
		secret := tls.Server(srv, &tls.Config{Certificates: []tls.Certificate{cert}})
		if err := secret.Handshake(); err != nil {
			t.Error(err)
		}
		done <- secret
	}()
	if !direct {
		send(t, c, untyped(80877103, ""))
		expect(t, c, []byte("S"))
	}
	client = tls.Client(c, config)
	send(t, client, startup)
	server = <-done
	expect(t, server, startup)
	send(t, server, ready)
	expect(t, client, ready)
	return client, server
}

func TestEncryptionIsRemade(t *testing.T) {
	for _, direct := range []bool{false, true} {
		p := newPeer(t)
		s := newStage(t, p)
		client, server := pair(t, s, p, secure(t, s, true), direct)
		arm(t, s, wire.Trap{At: wire.Position{SQL: "gone"}, Do: wire.Drop{}})
		send(t, client, join(query("gone"), query("here")))
		expect(t, server, query("here"))
		a := arm(t, s, wire.Trap{At: wire.Position{Tag: "SELECT", Offset: 4}, Do: wire.Cut{}})
		send(t, server, tag("SELECT 1"))
		expect(t, client, tag("SELECT 1")[:4])
		expectErr(t, client, io.EOF)
		if _, err := a.Wait(timeout(t)); err != nil {
			t.Error(err)
		}
	}
}

// The end of an encrypted conversation is passed on.
func TestEndOfEncryption(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	client, server := pair(t, s, p, secure(t, s, true), false)
	send(t, server, tag("BYE"))
	server.Close()
	expect(t, client, tag("BYE"))
	expectErr(t, client, io.EOF)
}

// The server gets all in the clear; requests before, and after a refusal, are answered by whom they concern.
func TestEncryptionEndsAtStage(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	config := secure(t, s, false)
	client, server := dial(t, s, p)
	send(t, client, untyped(80877104, ""))
	expect(t, server, untyped(80877104, ""))
	send(t, server, []byte("N"))
	expect(t, client, []byte("N"))
	send(t, client, untyped(80877103, ""))
	expect(t, client, []byte("S"))
	secret := tls.Client(client, config)
	send(t, secret, untyped(80877102, "\x00\x00\x04\xd2keyx"))
	expect(t, server, untyped(80877102, "\x00\x00\x04\xd2keyx"))
	if got := s.Recording(); got[len(got)-1].Type != "CancelRequest" || got[len(got)-1].Backend != 1234 {
		t.Errorf("%+v", got)
	}
	// A stage that says no is believed, and the conversation goes on in the clear.
	arm(t, s, wire.Trap{At: wire.Position{Message: "SSLResponse"}, Do: wire.Replace{Say: wire.Content{Hex: "4e"}}})
	client, server = dial(t, s, p)
	send(t, client, untyped(80877103, ""))
	expect(t, client, []byte("N"))
	send(t, client, startup)
	expect(t, server, startup)
	send(t, server, ready)
	expect(t, client, ready)
	// Who doesn't ask has none.
	open(t, s, p)
}

// A client that is refused one encryption and asks for the other, as libpq does, gets it also where its answers are there
// before the stage comes to read what it says next.
func TestRefusedAndThenEncrypted(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	config := secure(t, s, false)
	for _, request := range []string{"GSSENCRequest", "SSLRequest"} {
		arm(t, s, wire.Trap{At: wire.Position{Message: request, Offset: wire.Whole}, Do: wire.Delay{For: 50 * time.Millisecond}})
	}
	client, server := dial(t, s, p)
	send(t, client, untyped(80877104, ""))
	expect(t, server, untyped(80877104, ""))
	send(t, server, []byte("N"))
	expect(t, client, []byte("N"))
	send(t, client, untyped(80877103, ""))
	expect(t, client, []byte("S"))
	secret := tls.Client(client, config)
	send(t, secret, startup)
	expect(t, server, startup)
	send(t, server, ready)
	expect(t, secret, ready)
}

// A client that leaves before it has begun a conversation gets the server's end, and its connection is over.
func TestLeavingBeforeTheStartup(t *testing.T) {
	for name, say := range map[string]func(*testing.T, net.Conn, *tls.Config) net.Conn{
		"without a word":       func(_ *testing.T, c net.Conn, _ *tls.Config) net.Conn { return c },
		"in the first message": func(t *testing.T, c net.Conn, _ *tls.Config) net.Conn { send(t, c, startup[:5]); return c },
		"after asking":         func(t *testing.T, c net.Conn, _ *tls.Config) net.Conn { askEncryption(t, c); return c },
		"in the handshake": func(t *testing.T, c net.Conn, _ *tls.Config) net.Conn {
			askEncryption(t, c)
			send(t, c, []byte{22, 3})
			return c
		},
		"after the handshake":   encrypted,
		"with a direct request": func(t *testing.T, c net.Conn, _ *tls.Config) net.Conn { send(t, c, []byte{22, 3, 1}); return c },
	} {
		t.Run(name, func(t *testing.T) {
			p := newPeer(t)
			s := newStage(t, p)
			config := secure(t, s, false)
			client, server := dial(t, s, p)
			c := say(t, client, config)
			if secret, ok := c.(*tls.Conn); ok {
				if err := secret.CloseWrite(); err != nil {
					t.Fatal(err)
				}
			}
			if err := client.CloseWrite(); err != nil {
				t.Fatal(err)
			}
			expectErr(t, server, io.EOF)
			server.Close()
			for { // until the end comes; the connection's deadline ends it
				if _, err := client.Read(make([]byte, 512)); err != nil {
					if !errors.Is(err, io.EOF) && !errors.Is(err, syscall.ECONNRESET) {
						t.Fatal(err)
					}
					break
				}
			}
		})
	}
}

// askEncryption asks the stage for encryption.
func askEncryption(t *testing.T, c net.Conn) {
	t.Helper()
	send(t, c, untyped(80877103, ""))
	expect(t, c, []byte("S"))
}

// encrypted is a connection whose handshake is done.
func encrypted(t *testing.T, c net.Conn, config *tls.Config) net.Conn {
	t.Helper()
	askEncryption(t, c)
	secret := tls.Client(c, config)
	if err := secret.HandshakeContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	return secret
}
