package native

import (
	"os"
	"os/user"
	"strconv"
	"syscall"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// unprivileged gives the user to run PostgreSQL as: nil, for the present one, unless that is root, as whom PostgreSQL
// refuses to run.
func unprivileged() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		account, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(account.Uid, 10, 32)
		if err != nil || uid == 0 {
			continue
		}
		gid, err := strconv.ParseUint(account.Gid, 10, 32)
		if err != nil {
			continue
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, &provide.UnavailableError{
		Provider: Name,
		Reason:   "started as root, and there is neither a user postgres nor nobody to run PostgreSQL as",
		Advice:   "run as a normal user",
	}
}

// chown gives a file to the account; to nobody else where there is none.
func chown(path string, account *syscall.Credential) error {
	if account == nil {
		return nil
	}
	return os.Lchown(path, int(account.Uid), int(account.Gid))
}
