package provide_test

import (
	"context"
	"errors"
	"testing"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

type thing struct{ removed int }

var errRemove = errors.New("can't be removed")

func (t *thing) Remove(context.Context) error {
	t.removed++
	return errRemove
}

func TestShelf(t *testing.T) {
	shelf := new(provide.Shelf)
	first, second, other := new(thing), new(thing), new(thing)
	for _, put := range []struct {
		key  string
		what *thing
	}{{"a", first}, {"a", second}, {"b", other}} {
		if !shelf.Put(put.key, put.what) {
			t.Error("an open shelf keeps nothing")
		}
	}
	if shelf.Take("a") != provide.Kept(second) {
		t.Error("what was put last is not taken first")
	}
	if shelf.Take("c") != nil {
		t.Error("took what nobody put")
	}
	if err := shelf.Close(t.Context()); !errors.Is(err, errRemove) {
		t.Errorf("closed with %v", err)
	}
	if first.removed != 1 || second.removed != 0 || other.removed != 1 {
		t.Errorf("removed %d, %d, %d times", first.removed, second.removed, other.removed)
	}
	if shelf.Put("a", second) || shelf.Take("a") != nil {
		t.Error("a closed shelf keeps something")
	}
}

func TestNoShelf(t *testing.T) {
	var none *provide.Shelf
	if none.Put("a", new(thing)) || none.Take("a") != nil || none.Close(t.Context()) != nil {
		t.Error("a shelf that is none keeps something")
	}
}
