package sweep

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
)

// kind is a fault that can be swept.
type kind struct {
	name string
	make func(at wire.Position) fault.Fault
	// waits says that nobody hears of it but by a deadline.
	waits bool
	// answers says that it acts on answers only, and on something that is still to come.
	answers bool
	// harmless says that it takes nothing away: all must go as it does without it. It acts on a message as a whole.
	harmless bool
	// added says that it adds a message of the server's, which may come at any time once the client is let in.
	added bool
	// refuses says that it acts in the place of a statement: on what asks the server for one, before its first byte.
	refuses bool
}

// canActAt tells whether it acts at a place of a message.
func (k kind) canActAt(m wire.Message, offset int) bool {
	switch {
	case k.added:
		return m.Direction == wire.Downstream && offset == 0 && m.Size > 1 && !beforeItIsLetIn(m.Type)
	case k.refuses:
		return offset == 0 && m.Direction == wire.Upstream && slices.Contains(asking, m.Type)
	case k.answers:
		return m.Direction == wire.Downstream && offset != wire.Whole
	case k.harmless:
		return offset == 0 && m.Size > 1
	}
	return true
}

var kinds = []kind{
	{name: "reset", make: func(at wire.Position) fault.Fault { return fault.Reset{At: at} }},
	{name: "close", make: func(at wire.Position) fault.Fault { return fault.Close{At: at} }},
	{name: "half_close", make: func(at wire.Position) fault.Fault { return fault.HalfClose{At: at} }},
	{name: "slice", make: func(at wire.Position) fault.Fault { return fault.Slice{At: at, Size: 1} }, harmless: true},
	{name: "hold", make: func(at wire.Position) fault.Fault { return fault.Hold{At: at} }, waits: true},
	{name: "swallow", make: func(at wire.Position) fault.Fault { return fault.Swallow{At: at} }, waits: true, answers: true},
	{name: "notice", make: said(wire.Content{Notice: wire.Fields{SQLState: "01000", Message: "you should know"}}), harmless: true, added: true},
	{name: "parameter_status", make: said(wire.Content{Hex: timeZone}), harmless: true, added: true},
	{name: "error", make: func(at wire.Position) fault.Fault { return fault.FaithfulError{At: at, Error: canceled} }, refuses: true},
	{name: "fatal", make: func(at wire.Position) fault.Fault {
		return fault.Answer{At: at, Say: wire.Content{Error: ended}, Close: true}
	}, refuses: true},
}

// said makes the fault that says something between two messages of the server.
func said(say wire.Content) func(at wire.Position) fault.Fault {
	return func(at wire.Position) fault.Fault { return fault.Inject{At: at, Say: say} }
}

// timeZone is a ParameterStatus: the zone is what it was.
const timeZone = "530000001154696d655a6f6e650055544300"

// canceled is what a statement_timeout does to any statement, a COMMIT that has not begun included, and ended what an
// administrator does to a session that is idle: the server has not got to the statement.
var (
	canceled = wire.Fields{SQLState: "57014", Message: "canceling statement due to statement timeout"}
	ended    = wire.Fields{
		Severity: "FATAL", SQLState: "57P01", Message: "terminating connection due to administrator command",
		File: "postgres.c", Line: "1", Routine: "ProcessInterrupts",
	}
)

// asking are the messages that ask for a statement to be read, bound or done.
var asking = []string{"Query", "Parse", "Bind", "Execute"}

// beforeItIsLetIn tells whether a message comes before the client is let in, where it may be told of nothing else.
func beforeItIsLetIn(message string) bool {
	return strings.HasPrefix(message, "Authentication") || message == "NegotiateProtocolVersion"
}

// DefaultFaults are the faults of a sweep that names none: those that cost no waiting.
var DefaultFaults = []string{"reset", "close"}

// Faults are the names of the faults that can be swept.
func Faults() []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.name
	}
	return names
}

// CheckFaults says which of some faults can't be swept.
func CheckFaults(names []string) error {
	_, err := findKinds(names)
	return err
}

func findKinds(names []string) ([]kind, error) {
	if len(names) == 0 {
		names = DefaultFaults
	}
	var out []kind
	for _, name := range names {
		at := slices.IndexFunc(kinds, func(k kind) bool { return k.name == name })
		if at < 0 {
			return nil, fmt.Errorf("fault %q can't be swept; take some of %s", name, strings.Join(Faults(), ", "))
		}
		out = append(out, kinds[at])
	}
	return out, nil
}
