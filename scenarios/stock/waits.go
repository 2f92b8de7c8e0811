package stock

import "fmt"

// LockWait is true while some session of the scenario's database waits for a lock.
var LockWait = LockWaits(1)

// LockWaits is true while at least n sessions of the scenario's database wait for a lock.
func LockWaits(n int) string {
	return fmt.Sprintf("SELECT count(*) >= %d FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", n)
}

// Sleeps is true while some session of the scenario's database is in pg_sleep.
const Sleeps = `SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`
