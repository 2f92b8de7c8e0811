//go:build ignore

// A row with more values than it has columns ends the process: an index out of range, in a goroutine of the caller's.
// In a module with github.com/go-pg/pg/v10: go run THIS_FILE. Its server is a few lines here, and needs no PostgreSQL.
package main

import (
	"fmt"
	"net"

	"github.com/go-pg/pg/v10"
)

func message(kind byte, body string) []byte {
	n := len(body) + 4
	return append([]byte{kind, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}, body...)
}

func main() {
	server, _ := net.Listen("tcp", "127.0.0.1:0")
	go func() {
		for {
			c, _ := server.Accept()
			b := make([]byte, 4096)
			c.Read(b) // the startup
			c.Write(append(message('R', "\x00\x00\x00\x00"), message('Z', "I")...))
			c.Read(b)                                                                                                       // the question
			answer := message('T', "\x00\x01n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x19\xff\xff\xff\xff\xff\xff\x00\x00") // one column
			answer = append(answer, message('D', "\x00\x02\x00\x00\x00\x01a\x00\x00\x00\x01b")...)                          // two values
			c.Write(append(append(answer, message('C', "SELECT 1\x00")...), message('Z', "I")...))
		}
	}()
	db := pg.Connect(&pg.Options{Addr: server.Addr().String(), User: "u", Database: "d"})
	var got []struct{ N string }
	_, err := db.Query(&got, "SELECT n FROM t")
	fmt.Println(err)
}
