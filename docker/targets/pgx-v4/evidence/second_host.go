//go:build ignore

// Of two hosts of which the first is silent the second is never tried: all hosts share one deadline, the context's or connect_timeout,
// which libpq gives to each. In a module with github.com/jackc/pgx/v4: HOST_PORT=127.0.0.1:5432 USER_DB=user/database go run THIS_FILE
package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"github.com/jackc/pgx/v4"
)

func main() {
	silent, _ := net.Listen("tcp", "127.0.0.1:0") // its backlog takes connections, and nobody answers
	_, silentPort, _ := net.SplitHostPort(silent.Addr().String())
	host, port, _ := net.SplitHostPort(os.Getenv("HOST_PORT"))
	user, database, _ := strings.Cut(os.Getenv("USER_DB"), "/")
	began := time.Now()
	_, err := pgx.Connect(context.Background(), fmt.Sprintf("host=127.0.0.1,%s port=%s,%s user=%s dbname=%s sslmode=disable connect_timeout=2",
		host, silentPort, port, user, database))
	fmt.Printf("after %.0f s: %v\n", time.Since(began).Seconds(), err)
}
