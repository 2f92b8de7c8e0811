//go:build ignore

// Listen returns before the server has answered: a refusal is told to nobody, and what is notified at once is lost.
// In a module with github.com/go-pg/pg/v10: DATABASE_URL=postgres://…?sslmode=disable go run THIS_FILE
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/go-pg/pg/v10"
)

func main() {
	options, err := pg.ParseURL(os.Getenv("DATABASE_URL"))
	if err != nil {
		panic(err)
	}
	db := pg.Connect(options)
	_, err = db.Exec("SELECT 1") // a connection is there to notify on
	fmt.Println("connected:", err)
	lost := 0
	for i := 0; i < 100; i++ {
		channel := fmt.Sprintf("evidence_%d", i)
		listener := db.Listen(context.Background())
		if err := listener.Listen(context.Background(), channel); err != nil {
			panic(err)
		}
		if _, err := db.Exec("NOTIFY " + channel); err != nil {
			panic(err)
		}
		if _, _, err := listener.ReceiveTimeout(context.Background(), 200*time.Millisecond); err != nil {
			lost++
		}
		_ = listener.Close()
	}
	fmt.Println("of 100 notifications that were sent after Listen had returned, lost:", lost)
}
