// Command go-pg is the shim of go-pg: Connect, which makes a pool, Query and Exec, Begin, CopyFrom. It writes
// arguments into the statement itself.
//
// A COPY takes no context: WithTimeout bounds it, outside of a transaction. Its listener is left out: Listen
// returns before the server has answered, and what is notified then may be lost or not. So is Prepare,
// which keeps the pool's connection until its statement is closed: this pool has one.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"os"
	"strconv"
	"time"

	"github.com/go-pg/pg/v10"

	"github.com/pgfault/pgfault/docker/targets"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/gokit"
)

func main() {
	gokit.Main(gokit.Client[*session, struct{}]{
		Hello: target.Hello{
			Name: "go-pg", Version: targets.Version("github.com/go-pg/pg/v10"),
			Homepage: "https://pg.uptrace.dev", IssuesURL: "https://github.com/go-pg/pg/issues",
			Capabilities: []target.Capability{
				target.CapTx, target.CapCopy, target.CapCancel, target.CapConcurrent, target.CapTyped, target.CapGivenUp,
			},
			Reports: []target.Report{target.ReportSQLState, target.ReportDiagnostics},
			Traits: &target.Traits{
				Cancel: target.CancelRunning, Pool: target.PoolReplaces,
				DSN: []string{"host", "port", "user", "password", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "application_name"},
			},
		},
		Connect:    connect,
		Operations: operations,
		Claim:      claim,
		End:        func(s *session) { _ = s.close(context.Background(), target.Request{}, nil) },
	})
}

// connect makes a pool of one connection, which connects to nothing, and pings.
func connect(ctx context.Context, req target.Request) (*session, error) {
	encryption, err := encryption(req)
	if err != nil {
		return nil, err
	}
	db := pg.Connect(&pg.Options{
		Addr: net.JoinHostPort(req.Host, strconv.Itoa(req.Port)), User: req.User, Password: req.Password, Database: req.Database,
		ApplicationName: req.Parameters["application_name"], TLSConfig: encryption, PoolSize: 1,
	})
	if err := db.Ping(ctx); err != nil {
		_ = db.Close()
		return nil, err
	}
	return &session{db: db}, nil
}

// claim is the error's fields, by their letters.
func claim(err error, claim *target.Error) {
	said, ok := errors.AsType[pg.Error](err)
	if !ok {
		return
	}
	claim.SQLState = said.Field('C')
	claim.Diagnostics = diagnostics(said)
}

// until is the caller's deadline as a time to wait; 0 is none.
func until(ctx context.Context) time.Duration {
	if at, ok := ctx.Deadline(); ok {
		return time.Until(at)
	}
	return 0
}

// encryption is what a program gives for an sslmode: nothing is no encryption.
func encryption(req target.Request) (*tls.Config, error) {
	if req.SSLMode == "" || req.SSLMode == "disable" {
		return nil, nil //nolint:nilnil // which is go-pg's way to say so
	}
	cfg := &tls.Config{ServerName: req.Host, InsecureSkipVerify: req.SSLMode != "verify-full"} //nolint:gosec // it is asked for
	if root := req.Parameters["sslrootcert"]; root != "" {
		pem, err := os.ReadFile(root)
		if err != nil {
			return nil, err
		}
		cfg.RootCAs = x509.NewCertPool()
		cfg.RootCAs.AppendCertsFromPEM(pem)
	}
	if cert := req.Parameters["sslcert"]; cert != "" {
		pair, err := tls.LoadX509KeyPair(cert, req.Parameters["sslkey"])
		if err != nil {
			return nil, err
		}
		cfg.Certificates = []tls.Certificate{pair}
	}
	return cfg, nil
}
