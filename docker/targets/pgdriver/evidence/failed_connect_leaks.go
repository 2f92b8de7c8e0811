//go:build ignore

// A connect that fails after the dial leaves its socket open. The server is a few lines here: it takes connections, and says nothing.
// In a module with github.com/uptrace/bun/driver/pgdriver: go run THIS_FILE
package main

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/uptrace/bun/driver/pgdriver"
)

func main() {
	server, _ := net.Listen("tcp", "127.0.0.1:0")
	go func() {
		var held []net.Conn
		for {
			c, _ := server.Accept()
			held = append(held, c)
		}
	}()
	sockets := func() int { all, _ := os.ReadDir("/proc/self/fd"); return len(all) }
	db := sql.OpenDB(pgdriver.NewConnector(pgdriver.WithDSN("postgres://u@"+server.Addr().String()+"/d?sslmode=disable"),
		pgdriver.WithDialTimeout(100*time.Millisecond), pgdriver.WithReadTimeout(100*time.Millisecond)))
	before := sockets()
	for i := 0; i < 20; i++ {
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		if err := db.PingContext(ctx); i == 0 {
			fmt.Println("a connect fails:", err)
		}
		cancel()
	}
	fmt.Println("after 20 of them, files that are open and were not before:", sockets()-before, "of which the server has 20; db.Stats():", db.Stats().OpenConnections)
}
