//go:build ignore

// A context with a deadline does not end a call whose connection is silent: it asks for a cancel, and goes on waiting.
// In a module with github.com/lib/pq: HOST=127.0.0.1:5432 PGUSER=user PGDATABASE=database go run THIS_FILE
package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	_ "github.com/lib/pq"
)

func main() {
	front, _ := net.Listen("tcp", "127.0.0.1:0")
	go func() {
		for client, err := front.Accept(); err == nil; client, err = front.Accept() {
			server, _ := net.Dial("tcp", os.Getenv("HOST"))
			go io.Copy(client, server)
			go func() { // the first question does not arrive: the network is gone, as behind a firewall that has forgotten
				b := make([]byte, 4096)
				for n, err := client.Read(b); err == nil && !strings.Contains(string(b[:n]), "SELECT 42"); n, err = client.Read(b) {
					server.Write(b[:n])
				}
			}()
		}
	}()
	db, _ := sql.Open("postgres", "postgres://"+front.Addr().String()+"?sslmode=disable")
	fmt.Println("connected:", db.Ping())
	ctx, _ := context.WithTimeout(context.Background(), time.Second)
	time.AfterFunc(10*time.Second, func() { fmt.Println("after 10 s it has not returned, with a deadline of 1 s"); os.Exit(1) })
	_, err := db.ExecContext(ctx, "SELECT 42")
	fmt.Println(err)
}
