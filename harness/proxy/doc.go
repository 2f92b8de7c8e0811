// Package proxy assembles what a client talks to: the wire stage, then toxiproxy, then the server.
//
// Of toxiproxy it uses what makes it toxiproxy, the collection of toxics and the links that run them, by its exported
// functions. Each connection has a collection of its own, since it is decided here which connections a toxic acts on. The
// listener is ours: that of toxiproxy can't be stopped while a connect to the server hangs, and a link whose receiver is gone
// never ends its goroutines. Here the receiver never fails: it swallows what can't be delivered.
package proxy
