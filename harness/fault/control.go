package fault

import (
	"context"
	"syscall"
)

// Control acts on the processes and the data folder of a server that is the scenario's own to harm. Processes have the
// numbers that the server knows them by.
type Control interface {
	// Processes lists the server's processes, the postmaster first; none where it does not run.
	Processes(ctx context.Context) ([]int, error)
	// Stopped lists those that do not run until they are told to continue.
	Stopped(ctx context.Context) ([]int, error)
	// Signal sends a signal to processes of the server; one that has ended is passed over.
	Signal(ctx context.Context, signal syscall.Signal, pids ...int) error
	// Gone waits until none of the processes is there any more; without numbers, none of the server at all.
	Gone(ctx context.Context, pids ...int) error
	// Halt ends the server at once, whatever state it is in, and waits until it is gone.
	Halt(ctx context.Context) error
	// Start starts a server that has ended, with settings (name=value) for this one life, and does not wait for it.
	Start(ctx context.Context, settings ...string) error
	// Ready waits until the server takes a connection.
	Ready(ctx context.Context) error
	// SetFile makes an empty file in the data folder, or removes it: standby.signal and its like.
	SetFile(ctx context.Context, file string, there bool) error
	// Admin runs SQL as superuser on this server's maintenance database, over a connection for it alone.
	Admin(ctx context.Context, sql string) ([][]string, error)
}

// ContainerControl is the container that a server of the scenario's own runs in.
type ContainerControl interface {
	// Pause freezes all that is in the container, and Unpause lets it go on.
	Pause(ctx context.Context) error
	Unpause(ctx context.Context) error
	// Kill ends all that is in the container at once, and Revive starts it again with the data of that moment.
	Kill(ctx context.Context) error
	Revive(ctx context.Context) error
	// Disconnect takes the container off its network, and Reconnect puts it there again.
	Disconnect(ctx context.Context) error
	Reconnect(ctx context.Context) error
}

// WALDisk is a file system of limited size, on which there is nothing but a server's WAL.
type WALDisk interface {
	// Fill takes all the room that is left, and Drain gives it back.
	Fill(ctx context.Context) error
	Drain(ctx context.Context) error
}

// PoolerControl is the pgbouncer that stands before the server.
type PoolerControl interface {
	// Down ends it at once and waits for it; Up starts it again at the same address and waits until it listens.
	Down(ctx context.Context) error
	Up(ctx context.Context) error
	// Order gives an order about the scenario's database at its console, and waits until it is done.
	Order(ctx context.Context, order string) error
}

// DatabaseControl is a scenario's database as a whole.
type DatabaseControl interface {
	// DropWhileInUse drops it, with all that is connected to it; CreateAgain makes it again, empty.
	DropWhileInUse(ctx context.Context) error
	CreateAgain(ctx context.Context) error
	// Occupy opens connections as the ordinary user until the server takes no more, and says how many it has opened.
	Occupy(ctx context.Context) (opened int, release func(context.Context) error, err error)
}

// controlled says whether the server's processes can be acted on.
func controlled(env Env) (ok bool, reason string) {
	control, reason := env.Control()
	return control != nil, reason
}

// inContainer says whether the server's container can be acted on.
func inContainer(env Env) (ok bool, reason string) {
	container, reason := env.Container()
	return container != nil, reason
}
