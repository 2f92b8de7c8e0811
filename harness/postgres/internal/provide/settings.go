package provide

import (
	"cmp"
	"strconv"
	"strings"
)

// Settings are lines for the end of postgresql.conf, the same for every server that is made here. They stand in the
// file, not on the command line, so that ALTER SYSTEM can change them.
//
// Durability is off, since no test outlives its server; everything that a client could notice is as in production.
func Settings(port int, listen string, req Request) string {
	return strings.Join([]string{
		"",
		"# pgfault",
		"listen_addresses = '" + listen + "'",
		"port = " + strconv.Itoa(port),
		"unix_socket_directories = ''",
		"max_connections = 200",
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
		"log_checkpoints = off",
		"lc_messages = '" + cmp.Or(req.Messages, "C") + "'",
		"timezone = 'UTC'",
		"log_timezone = 'UTC'",
		"",
	}, "\n")
}

// HBA is the whole of pg_hba.conf: every user of every database proves who it is by scram-sha-256.
const HBA = "host all all all scram-sha-256\nhost replication all all scram-sha-256\n"
