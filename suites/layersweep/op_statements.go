package layersweep

// statementOps are statements of every kind that leaves something, or looks so, by Conn.Exec without arguments.
func statementOps() []Operation {
	op := func(name string, calls ...Call) Operation {
		return Operation{Name: name, Entry: "Conn.Exec", Calls: calls}
	}
	const insertA, insertB = "INSERT INTO t VALUES ('{v}a')", "INSERT INTO t VALUES ('{v}b')"
	begin, writes, commit := exec(Begin, "", "BEGIN"), exec(Inside, "a", insertA), exec(Commit, "a", "COMMIT")
	return []Operation{
		op("INSERT", exec(Single, "a", insertA)),
		op("INSERT with a word that looks like a procedure's", exec(Single, "a", "INSERT INTO t SELECT '{v}a' WHERE 'pending end_date backend call' <> ''")),
		op("SELECT", exec(Single, "", "SELECT 1")),
		op("SET", exec(Single, "", "SET statement_timeout = '1min'")),
		op("CREATE INDEX CONCURRENTLY", exec(Several, "index", `CREATE INDEX CONCURRENTLY "i{v}" ON t (v)`)),
		op("setval", exec(Single, "sequence", "SELECT setval('seq', {n} + 1)")),
		op("setval in a transaction", begin, exec(Several, "sequence", "SELECT setval('seq', {n} + 1)"), exec(Rollback, "", "ROLLBACK")),
		op("NOTIFY", exec(Single, "said", "NOTIFY said, '{v}'")),
		op("NOTIFY in a transaction that only reads", exec(Begin, "", "BEGIN READ ONLY"), exec(Inside, "said", "NOTIFY said, '{v}'"), exec(Commit, "said", "COMMIT")),
		until(15, op("lo_create in a transaction that only reads", exec(Begin, "", "BEGIN READ ONLY"), exec(Inside, "object", "SELECT lo_create(100000 + {n})"),
			exec(Commit, "object", "COMMIT"))),
		op("CALL that commits", exec(Several, "a", "CALL pc('{v}a')")),
		op("DO with COMMIT", exec(Several, "a", "DO $$BEGIN INSERT INTO t VALUES ('{v}a'); COMMIT; PERFORM 1; END$$")),
		fails(op("DO with COMMIT that fails then", exec(Several, "a", "DO $$BEGIN INSERT INTO t VALUES ('{v}a'); COMMIT; PERFORM 1/0; END$$"))),
		op("DO", exec(Several, "a", "DO $$BEGIN INSERT INTO t VALUES ('{v}a'); END$$")),
		op("a function that writes", exec(Single, "a", "SELECT fw('{v}a')")),
		op("statements in one message", exec(Several, "a b", insertA+"; "+insertB)),
		fails(op("statements in one message, the last fails", exec(Several, "a", insertA+"; SELECT 1/0"))),
		op("statements with COMMIT", exec(Several, "a b", insertA+"; COMMIT; "+insertB)),
		fails(op("statements with COMMIT, the last fails", exec(Several, "a", "BEGIN; "+insertA+"; COMMIT; SELECT 1/0"))),
		op("statements with BEGIN and COMMIT", exec(Several, "a", "BEGIN; "+insertA+"; COMMIT")),
		op("statements that end a transaction", begin, writes, exec(Several, "a b", insertB+"; COMMIT")),
		op("ROLLBACK and INSERT in one message", begin, writes, exec(Several, "b", "ROLLBACK; "+insertB)),
		op("COMMIT AND CHAIN", begin, writes, exec(Commit, "a", "COMMIT AND CHAIN"), exec(Inside, "b", insertB), exec(Rollback, "", "ROLLBACK")),
		op("ROLLBACK AND CHAIN", begin, exec(Inside, "b", insertB), exec(Rollback, "", "ROLLBACK AND CHAIN"), writes, commit),
		op("PREPARE TRANSACTION, COMMIT PREPARED", begin, writes, exec(Several, "prepared", "PREPARE TRANSACTION '{v}'"), exec(Single, "a", "COMMIT PREPARED '{v}'")),
		op("PREPARE TRANSACTION, ROLLBACK PREPARED", begin, writes, exec(Several, "", "PREPARE TRANSACTION '{v}'"), exec(Several, "", "ROLLBACK PREPARED '{v}'")),
		fails(op("PREPARE TRANSACTION without BEGIN, and one that fails", exec(Several, "prepared", "PREPARE TRANSACTION '{v}'; "+insertB+"; SELECT 1/0"))),
		op("a cursor WITH HOLD over a function that writes", begin, exec(Inside, "a", "DECLARE c CURSOR WITH HOLD FOR SELECT fw('{v}a')"),
			commit, exec(Single, "", "FETCH ALL FROM c")),
		op("BEGIN READ ONLY, SET TRANSACTION READ WRITE", exec(Begin, "", "BEGIN READ ONLY"), exec(Inside, "", "SET TRANSACTION READ WRITE"), writes, commit),
		op("BEGIN READ ONLY, SET transaction_read_only", exec(Begin, "", "BEGIN READ ONLY"), exec(Inside, "", "SET transaction_read_only TO off"), writes, commit),
		op("BEGIN READ ONLY in a transaction that has written", begin, writes, exec(Inside, "", "BEGIN READ ONLY"), commit),
		op("SET TRANSACTION READ ONLY in a transaction that has written", begin, writes, exec(Inside, "", "SET TRANSACTION READ ONLY"), commit),
		op("END", begin, writes, exec(Commit, "a", "END")),
		op("ABORT", begin, writes, exec(Rollback, "", "ABORT")),
		op("savepoints", begin, writes, exec(Inside, "", "SAVEPOINT s"), exec(Inside, "b", insertB), exec(Inside, "", "ROLLBACK TO SAVEPOINT s"),
			exec(Inside, "", "RELEASE SAVEPOINT s"), commit),
		op("a transaction by START TRANSACTION", exec(Begin, "", "START TRANSACTION ISOLATION LEVEL SERIALIZABLE"), writes, commit),
		fails(op("a transaction that has failed", begin, writes, exec(Inside, "", "SELECT 1/0"))),
	}
}
