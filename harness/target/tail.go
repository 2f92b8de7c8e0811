package target

import (
	"strings"
	"sync"
)

// tailMax bounds what is kept of a log, in bytes.
const tailMax = 64 << 10

// tail is a log that keeps its end.
type tail struct {
	mu      sync.Mutex
	kept    []byte
	dropped bool
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = append(t.kept, p...)
	if over := len(t.kept) - tailMax; over > 0 {
		t.kept = append(t.kept[:0], t.kept[over:]...)
		t.dropped = true
	}
	return len(p), nil
}

// peek gives what is kept.
func (t *tail) peek() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text()
}

// take gives what is kept, and starts anew.
func (t *tail) take() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	text := t.text()
	t.kept, t.dropped = nil, false
	return text
}

func (t *tail) text() string {
	text := strings.ToValidUTF8(string(t.kept), "\ufffd")
	if t.dropped {
		return "[…]" + text
	}
	return text
}
