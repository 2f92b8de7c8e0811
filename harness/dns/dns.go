// Package dns is a name server on the loopback interface whose answers are what a test says: a host that nobody knows, one
// whose address changes, one about which nobody answers.
//
// It is for programs in this process that take a resolver, as pgx does in Config.LookupFunc: Resolver gives one that asks
// here. A program in a process of its own asks the resolver of its system, which can't be changed for it alone without
// rights that a test does not have; what is asked of such a program about names is a host under .invalid, which exists
// nowhere by RFC 6761, and the host list of a DSN.
package dns

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"

	"github.com/pgfault/pgfault/harness/internal/crash"
)

// Answer is what is said of a host.
type Answer struct {
	// Addrs are its addresses; none: there is no such host (NXDOMAIN).
	Addrs []netip.Addr
	// Silent gives no answer at all: whoever asks waits until he gives up.
	Silent bool
	// Failure says that the server can't tell (SERVFAIL).
	Failure bool
}

// Server answers until it is closed. It is safe for concurrent use.
type Server struct {
	conn *net.UDPConn
	done chan struct{}

	mu    sync.Mutex
	hosts map[string]Answer
	asked map[string]int
}

// Listen starts a server on a port of the loopback interface. It outlives ctx; it ends with Close.
func Listen(ctx context.Context) (*Server, error) {
	conn, err := new(net.ListenConfig).ListenPacket(ctx, "udp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen for questions: %w", err)
	}
	s := &Server{conn: conn.(*net.UDPConn), done: make(chan struct{}), hosts: map[string]Answer{}, asked: map[string]int{}}
	go func() {
		defer crash.Guard()
		s.serve()
	}()
	return s, nil
}

// Set changes what is said of a host from now on. Of a host that was never set it is said that there is none.
func (s *Server) Set(host string, answer Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hosts[canonical(host)] = answer
}

// Asked is how many questions about a host have come: a fault of names that nobody asked about did not fire.
func (s *Server) Asked(host string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[canonical(host)]
}

// Resolver asks this server, and nobody else.
func (s *Server) Resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", s.conn.LocalAddr().String())
	}}
}

// Close ends the server.
func (s *Server) Close() error {
	err := s.conn.Close()
	<-s.done
	if err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("close name server: %w", err)
	}
	return nil
}

func (s *Server) serve() {
	defer close(s.done)
	packet := make([]byte, 1500)
	for {
		n, from, err := s.conn.ReadFromUDPAddrPort(packet)
		if err != nil {
			return // It is closed.
		}
		q, ok := parse(packet[:n])
		if !ok {
			continue
		}
		s.mu.Lock()
		answer := s.hosts[canonical(q.host)]
		s.asked[canonical(q.host)]++
		s.mu.Unlock()
		if !answer.Silent {
			_, _ = s.conn.WriteToUDPAddrPort(q.reply(answer), from) // Who asks again is answered again.
		}
	}
}

// canonical is a host's name as it is compared: names are not told apart by case, nor by the final dot.
func canonical(host string) string { return strings.ToLower(strings.TrimSuffix(host, ".")) }
