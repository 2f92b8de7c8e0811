package provide_test

import (
	"context"
	"errors"
	"testing"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

type fakeContainer struct{ removed int }

var errRemove = errors.New("can't be removed")

func (t *fakeContainer) Remove(context.Context) error {
	t.removed++
	return errRemove
}

func TestContainerPool(t *testing.T) {
	pool := new(provide.ContainerPool)
	first, second, other := new(fakeContainer), new(fakeContainer), new(fakeContainer)
	for _, put := range []struct {
		key  string
		what *fakeContainer
	}{{"a", first}, {"a", second}, {"b", other}} {
		if !pool.Put(put.key, put.what) {
			t.Error("an open pool keeps nothing")
		}
	}
	if pool.Take("a") != provide.PooledContainer(second) {
		t.Error("what was put last is not taken first")
	}
	if pool.Take("c") != nil {
		t.Error("took what nobody put")
	}
	if err := pool.Close(t.Context()); !errors.Is(err, errRemove) {
		t.Errorf("closed with %v", err)
	}
	if first.removed != 1 || second.removed != 0 || other.removed != 1 {
		t.Errorf("removed %d, %d, %d times", first.removed, second.removed, other.removed)
	}
	if pool.Put("a", second) || pool.Take("a") != nil {
		t.Error("a closed pool keeps something")
	}
}

func TestNoContainerPool(t *testing.T) {
	var none *provide.ContainerPool
	if none.Put("a", new(fakeContainer)) || none.Take("a") != nil || none.Close(t.Context()) != nil {
		t.Error("a pool that is none keeps something")
	}
}
