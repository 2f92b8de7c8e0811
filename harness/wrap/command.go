package wrap

import (
	"errors"
	"net/url"
	"os"
	"strings"

	"github.com/pgfault/pgfault/harness/internal/libpqenv"
)

// Command is the program, and how it is run.
type Command struct {
	// Argv is the program and its arguments. In each of them {DSN}, {HOST}, {PORT}, {USER}, {PASSWORD}, {DATABASE} and {DIR}
	// stand for the way to the database, and for the run's own folder.
	Argv []string
	// Dir is the folder in which it is run; empty is the current one.
	Dir string
	// TLS gives the program TLS, and a way to the database that asks for it.
	TLS bool
	// Copy is a folder of which each run gets a copy, in which it is run; empty is none.
	Copy string
}

// markVariable is set for each program that is run, and tells whose it is: what leaves its process group is found by it.
const markVariable = "PGFAULT_WRAP"

// address is the way to a database, in parts.
type address struct{ dsn, host, port, user, password, database, sslMode, root, service string }

func addressOf(dsn string) (address, error) {
	u, err := url.Parse(dsn)
	if err != nil {
		return address{}, errNoURL
	}
	password, _ := u.User.Password()
	return address{dsn, u.Hostname(), u.Port(), u.User.Username(), password, strings.TrimPrefix(u.Path, "/"), "disable", "", ""}, nil
}

// argv are the arguments for a database and a folder.
func (c Command) argv(to address, dir string) []string {
	out := make([]string, len(c.Argv))
	for i, arg := range c.Argv {
		out[i] = to.fill(arg, dir)
	}
	return out
}

// fill puts the way to a database, and a folder, into a text.
func (to address) fill(text, dir string) string {
	return strings.NewReplacer("{DSN}", to.dsn, "{HOST}", to.host, "{PORT}", to.port, "{USER}", to.user, "{PASSWORD}", to.password,
		"{DATABASE}", to.database, "{DIR}", dir, "{SERVICE_PORT}", to.service).Replace(text)
}

// environ is the environment for a database, a folder and a mark: that of this process without what is set for libpq, and with the
// way to the database in the variables that libpq and most others look into.
func environ(to address, dir, mark string) []string {
	env := libpqenv.Child(os.Environ())
	env = append(env, "DATABASE_URL="+to.dsn, "PGHOST="+to.host, "PGPORT="+to.port, "PGUSER="+to.user, "PGPASSWORD="+to.password,
		"PGDATABASE="+to.database, "PGSSLMODE="+to.sslMode, "TMPDIR="+dir, markVariable+"="+mark)
	if to.service != "" {
		env = append(env, "PORT="+to.service)
	}
	if to.root != "" {
		env = append(env, "PGSSLROOTCERT="+to.root)
	}
	return env
}

// encrypted is the way to a database with TLS, where a file has the certificate of who signed the server's.
func (to address) encrypted(root string) (address, error) {
	u, err := url.Parse(to.dsn)
	if err != nil {
		return to, errNoURL
	}
	query := u.Query()
	query.Set("sslmode", "verify-full")
	query.Set("sslrootcert", root)
	u.RawQuery = query.Encode()
	to.dsn, to.sslMode, to.root = u.String(), "verify-full", root
	return to, nil
}

// errNoURL says that a DSN can't be read; the error behind it may quote the password.
var errNoURL = errors.New("the rig's DSN is no URL")
