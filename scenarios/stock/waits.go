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

// CancelRunning and TerminateRunning end what runs in the scenario's database, which was seen to wait. They don't choose by
// the wait: what the server tells all backends, such as that some database was dropped, interrupts each for a moment.
const (
	CancelRunning    = `SELECT pg_cancel_backend(pid)` + running
	TerminateRunning = `SELECT pg_terminate_backend(pid)` + running
)

const running = ` FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()`
