package replay

import (
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/pgfault/pgfault/harness/internal/crash"
	"github.com/pgfault/pgfault/harness/wire"
)

const startup = "StartupMessage"

// maxMessage is the longest message that is taken of a client.
const maxMessage = 64 << 20

// speaks tells whether the stored client got as far as to say who it is.
func speaks(part []wire.Turn) bool {
	return slices.ContainsFunc(part, func(t wire.Turn) bool { return t.Client == startup })
}

// serve plays the next stored connection to a client.
func (s *Server) serve(client *net.TCPConn) {
	p := &player{server: s, client: client, backend: pgproto3.NewBackend(client, client), asked: make(chan string), done: make(chan struct{})}
	defer close(p.done)
	p.backend.SetMaxBodyLen(maxMessage)
	// One that was never heard takes whoever comes, before it has said anything.
	if p.part = s.take(func(part []wire.Turn) bool { return !speaks(part) }); p.part == nil {
		if !p.login() {
			return
		}
		if p.part = s.take(func([]wire.Turn) bool { return true }); p.part == nil {
			return
		}
	}
	s.work.Go(func() {
		defer crash.Guard()
		p.listen(speaks(p.part))
	})
	p.play()
}

// player plays one connection.
type player struct {
	server  *Server
	client  *net.TCPConn
	backend *pgproto3.Backend
	part    []wire.Turn
	asked   chan string // the names of what asks for an answer; closed when the client has ended
	done    chan struct{}
}

// login reads up to the StartupMessage. False means that none comes.
func (p *player) login() bool {
	for {
		m, err := p.backend.ReceiveStartupMessage()
		if err != nil {
			return false
		}
		switch m.(type) {
		case *pgproto3.StartupMessage:
			return true
		case *pgproto3.SSLRequest, *pgproto3.GSSEncRequest:
			if _, err := p.client.Write([]byte{'N'}); err != nil {
				return false
			}
		case *pgproto3.CancelRequest:
			return false // a server says nothing to it
		}
	}
}

// listen hands on what the client asks.
func (p *player) listen(framed bool) {
	defer close(p.asked)
	for framed {
		m, err := p.backend.Receive()
		if err != nil {
			return
		}
		name := strings.TrimPrefix(fmt.Sprintf("%T", m), "*pgproto3.")
		switch {
		case name == "Terminate":
			return
		case !asks(name):
			continue
		}
		select {
		case p.asked <- name:
		case <-p.done:
			return
		}
	}
	for b := make([]byte, 4096); ; { // nobody listens to what it says
		if _, err := p.client.Read(b); err != nil {
			return
		}
	}
}

// asks tells whether a server has to answer before it hears more.
func asks(name string) bool {
	switch name {
	case startup, "Query", "Sync", "Flush", "FunctionCall", "CopyDone", "CopyFail":
		return true
	}
	return false
}

// play goes through the stored turns, and then waits until the client leaves.
func (p *player) play() {
	conn, last := p.part[0].Conn, int64(0)
	for _, t := range p.part {
		pause := time.Duration(t.Micros-last) * time.Microsecond
		last = t.Micros
		switch {
		case t.Client == startup || t.Client == wire.ClientCame:
		case t.Client == "Terminate" || t.Client == wire.ClientEnded:
			p.leave(conn)
			return
		case asks(t.Client):
			name, more := <-p.asked
			if !more {
				return
			}
			if name != t.Client {
				p.server.tell(conn, "the client sends %s where the stored one sent %s", name, t.Client)
			}
		case t.Server != nil:
			if !p.wait(pause) {
				return
			}
			if _, err := p.client.Write(t.Server); err != nil {
				return
			}
		case t.End != "":
			if p.wait(pause) {
				p.end(conn, t.End)
			}
			return
		}
	}
	p.leave(conn)
}

// wait waits as long as the stored server did, where that is asked for. False means that the server was closed.
func (p *player) wait(pause time.Duration) bool {
	if !p.server.cfg.Paced || pause <= 0 {
		return true
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-p.server.ctx.Done():
		return false
	}
}

// leave waits until the client ends. One that asks for more than is stored is told by the connection's end.
func (p *player) leave(conn int) {
	if name, more := <-p.asked; more {
		p.server.tell(conn, "the client sends %s where the stored one asked nothing more: the connection is closed", name)
	}
}

// end ends the connection as it ended then.
func (p *player) end(conn int, how wire.TurnEnd) {
	switch how {
	case wire.EndReset:
		_ = p.client.SetLinger(0) // it may have ended
	case wire.EndNotKept, wire.EndOpaque:
		p.server.tell(conn, "what came then is not stored (%s): the connection is closed", how)
	}
	if how != wire.EndReset {
		_ = p.client.CloseWrite() // the client reads all that was said, and then the end
	}
}
