package provide

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// Settings are lines for the end of postgresql.conf, the same for every server that is made here. They stand in the
// file, not on the command line, so that ALTER SYSTEM can change them.
//
// Durability is off, since no test outlives its server; everything that a client could notice is as in production.
func Settings(port int, listen string, req Request) string {
	connections := 200
	if req.Private {
		// Few use it, and a fault takes them all.
		connections = 30
	}
	lines := []string{
		"",
		"# pgfault",
		"listen_addresses = '" + listen + "'",
		"port = " + strconv.Itoa(port),
		"unix_socket_directories = ''",
		"max_connections = " + strconv.Itoa(connections),
		"max_prepared_transactions = 10",
		"password_encryption = 'scram-sha-256'",
		"fsync = off",
		"full_page_writes = off",
		"shared_buffers = 32MB",
		"min_wal_size = 16MB",
		// Kept in the data folder, so that a server which was killed leaves nothing elsewhere.
		"dynamic_shared_memory_type = mmap",
		// An autovacuum worker on the template would make CREATE DATABASE wait.
		"autovacuum = off",
		"jit = off",
		// No process that launches what nobody subscribes to.
		"max_logical_replication_workers = 0",
		"log_checkpoints = off",
		"log_line_prefix = '" + LogPrefix + "'",
		"lc_messages = '" + cmp.Or(req.Messages, "C") + "'",
		"timezone = 'UTC'",
		"log_timezone = 'UTC'",
	}
	if req.TLS != nil {
		lines = append(lines, "ssl = on", "ssl_cert_file = '"+CertificateFile+"'", "ssl_key_file = '"+KeyFile+"'")
	}
	if req.Standby {
		// A standby begins where the data folder ends, however much was written since.
		lines = append(lines, "wal_keep_size = 64MB")
	}
	return strings.Join(append(lines, ""), "\n")
}

// The files, in the data folder, of a server that has TLS.
const (
	CertificateFile = "server.crt"
	KeyFile         = "server.key"
)

// StandbySettings are further lines for a standby of the server at that address, which it finds again soon.
func StandbySettings(host string, port int, password string) string {
	return fmt.Sprintf(`
primary_conninfo = 'host=%s port=%d user=postgres password=%s application_name=%s'
wal_retrieve_retry_interval = 50ms
`, host, port, password, Standby)
}

// Standby is the name by which the server knows its standby, for synchronous_standby_names.
const Standby = "pgfault_standby"

// HBA is the whole of pg_hba.conf: every user of every database proves who it is by scram-sha-256. Where there is TLS, a
// client may do without: whether it does is what its DSN says.
const HBA = "host replication all all scram-sha-256\nhost all all all scram-sha-256\n"
