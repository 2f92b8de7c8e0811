package pgdiag

import (
	"fmt"
	"log/slog"
)

// ReplacedError is a hook of the config that was set after Attach in the place of the Tracker's own. What the Tracker can't
// see any more it does not claim.
type ReplacedError struct{ Hook string }

// Error implements error.
func (e *ReplacedError) Error() string {
	return fmt.Sprintf("pgdiag: %s was set after Attach, which must come last: less is known of the connections now", e.Hook)
}

// Err is what keeps the Tracker from seeing what it was attached for: a *ReplacedError, or nil where nothing does. It is
// known from the first connection on.
func (t *Tracker) Err() error {
	if t == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.replaced
}

// hookReplaced says once that a hook was replaced.
func (t *Tracker) hookReplaced(hook string) {
	t.mu.Lock()
	said := t.replaced != nil
	if !said {
		t.replaced = &ReplacedError{hook}
	}
	err := t.replaced
	t.mu.Unlock()
	if !said {
		slog.Warn(err.Error(), "hook", hook)
	}
}
