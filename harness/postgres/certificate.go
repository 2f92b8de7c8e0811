package postgres

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"time"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// Certificate is what is right or wrong with the certificate that a server shows.
type Certificate string

// The certificates. All but Untrusted are signed by the authority that the DSN names as sslrootcert.
const (
	// Trusted is one with which a client has nothing to find fault.
	Trusted Certificate = "trusted"
	// Expired ended an hour ago.
	Expired Certificate = "expired"
	// WrongHost is for another host.
	WrongHost Certificate = "wrong_host"
	// Untrusted is signed by an authority that nobody has heard of.
	Untrusted Certificate = "untrusted"
)

// errCertificate says that there is no certificate of that name.
var errCertificate = errors.New("certificate is trusted, expired, wrong_host or untrusted")

// authority signs certificates. It is made anew for each server, and its key is kept nowhere.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newAuthority() (authority, error) {
	template := &x509.Certificate{
		Subject: pkix.Name{CommonName: "pgfault authority"}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign, SerialNumber: big.NewInt(1),
		NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return authority{}, fmt.Errorf("make key: %w", err)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return authority{}, fmt.Errorf("make certificate of authority: %w", err)
	}
	certificate, err := x509.ParseCertificate(der)
	return authority{certificate: certificate, key: key}, err
}

// issue makes a server's certificate, signed by the authority.
func (a authority) issue(kind Certificate) (*provide.TLS, error) {
	template := &x509.Certificate{
		Subject: pkix.Name{CommonName: "localhost"}, SerialNumber: big.NewInt(2),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		NotBefore: a.certificate.NotBefore, NotAfter: a.certificate.NotAfter,
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	switch kind {
	case Trusted, Untrusted:
	case Expired:
		template.NotAfter = time.Now().Add(-time.Hour)
	case WrongHost:
		template.Subject.CommonName = "elsewhere.invalid"
		template.DNSNames, template.IPAddresses = []string{"elsewhere.invalid"}, nil
	default:
		return nil, errCertificate
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make key: %w", err)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, key.Public(), a.key)
	if err != nil {
		return nil, fmt.Errorf("make certificate: %w", err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("write key: %w", err)
	}
	return &provide.TLS{
		Certificate: block("CERTIFICATE", der),
		Key:         block("PRIVATE KEY", private),
	}, nil
}

func block(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}
