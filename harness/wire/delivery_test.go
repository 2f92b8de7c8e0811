package wire_test

import (
	"testing"

	"github.com/pgfault/pgfault/harness/wire"
)

func TestWhatIsHeldIsRecordedAndNotDelivered(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	client, server := open(t, s, p)
	armed, err := s.Arm(wire.Trap{At: wire.Position{Message: "CommandComplete"}, Do: wire.Hold{}})
	if err != nil {
		t.Fatal(err)
	}
	send(t, client, query("SELECT 1"))
	expect(t, server, query("SELECT 1"))
	row := typed('D', "\x00\x00")
	send(t, server, join(row, tag("SELECT 1"), ready))
	expect(t, client, row)
	if _, err := armed.Wait(timeout(t)); err != nil {
		t.Fatal(err)
	}
	if got := delivered(s); got != "DataRow" {
		t.Errorf("up to %s was delivered", got)
	}
	armed.Disarm()
	expect(t, client, join(tag("SELECT 1"), ready))
	if got := delivered(s); got != "ReadyForQuery" {
		t.Errorf("when it was let go, up to %s was delivered", got)
	}
}

// delivered names the newest message that was delivered on the first connection.
func delivered(s *wire.Stage) string {
	up, newest := s.Delivered()[1], ""
	for _, m := range s.Recording() {
		if m.Event == "" && m.Direction == wire.Downstream && m.Index <= up {
			newest = m.Type
		}
	}
	return newest
}

func TestAFiringSaysTheCodeOfWhatItSaid(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	client, server := open(t, s, p)
	say := wire.Content{Error: wire.Fields{Severity: "FATAL", SQLState: "57P01", Message: "bye"}}
	if _, err := s.Arm(wire.Trap{At: wire.Position{Message: "CommandComplete"}, Do: wire.Replace{Say: say}}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Arm(wire.Trap{At: wire.Position{Message: "ReadyForQuery"}, Do: wire.Inject{Say: wire.Content{Unknown: true}}}); err != nil {
		t.Fatal(err)
	}
	send(t, client, query("SELECT 1"))
	expect(t, server, query("SELECT 1"))
	send(t, server, join(tag("SELECT 1"), ready))
	expect(t, client, join(typed('E', "SFATAL\x00VFATAL\x00C57P01\x00Mbye\x00\x00"), typed('!', "no message of PostgreSQL's\x00"), ready))
	var said []string
	for _, m := range s.Recording() {
		if m.Event == wire.Fired {
			said = append(said, m.Type+m.SQLState+m.Severity)
		}
	}
	if len(said) != 2 || said[0] != "ErrorResponse57P01FATAL" || said[1] != "Unknown" {
		t.Errorf("what was said is recorded as %q", said)
	}
}
