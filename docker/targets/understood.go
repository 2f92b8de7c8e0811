package targets

// LibPQ are the parameters of libpq's that the documentation of pq.Config lists. What else there is goes to the server, as a
// setting of the session.
var LibPQ = []string{
	"host", "hosts", "hostaddr", "port", "dbname", "user", "password", "passfile", "options", "application_name", "fallback_application_name",
	"sslmode", "sslnegotiation", "sslcert", "sslkey", "sslrootcert", "sslsni", "ssl_min_protocol_version", "ssl_max_protocol_version", "sslinline",
	"krbsrvname", "krbspn", "connect_timeout", "binary_parameters", "client_encoding", "datestyle", "tz", "geqo", "target_session_attrs",
	"load_balance_hosts", "min_protocol_version", "max_protocol_version", "service",
}

// Pgdriver are those that bun's driver understands.
var Pgdriver = []string{"host", "port", "user", "password", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "application_name", "connect_timeout"}
