package fault

import (
	"encoding/json"
	"reflect"

	"github.com/pgfault/pgfault/harness/wire"
)

// Position is where a fault waits; ok is false where it waits for no place in the conversation.
func Position(f Fault) (at wire.Position, ok bool) {
	v := reflect.ValueOf(f)
	if v.Kind() != reflect.Struct {
		return at, false
	}
	field := v.FieldByName("At")
	if !field.IsValid() {
		return at, false
	}
	at, ok = field.Interface().(wire.Position)
	return at, ok
}

// Where says in words where a fault is to act: its position, or else its fields, where it has any.
func Where(f Fault) string {
	if at, ok := Position(f); ok {
		return at.String()
	}
	data, err := json.Marshal(f)
	if err != nil || string(data) == "{}" {
		return ""
	}
	return string(data)
}

// Instead says in words what came where a fault was to act, and did not: of messages, which are those that were recorded
// since it was injected.
func Instead(f Fault, messages []wire.Message) string {
	at, _ := Position(f)
	return at.Instead(messages)
}

// NotMet tells whether a fault did not act since the client did something else than it waits for: of messages, which are those
// that were recorded since it was injected.
func NotMet(f Fault, messages []wire.Message) bool {
	at, ok := Position(f)
	if _, is := f.(ZeroWindow); is && ok && !at.Now() && len(messages) > 0 {
		return true // who waits for an answer before it writes on fills no buffers
	}
	return ok && at.NotMet(messages)
}
