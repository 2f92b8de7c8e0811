package wire

// Relay passes on between two sockets of a test's own, until both directions have ended.
func Relay(s *Stage, client, server socket) {
	c := newConn(s, 1, client)
	c.join(server)
	s.pass(c)
}
