package stock

// Owned gives a table to the target's user, who owns the scenario's database. (Before PostgreSQL 14 there is no
// pg_database_owner to give it to.)
func Owned(table string) string {
	return `DO $$ BEGIN EXECUTE format('ALTER TABLE ` + table + ` OWNER TO %I', ` +
		`(SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database())); END $$`
}
