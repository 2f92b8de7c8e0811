package proxy

import (
	"sync"
	"time"

	toxi "github.com/Shopify/toxiproxy/v2/toxics"

	"github.com/pgfault/pgfault/harness/internal/crash"
)

// Toxics of toxiproxy that close a link by themselves leave it to nobody to take what still comes, and the goroutines
// before them wait for ever. These take it. They are registered beside the originals, and stand in for them here.

type drainedTimeout struct{ toxi.TimeoutToxic }

func (t *drainedTimeout) Pipe(stub *toxi.ToxicStub) {
	t.TimeoutToxic.Pipe(stub)
	drain(stub)
}

func (t *drainedTimeout) Cleanup(stub *toxi.ToxicStub) {
	t.TimeoutToxic.Cleanup(stub)
	go func() {
		defer crash.Guard()
		drain(stub)
	}()
}

type drainedLimit struct{ toxi.LimitDataToxic }

func (t *drainedLimit) Pipe(stub *toxi.ToxicStub) {
	t.LimitDataToxic.Pipe(stub)
	drain(stub)
}

type drainedReset struct{ toxi.ResetToxic }

// Pipe does what toxiproxy's does, which can't be interrupted while it waits: a removal would take as long.
func (t *drainedReset) Pipe(stub *toxi.ToxicStub) {
	select {
	case <-stub.Interrupt:
		return
	case <-stub.Input: // it is dropped
	}
	timer := time.NewTimer(time.Duration(t.Timeout) * time.Millisecond)
	defer timer.Stop()
	select {
	case <-stub.Interrupt:
		return
	case <-timer.C:
	}
	stub.Close()
	drain(stub)
}

func drain(stub *toxi.ToxicStub) {
	if stub.Closed() {
		for range stub.Input {
			continue // nobody is there to take it
		}
	}
}

// DrainedPrefix begins the types of toxics that are ours alone.
const DrainedPrefix = "pgfault_drained_"

var prepare = sync.OnceFunc(func() {
	discardLogs()
	toxi.Register(DrainedPrefix+"timeout", new(drainedTimeout))
	toxi.Register(DrainedPrefix+"limit_data", new(drainedLimit))
	toxi.Register(DrainedPrefix+"reset_peer", new(drainedReset))
})

// typeName is the registered name of a toxic by its name in toxiproxy's documentation.
func typeName(name string) string {
	switch name {
	case "timeout", "limit_data", "reset_peer":
		return DrainedPrefix + name
	}
	return name
}
