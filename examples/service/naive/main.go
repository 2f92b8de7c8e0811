// Command naive takes payments over HTTP as one would at first: it tries again where something failed, and waits for as long as it
// takes. pgfault wrap finds what is paid twice, and that it does not recover from a server of which nothing is heard.
package main

import (
	"context"
	"log"
	"net/http"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"
)

func main() {
	ctx := context.Background()
	pool, err := pgxpool.New(ctx, os.Getenv("DATABASE_URL")+"&pool_max_conns=1")
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("GET /ready", func(http.ResponseWriter, *http.Request) {})
	http.HandleFunc("POST /pay", func(w http.ResponseWriter, _ *http.Request) {
		var err error
		for range 3 {
			if _, err = pool.Exec(ctx, "INSERT INTO payment VALUES (gen_random_uuid(), 100)"); err == nil {
				return
			}
		}
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil)) //nolint:gosec // it is naive
}
