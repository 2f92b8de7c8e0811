// Command service takes payments over HTTP, each once, whatever happens to its connections: pgfault wrap finds it good at every
// point. Who pays names the payment by a key, so that it may be tried again; each try has its time, and so has the request.
//
//	service        serves on PORT, with the database at DATABASE_URL
//	service pay    asks it for a payment, and exits 0 where it was made
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// The limits of a try, of a request with all its tries, and of who asks.
const (
	tryLimit     = 400 * time.Millisecond
	requestLimit = 2 * time.Second
	askLimit     = 6 * time.Second
)

func main() {
	run := serve
	if len(os.Args) > 1 && os.Args[1] == "pay" {
		run = pay
	}
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func serve() error {
	cfg, err := pgxpool.ParseConfig(os.Getenv("DATABASE_URL"))
	if err != nil {
		return err
	}
	cfg.ConnConfig.ConnectTimeout = tryLimit
	pool, err := pgxpool.NewWithConfig(context.Background(), cfg)
	if err != nil {
		return err
	}
	defer pool.Close()
	http.HandleFunc("GET /ready", func(http.ResponseWriter, *http.Request) {})
	http.HandleFunc("POST /pay", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), requestLimit)
		defer cancel()
		if err := payOnce(ctx, pool, r.FormValue("key")); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
		}
	})
	server := &http.Server{Addr: "127.0.0.1:" + os.Getenv("PORT"), ReadHeaderTimeout: requestLimit}
	return server.ListenAndServe()
}

// payOnce tries until the payment is there, or its time is over. A key that is there already was paid by a try before.
func payOnce(ctx context.Context, pool *pgxpool.Pool, key string) error {
	for {
		err := try(ctx, pool, key)
		if err == nil || ctx.Err() != nil {
			return err
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-ctx.Done():
			return err
		}
	}
}

func try(ctx context.Context, pool *pgxpool.Pool, key string) error {
	ctx, cancel := context.WithTimeout(ctx, tryLimit)
	defer cancel()
	_, err := pool.Exec(ctx, "INSERT INTO payment VALUES ($1, 100) ON CONFLICT DO NOTHING", key)
	return err
}

// pay asks the service for a payment.
func pay() error {
	ctx, cancel := context.WithTimeout(context.Background(), askLimit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://127.0.0.1:"+os.Getenv("PORT")+"/pay?key=november", nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	if err := resp.Body.Close(); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("not paid: %s", resp.Status)
	}
	return nil
}
