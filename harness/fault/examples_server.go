package fault

var examplesOnTheServer = []Example{
	{"ERROR 57014 (query_canceled), and ReadyForQuery", CancelBackend{Running: "pg_sleep"}},
	{"nothing: no byte, no FIN; TCP acknowledges what is written", Freeze{Backends: true}},
	{"WARNING 57P02 (crash_shutdown), mostly, and a FIN; the connection of the killed process has the FIN alone", Crash{}},
	{"a FIN when the process of the connection notices; SYN is answered by RST", KillServer{}},
	{"FATAL 57P01 and a FIN (fast), a WARNING 57P01 and a FIN (immediate), or FATAL 57P03 for who is new (smart)", Shutdown{Mode: Immediate}},
	{"FATAL 57P01 and a FIN; new connections are served", Restart{}},
	{"FATAL 57P03 (cannot_connect_now) and a FIN, in answer to the StartupMessage", Starting{}},
	{"FATAL 57P01 and a FIN; who connects again has ERROR 25006 (read_only_sql_transaction) in answer to a write", Demote{}},
	{"nothing: the standby takes writes from then on", Promote{}},
	{"a ParameterStatus, where the setting is one that the server reports", Setting{Setting: "default_transaction_read_only", Value: "on"}},
	{"a FIN after the server's PANIC 53100 (disk_full), once it needs another file for its WAL", FillWAL{}},
	{"FATAL 53300 (too_many_connections) and a FIN, in answer to the StartupMessage", FillConnections{}},
	{"a FIN from the pooler, and for who is new the handshake of TCP and a FIN", KillPooler{Restart: true}},
	{"pause: nothing. kill: a FIN. disable: FATAL 08P01 for who is new. reconnect: nothing that a client sees", PoolerOrder{Order: "pause"}},
	{"FATAL 57P01 and a FIN; for who is new FATAL 3D000 (invalid_catalog_name)", DropDatabase{}},
	{"nothing: no byte, no FIN; TCP acknowledges what is written", ContainerPause{}},
	{"a FIN or a RST, as Docker's proxy has it, and RST for who is new", ContainerKill{}},
	{"a FIN or a RST, as Docker's proxy has it, and RST for who is new", ContainerDisconnect{}},
}
