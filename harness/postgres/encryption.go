package postgres

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/pgfault/pgfault/harness/internal/owner"
	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// encryption is what a server with TLS has beside its certificate: a file with the authority that its clients trust, in a
// folder whose name says whose it is.
type encryption struct {
	folder string
	root   string
	server *provide.TLS
}

// encrypt makes what a server with such a certificate takes; nil for none.
func encrypt(kind Certificate) (_ *encryption, err error) {
	if kind == "" {
		return nil, nil
	}
	trusted, err := newAuthority()
	if err != nil {
		return nil, err
	}
	signer := trusted
	if kind == Untrusted {
		if signer, err = newAuthority(); err != nil {
			return nil, err
		}
	}
	e := &encryption{}
	if e.server, err = signer.issue(kind); err != nil {
		return nil, fmt.Errorf("make certificate: %w", err)
	}
	if e.folder, err = os.MkdirTemp("", owner.FolderPrefix()); err != nil {
		return nil, fmt.Errorf("make folder for certificate: %w", err)
	}
	e.root = filepath.Join(e.folder, "root.crt")
	// It is no secret, and the program that is tested may run as another user.
	err = errors.Join(os.Chmod(e.folder, 0o755), os.WriteFile(e.root, []byte(block("CERTIFICATE", trusted.certificate.Raw)), 0o644))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("write certificate: %w", err), e.remove())
	}
	return e, nil
}

func (e *encryption) remove() error {
	if e == nil {
		return nil
	}
	if err := os.RemoveAll(e.folder); err != nil {
		return fmt.Errorf("remove certificate: %w", err)
	}
	return nil
}
