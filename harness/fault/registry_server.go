package fault

import "slices"

// Registry lists all faults.
var Registry = slices.Concat(onTheWire, onTheServer)

// onTheServer lists the faults of the server, its processes and its container.
var onTheServer = []Entry{
	entry[CancelBackend]("pg_cancel_backend, in a statement"),
	entry[Freeze]("stop the server's processes, or those of the endpoint's connections (SIGSTOP)"),
	entry[Crash]("kill one process of the server, so that all others end and it recovers (SIGKILL)"),
	entry[KillServer]("kill the postmaster (SIGKILL)"),
	entry[Shutdown]("shut the server down: fast, smart or immediate"),
	entry[Restart]("shut the server down and start it again"),
	entry[Starting]("have the server refuse connections, as while it starts"),
	entry[Demote]("restart the server as a standby, which takes no writes"),
	entry[Promote]("make the server's standby a primary"),
	entry[Setting]("change a setting of the whole server"),
	entry[FillWAL]("fill the disk that the server's WAL is on"),
	entry[FillConnections]("take all the connections that the server has"),
	entry[KillPooler]("kill the pgbouncer before the server, or restart it"),
	entry[PoolerOrder]("give the pgbouncer before the server an order: pause, disable, kill or reconnect"),
	entry[DropDatabase]("drop the database"),
	entry[ContainerPause]("freeze the server's container"),
	entry[ContainerKill]("kill the server's container"),
	entry[ContainerDisconnect]("take the server's container off its network"),
}
