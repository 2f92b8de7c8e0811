package layersweep

import (
	"context"
	"fmt"
	"strings"

	"github.com/pgfault/pgfault/harness/wire"
)

// kind is a fault that is swept.
type kind struct {
	name string
	act  func() wire.Action
	// ends is what the caller's context ends with as soon as the fault has fired; nil where it does not end.
	ends error
	// then is done when the fault has fired, and before what it holds is let go.
	then func(ctx context.Context, s *stand) error
	// cuts says that the client is given nothing of what comes after, and knows of nothing but that.
	cuts bool
	// refuses says that it lets a statement fail; it can't where that, or one before it, fails by itself.
	refuses bool
	// fits tells whether it acts at a place of a message.
	fits func(m wire.Message, where string) bool
}

// kinds are the faults.
var kinds = []kind{
	{name: "reset", act: reset, cuts: true, fits: anywhere},
	{name: "close", act: closing, cuts: true, fits: between},
	{name: "deadline", act: hold, ends: context.DeadlineExceeded, cuts: true, fits: between},
	{name: "cancel", act: hold, ends: context.Canceled, cuts: true, fits: between},
	{name: "terminate", act: hold, then: terminate, fits: between},
	{name: "error", act: serverError, refuses: true, fits: statements},
	{name: "pooler", act: poolerError, fits: answers},
}

func reset() wire.Action   { return wire.Reset{} }
func closing() wire.Action { return wire.Close{} }
func hold() wire.Action    { return wire.Hold{} }

// serverError lets the server itself refuse a statement.
func serverError() wire.Action {
	return wire.FaithfulError{Error: wire.Fields{SQLState: "40001"}}
}

// poolerError is what a pooler says that has lost its server: in the protocol's form, with the field V that some of them
// send, and without the place in PostgreSQL's source that a server tells.
func poolerError() wire.Action {
	return wire.Inject{Say: wire.Content{Error: wire.Fields{Severity: "FATAL", SQLState: "58000", Message: "server closed the connection"}}, Close: true}
}

func anywhere(wire.Message, string) bool { return true }

func between(_ wire.Message, where string) bool { return where != inside }

func answers(m wire.Message, where string) bool {
	return m.Direction == wire.Downstream && where == before
}

// statements is what a server can refuse in the place of: no COMMIT, whose failure also ends the transaction.
func statements(m wire.Message, where string) bool {
	if m.Direction != wire.Upstream || where != before {
		return false
	}
	switch m.Type {
	case "Query", "Parse":
		text := strings.ToUpper(m.Summary)
		return !strings.Contains(text, "COMMIT") && !strings.Contains(text, "PREPARE TRANSACTION")
	case "Bind", "Execute":
		return true
	}
	return false
}

// terminate ends the backend while nothing reaches it and nothing it says is passed on.
func terminate(ctx context.Context, s *stand) error {
	for _, c := range s.rig.Stage().Conns() {
		if _, err := s.rig.Admin(ctx, fmt.Sprintf("SELECT pg_terminate_backend(%d, 5000)", c.Backend)); err != nil {
			return fmt.Errorf("terminate backend: %w", err)
		}
	}
	return nil
}
