package wrap_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// jobs is the database of the programs: a row for each job that was done, and the accounts that it moves money between.
const jobs = `CREATE TABLE job (name text PRIMARY KEY); CREATE TABLE payment (amount int);
	CREATE TABLE account (name text PRIMARY KEY, balance int NOT NULL); INSERT INTO account VALUES ('alice', 1000), ('bob', 1000)`

// programs are wrong, each in its way, but for hasty: that one only does not ask what became of its COMMIT.
var programs = map[string]func() int{
	"hasty": func() int { return failed(transfer(deadline())) },
	// It does not look at the error.
	"believing": func() int { _ = transfer(deadline()); return 0 },
	// It runs its transaction again, whatever has become of it, and nothing tells that it was done.
	"zealous": func() (code int) {
		for range 3 {
			if code = failed(pay(deadline())); code == 0 {
				break
			}
		}
		return code
	},
	// It says that its work is done, and then does it.
	"premature": func() int { return failed(premature(deadline())) },
	// It leaves a mark that it has begun, and wants a person where it finds one.
	"dirty": func() int { return failed(marking(deadline())) },
	// It has a message where it can't connect, and else takes for granted that there is no error.
	"careless": func() int {
		err := transfer(deadline())
		if errors.As(err, new(*pgconn.ConnectError)) {
			return failed(err)
		}
		if err != nil {
			panic(err)
		}
		return 0
	},
	// It leaves a process where it fails.
	"forgetful": func() int {
		err := transfer(deadline())
		if err != nil {
			child := exec.Command(os.Args[0], act, "sleeper") //nolint:gosec // it is this test
			child.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
			if err := child.Start(); err != nil {
				return failed(err)
			}
		}
		return failed(err)
	},
	"sleeper": func() int { time.Sleep(time.Minute); return 0 },
	// It tries again and again, at once.
	"stubborn": func() int {
		for transfer(context.Background()) != nil {
			continue
		}
		return 0
	},
	// Where it loses its connection it goes on with the rest on another, and does not think of its transaction. It fails in the end.
	"piecemeal": func() int { return failed(piecemeal(patience())) },
	// It prepares its transaction, and leaves it to somebody else where it can't commit.
	"abandoning": func() int { return failed(prepared(patience())) },
	// It makes a database, and a role, and moves its accounts there.
	"builder": func() int { return failed(build(patience())) },
	// It takes what was not there, for a moment.
	"overdrawn": func() int { return failed(overdraw(patience())) },
	// It works with the files of the folder in which it is run, and takes them away.
	"reader": func() int { return failed(read(patience())) },
	// It is a suite of two tests, each with a connection of its own, and one whose tests share theirs.
	"suite":  func() int { return suite(false) },
	"shared": func() int { return suite(true) },
	// It listens to no signal, and waits for ever.
	"deaf": func() int {
		signal.Ignore(syscall.SIGINT, syscall.SIGTERM)
		return failed(transfer(context.Background()))
	},
	// It gives its tickets their numbers itself, and has the sequence follow; whether it did it does not look.
	"numbering": func() int { return failed(number(patience())) },
	// It keeps a picture as a large object, and then the row that knows of it.
	"picturing": func() int { return failed(picture(patience())) },
	// It is a service that drops its temporary table only where all went well, and the one that asks it.
	"hoarder": func() int { return failed(hoard()) },
	"asker":   func() int { return failed(ask(os.Args[len(os.Args)-1])) },
	// It waits for ever.
	"patient": func() int { return failed(transfer(context.Background())) },
}

// deadline is how long a program has that may meet a silence: less than a run may take.
func deadline() context.Context { return within(programLimit * 3 / 5) }

// patience is how long another has, on a busy machine too.
func patience() context.Context { return within(10 * time.Second) }

func within(d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	context.AfterFunc(ctx, cancel)
	return ctx
}

func failed(err error) int {
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		return 1
	}
	return 0
}

// connected does something on a connection.
func connected(ctx context.Context, do func(*pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, os.Getenv("DATABASE_URL"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	return do(conn)
}

// transfer does its work in a transaction, and knows by a row of its own that it was done.
func transfer(ctx context.Context) error {
	return connected(ctx, func(conn *pgx.Conn) error {
		return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
			done, err := tx.Exec(ctx, "INSERT INTO job VALUES ('november') ON CONFLICT DO NOTHING")
			if err != nil || done.RowsAffected() == 0 {
				return err
			}
			_, err = tx.Exec(ctx, "UPDATE account SET balance = balance - 100 WHERE name = 'alice'")
			return err
		})
	})
}

func pay(ctx context.Context) error {
	return connected(ctx, func(conn *pgx.Conn) error {
		return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO payment VALUES (100)")
			return err
		})
	})
}

func premature(ctx context.Context) error {
	return connected(ctx, func(conn *pgx.Conn) error {
		done, err := conn.Exec(ctx, "INSERT INTO job VALUES ('november') ON CONFLICT DO NOTHING")
		if err != nil || done.RowsAffected() == 0 {
			return err
		}
		_, err = conn.Exec(ctx, "INSERT INTO payment VALUES (100)")
		return err
	})
}

func marking(ctx context.Context) error {
	return connected(ctx, func(conn *pgx.Conn) error {
		if _, err := conn.Exec(ctx, "INSERT INTO job VALUES ('dirty')"); err != nil {
			return fmt.Errorf("somebody must look: %w", err)
		}
		if _, err := conn.Exec(ctx, "UPDATE account SET balance = 0 WHERE name = 'alice'"); err != nil {
			return err
		}
		_, err := conn.Exec(ctx, "DELETE FROM job WHERE name = 'dirty'")
		return err
	})
}

func piecemeal(ctx context.Context) error {
	var lost error
	steps := []string{
		"BEGIN", "INSERT INTO job VALUES ('one') ON CONFLICT DO NOTHING", "INSERT INTO job VALUES ('two') ON CONFLICT DO NOTHING",
		"INSERT INTO job VALUES ('three') ON CONFLICT DO NOTHING", "COMMIT",
	}
	for range 2 {
		err := connected(ctx, func(conn *pgx.Conn) error {
			for ; len(steps) > 1 || lost == nil && len(steps) > 0; steps = steps[1:] {
				if _, err := conn.Exec(ctx, steps[0]); err != nil {
					return err
				}
			}
			return nil
		})
		if err == nil {
			break
		}
		lost = err
	}
	return lost
}

func prepared(ctx context.Context) error {
	return connected(ctx, func(conn *pgx.Conn) error {
		for _, sql := range []string{"BEGIN", "INSERT INTO payment VALUES (1)", "PREPARE TRANSACTION 'payment'", "COMMIT PREPARED 'payment'"} {
			if _, err := conn.Exec(ctx, sql); err != nil {
				return err
			}
		}
		return nil
	})
}

func build(ctx context.Context) error {
	err := connected(ctx, func(conn *pgx.Conn) error {
		for _, sql := range []string{
			"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'clerk') THEN CREATE ROLE clerk; END IF; END $$", "DROP DATABASE IF EXISTS ledger", "CREATE DATABASE ledger",
		} {
			if _, err := conn.Exec(ctx, sql); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	cfg, err := pgx.ParseConfig(os.Getenv("DATABASE_URL"))
	if err != nil {
		return err
	}
	cfg.Database = "ledger"
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, "CREATE TABLE entry (amount int); INSERT INTO entry VALUES (100)")
	return err
}

func overdraw(ctx context.Context) error {
	return connected(ctx, func(conn *pgx.Conn) error {
		for _, sql := range []string{"UPDATE account SET balance = -1 WHERE name = 'alice'", "SELECT pg_sleep(0.1)", "UPDATE account SET balance = 1 WHERE name = 'alice'"} {
			if _, err := conn.Exec(ctx, sql); err != nil {
				return err
			}
		}
		return nil
	})
}

func read(ctx context.Context) error {
	sql, err := os.ReadFile("work.sql")
	if err != nil {
		return err
	}
	if err := os.Remove("work.sql"); err != nil {
		return err
	}
	return connected(ctx, func(conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, string(sql))
		return err
	})
}

// suite runs two tests, and says what becomes of them as go test -json does.
func suite(share bool) (code int) {
	ctx := patience()
	say := func(action, test string) {
		fmt.Printf("{\"Time\":%q,\"Action\":%q,\"Package\":\"shop\",\"Test\":%q}\n", time.Now().Format(time.RFC3339Nano), action, test)
	}
	var conn *pgx.Conn
	for _, test := range []string{"TestPay", "TestAsk"} {
		say("run", test)
		var err error
		if conn == nil || !share {
			conn, err = pgx.Connect(ctx, os.Getenv("DATABASE_URL"))
		}
		if err == nil {
			_, err = conn.Exec(ctx, "INSERT INTO job VALUES ('"+test+"') ON CONFLICT DO NOTHING")
		}
		if err != nil {
			fmt.Println("    not done:", err)
			say("fail", test)
			code = 1
			continue
		}
		if !share {
			_ = conn.Close(ctx)
		}
		say("pass", test)
	}
	return code
}

func number(ctx context.Context) error {
	return connected(ctx, func(conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, "INSERT INTO ticket (id) VALUES (1), (2), (3) ON CONFLICT DO NOTHING")
		if err == nil {
			_, _ = conn.Exec(ctx, "SELECT setval('ticket_id_seq', 3)")
		}
		return err
	})
}

func picture(ctx context.Context) error {
	return connected(ctx, func(conn *pgx.Conn) error {
		var oid uint32
		err := conn.QueryRow(ctx, "SELECT lo_from_bytea(0, 'a picture')").Scan(&oid)
		if err == nil {
			_, err = conn.Exec(ctx, "INSERT INTO picture (name, at) VALUES ('cat', $1) ON CONFLICT DO NOTHING", oid)
		}
		return err
	})
}
