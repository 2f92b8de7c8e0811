package wrap_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wrap"
)

// A service whose readiness is what it writes keeps its sessions, and so what it has left in them. With TLS it is all the same.
func TestATemporaryTableOfAServiceIsALeak(t *testing.T) {
	t.Parallel()
	for _, tls := range []bool{false, true} {
		t.Run(fmt.Sprintf("TLS %t", tls), func(t *testing.T) {
			t.Parallel()
			cfg := program("hoarder")
			cfg.Command.TLS = tls
			cfg.Service = &wrap.Service{Ready: "it listens", Load: []string{os.Args[0], act, "asker", "http://127.0.0.1:{SERVICE_PORT}/"}, Recover: 10 * time.Second}
			cfg.Within = 30 * time.Second // a load that is cut off takes its session, and what is in it, along
			cfg.Point = "error:before:INSERT-basket_1-VALUES:1"
			class, r := worst(wrapped(t, cfg))
			if class != wrap.Leaks || r.Outcome != verdict.Fail || !strings.Contains(r.Reason, "1 temporary table more than without a fault was left in its sessions: ") || !strings.Contains(r.Reason, "basket_1") {
				t.Errorf("it is %q, %s: %s", class, r.Outcome, r.Reason)
			}
		})
	}
}

// What was in the sessions of a server that crashed is gone with them.
func TestARestartTakesTheTemporaryTablesOfAService(t *testing.T) {
	t.Parallel()
	cfg := program("hoarder")
	cfg.Service = &wrap.Service{Ready: "it listens", Load: []string{os.Args[0], act, "asker", "http://127.0.0.1:{SERVICE_PORT}/"}, Recover: 20 * time.Second}
	cfg.Within = 30 * time.Second
	cfg.Point = "restart:before:INSERT-basket_1-VALUES:1"
	if class, r := worst(wrapped(t, cfg)); class != wrap.Good {
		t.Errorf("it is %q, %s: %s", class, r.Outcome, r.Reason)
	}
}

// hoard serves one connection's work, each time in a temporary table of its own.
func hoard() error {
	ctx := patience()
	pool, err := pgxpool.New(ctx, os.Getenv("DATABASE_URL"))
	if err != nil {
		return err
	}
	n := 0
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		n++
		table := fmt.Sprintf("basket_%d", n)
		for _, sql := range []string{"CREATE TEMPORARY TABLE " + table + " (item int)", "INSERT INTO " + table + " VALUES (1)", "DROP TABLE " + table} {
			if _, err := pool.Exec(r.Context(), sql); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
		}
	})
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:"+os.Getenv("PORT"))
	if err != nil {
		return err
	}
	fmt.Println("it listens")
	return (&http.Server{ReadHeaderTimeout: time.Minute}).Serve(ln)
}

func ask(url string) error {
	resp, err := http.Get(url) //nolint:gosec // the service that this test has started
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if body, _ := io.ReadAll(resp.Body); resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", resp.Status, body)
	}
	return nil
}
