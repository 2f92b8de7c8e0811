package provide

import (
	"context"
	"syscall"

	"github.com/jackc/pgx/v5"
)

// Machine is what runs the processes of one server that is its user's alone, and may harm it. It acts, and waits for
// nothing that it caused.
type Machine interface {
	// Addr is the host:port at which the server listens.
	Addr() string
	// Admin is how to connect as superuser to the maintenance database. The caller may change what it is given.
	Admin() *pgx.ConnConfig
	// Processes lists the server's processes, the postmaster first; none where it does not run.
	Processes(ctx context.Context) ([]Process, error)
	// Signal sends a signal to processes of the server's, and to no others.
	Signal(ctx context.Context, signal syscall.Signal, pids ...int) error
	// Boot starts the server on its data folder, with settings (name=value) for this one life.
	Boot(ctx context.Context, settings ...string) error
	// Status is what the postmaster says of itself in its lock file, by the words of pg_ctl, which reads it there: "starting",
	// "ready", "stopping"; "" where it has not said anything yet.
	Status(ctx context.Context) (string, error)
	// Ended is closed when the postmaster that Boot started last has ended.
	Ended() <-chan struct{}
	// SetFile makes an empty file in the data folder, or removes it: standby.signal and its like.
	SetFile(ctx context.Context, file string, there bool) error
	// LastLogLine is the last line of the server's log, for an error.
	LastLogLine() string
	// Log is what the server has logged after a place in its log, as far as it is kept, and the place that it has reached.
	Log(since int64) (text string, reached int64)
	// Save keeps a copy of the data folder, and Load puts it back. No process may run.
	Save(ctx context.Context) error
	Load(ctx context.Context) error
}

// WALFiller is a machine whose WAL is on a file system of its own, of limited size.
type WALFiller interface {
	// FillWAL takes all the room that is left there, and DrainWAL gives it back.
	FillWAL(ctx context.Context) error
	DrainWAL(ctx context.Context) error
}

// Process is one of a server's processes, by the number that the server knows it by.
type Process struct {
	PID int
	// Stopped says that it does not run until it is told to continue.
	Stopped bool
}

// Controlled is an instance whose processes can be acted on.
type Controlled interface {
	// Machine is that of the server.
	Machine() Machine
	// Standby is that of the server's standby; nil where there is none.
	Standby() Machine
}

// ContainerControl is an instance in a container, which can be acted on as a whole.
type ContainerControl interface {
	// Pause freezes all that is in the container, and Unpause lets it go on.
	Pause(ctx context.Context) error
	Unpause(ctx context.Context) error
	// Kill ends all that is in the container at once, and Revive starts the container again with the data of that moment.
	Kill(ctx context.Context) error
	Revive(ctx context.Context) error
	// Disconnect takes the container off its network, and Reconnect puts it there again.
	Disconnect(ctx context.Context) error
	Reconnect(ctx context.Context) error
}
