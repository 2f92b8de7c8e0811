package wire

import "github.com/pgfault/pgfault/harness/internal/certs"

// Authority signs certificates for tests.
type Authority = certs.Authority

// CertificateKind is what is right or wrong with a certificate.
type CertificateKind = certs.Kind

// The kinds of certificates.
const (
	GoodCertificate      = certs.Good
	ExpiredCertificate   = certs.Expired
	WrongHostCertificate = certs.WrongHost
	UntrustedCertificate = certs.Untrusted
)

// NewAuthority makes an authority.
func NewAuthority() (*Authority, error) { return certs.New() }

// Authority is the one that signs what the stage shows to clients.
func (s *Stage) Authority() (*Authority, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cfg.Authority == nil {
		authority, err := certs.New()
		if err != nil {
			return nil, err
		}
		s.cfg.Authority = authority
	}
	return s.cfg.Authority, nil
}
