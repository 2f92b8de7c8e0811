package provide

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"path"
	"slices"
	"strings"
)

// PoolerProvider is a provider that can also put a pgbouncer before a server.
type PoolerProvider interface {
	// CheckPooler says whether the provider can give one, and if not, why and what to do. It starts nothing.
	CheckPooler(ctx context.Context) Availability
	// StartPooler gives a pgbouncer that listens. The context bounds the start alone.
	StartPooler(ctx context.Context, req PoolerRequest) (PoolerInstance, error)
}

// PoolerRequest says which pgbouncer is wanted.
type PoolerRequest struct {
	// Upstream is the host and port of the server.
	UpstreamHost, UpstreamPort string
	// User and Password are those of the one who connects, to it and by it.
	User, Password string
	// Mode is session, transaction or statement.
	Mode string
	// TLS is the certificate that it shows to its clients, of which it then takes none without TLS; nil for none.
	TLS *TLS
	// Settings are further settings, by the names of pgbouncer's manual.
	Settings map[string]string
	// Containers keeps what the next one can use; nil keeps nothing.
	Containers *ContainerPool
	// Daemon is who runs it, where somebody does; nil: it is never gone.
	Daemon *Daemon
	// Logger is never nil.
	Logger *slog.Logger
}

// PoolerInstance is a running pgbouncer.
type PoolerInstance interface {
	// Addr is the host:port at which it listens.
	Addr() string
	// Down ends it at once (SIGKILL) and waits for it; Up starts it again on the same port and waits until it listens.
	Down(ctx context.Context) error
	Up(ctx context.Context) error
	// Stop ends it and removes all that it had. It may be called more than once.
	Stop(ctx context.Context) error
}

// The files of a pooler with TLS, in the folder of its userlist.
const (
	PoolerCertificate = "pooler.crt"
	PoolerKey         = "pooler.key"
)

// Ini is the configuration of a pgbouncer of that version; userlist is the file with Userlist in it, and beside it are the
// certificate and its key, where it has them.
func (r PoolerRequest) Ini(version string, port int, userlist string) string {
	lines := []string{
		"[databases]",
		fmt.Sprintf("* = host=%s port=%s", r.UpstreamHost, r.UpstreamPort),
		"[pgbouncer]",
		"listen_addr = 127.0.0.1",
		fmt.Sprintf("listen_port = %d", port),
		"unix_socket_dir =",
		"auth_type = scram-sha-256",
		"auth_file = " + userlist,
		"admin_users = " + ConsoleUser,
		"pool_mode = " + r.Mode,
		"ignore_startup_parameters = extra_float_digits",
		// The next try after a failed login to the server would come after 15 s.
		"server_login_retry = 0.1",
	}
	settings := map[string]string{}
	if CompareVersions(version, "1.21") >= 0 {
		// It can keep its clients' prepared statements, and does so by default from 1.24 on: others know no such setting.
		settings["max_prepared_statements"] = "0"
	}
	if r.TLS != nil {
		settings["client_tls_sslmode"] = "require"
		settings["client_tls_cert_file"] = path.Join(path.Dir(userlist), PoolerCertificate)
		settings["client_tls_ca_file"] = settings["client_tls_cert_file"] // without one it does not start, though it asks for none
		settings["client_tls_key_file"] = path.Join(path.Dir(userlist), PoolerKey)
	}
	maps.Copy(settings, r.Settings)
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		lines = append(lines, name+" = "+settings[name])
	}
	return strings.Join(lines, "\n") + "\n"
}

// PoolerVersion is the version in what pgbouncer --version prints, as 1.24.1; "" where there is none.
func PoolerVersion(printed string) string {
	words := strings.Fields(printed)
	if len(words) < 2 || words[0] != "PgBouncer" {
		return ""
	}
	return words[1]
}

// ConsoleUser is who may give orders at pgbouncer's console, with the password of the ordinary user.
const ConsoleUser = "pgfault_console"

// Userlist is the file of those who may connect. The password is as it is: pgbouncer logs in with it itself.
func (r PoolerRequest) Userlist() string {
	return fmt.Sprintf("%q %q\n%q %q\n", r.User, r.Password, ConsoleUser, r.Password)
}
