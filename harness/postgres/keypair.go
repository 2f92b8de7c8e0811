package postgres

import "crypto/tls"

// KeyPair is the certificate that the server shows, with its key: one who has it can stand before the server, and a client
// that binds its channel to the certificate does not notice. Without one, the reason.
func (s *Server) KeyPair() (_ *tls.Certificate, reason string) {
	if s.encrypted == nil {
		return nil, "the server has no TLS of ours"
	}
	pair, err := tls.X509KeyPair([]byte(s.encrypted.server.Certificate), []byte(s.encrypted.server.Key))
	if err != nil {
		return nil, err.Error()
	}
	return &pair, ""
}
