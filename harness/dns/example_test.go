package dns_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/dns"
	"github.com/pgfault/pgfault/pgdiag"
)

// A program that asks our name server instead of its system's: nobody knows the host, nobody answers, and then it leads
// where nobody listens.
func ExampleServer() {
	ctx := context.Background()
	names, err := dns.Listen(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = names.Close() }()
	cfg, err := pgx.ParseConfig("postgres://app@db.pgfault.test:1/shop?sslmode=disable")
	if err != nil {
		fmt.Println(err)
		return
	}
	cfg.LookupFunc = names.Resolver().LookupHost

	connect := func() {
		ctx, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
		defer cancel()
		_, err := pgx.ConnectConfig(ctx, cfg)
		fmt.Println(pgdiag.Diagnose(err).Condition, errors.Is(err, context.DeadlineExceeded))
	}
	connect() // Of a host that was never set it says that there is none.
	names.Set("db.pgfault.test", dns.Answer{Silent: true})
	connect()
	names.Set("db.pgfault.test", dns.Answer{Addrs: []netip.Addr{netip.MustParseAddr("127.0.0.1")}})
	connect()
	fmt.Println("asked:", names.Asked("db.pgfault.test") > 0)

	// Output:
	// host_not_found false
	// connect_timeout true
	// connection_refused false
	// asked: true
}
