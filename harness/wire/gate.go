package wire

import "sync/atomic"

// gate stops one direction of a connection until it is opened.
type gate struct {
	open chan struct{}
	next *gate // the one that was there before
}

// gates are the gates of one direction, the newest first. Looking whether there is one costs a load.
type gates struct {
	top   atomic.Pointer[gate]
	ended atomic.Bool // by us: nothing can be written any more
}

// shut puts a gate that opens when open is closed.
func (g *gates) shut(open chan struct{}) {
	for {
		top := g.top.Load()
		if g.top.CompareAndSwap(top, &gate{open: open, next: top}) {
			return
		}
	}
}

// wait returns when no gate is shut, or false when done comes first.
func (g *gates) wait(done <-chan struct{}) bool {
	for {
		top := g.top.Load()
		if top == nil {
			return true
		}
		select {
		case <-top.open:
			g.top.CompareAndSwap(top, top.next)
		case <-done:
			return false
		}
	}
}
