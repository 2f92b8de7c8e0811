package stock

// LockWait is true while some session of the scenario's database waits for a lock.
const LockWait = `SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
