package layer_test

import (
	"path/filepath"
	"strings"
	"testing"
)

// of is a setup that is a connection string and nothing else.
func of(name, dsn string) setup {
	return setup{name, func(t *testing.T) (string, map[string]string) {
		for _, v := range []string{"PGHOST", "PGSERVICE", "PGUSER", "PGDATABASE"} {
			t.Setenv(v, "")
		}
		return dsn, nil
	}}
}

// stringSetups are connection strings that are wrong by themselves.
var stringSetups = []setup{
	of("no connection string", ""),
	of("a port that is no number", "postgres://app:"+secret+"@127.0.0.1:port/shop"),
	of("another scheme", "postgress://app:"+secret+"@127.0.0.1:5432/shop"),
	of("an @ in the password", "postgres://app:"+secret+"@"+secret+"@127.0.0.1:x/shop"),
	of("a / in the password", "postgres://app:"+secret+"/"+secret+"@127.0.0.1:5432/shop"),
	of("a % in the password", "postgres://app:100%"+secret+"@127.0.0.1:5432/shop"),
	of("no host, and the password for the port", "postgres://app:"+secret),
	of("a blank in the password", "host=127.0.0.1 user=app password=my "+secret+" port=5432"),
	of("a quote without end", "host=127.0.0.1 user=app password='"+secret+" port=5432"),
	of("an & in the password", "postgres://app@127.0.0.1/shop?password=a&"+secret+"&sslmode=disable"),
	of("no scheme", "app:"+secret+"@127.0.0.1/shop"),
	of("an sslmode that is none", "postgres://app:"+secret+"@127.0.0.1/shop?sslmode=on"),
	of("a file of authorities that is not there", "postgres://app:"+secret+"@127.0.0.1/shop?sslmode=verify-full&sslrootcert=/no/such/root.crt"),
	of("a timeout that is no number", "postgres://app:"+secret+"@127.0.0.1/shop?connect_timeout=soon"),
	of("a name that does not resolve", "postgres://app:"+secret+"@"+strings.Repeat("long", 20)+".invalid/shop"),
	of("no way to the address", "postgres://app:"+secret+"@255.255.255.255/shop?sslmode=disable"),
	{"no socket", func(t *testing.T) (string, map[string]string) {
		return "host=" + filepath.Join(t.TempDir(), "run") + " user=app password=" + secret + " dbname=shop", nil
	}},
}
