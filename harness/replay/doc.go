// Package replay plays the server's side of a stored conversation to any client: what a client was given once, byte by byte, and
// the end that its connection had, each after as many questions as were asked then.
//
// A login is an AuthenticationOk: no password is asked for, since what answered one then is not kept. Encryption is refused, and a
// request to cancel is taken and changes nothing.
package replay
