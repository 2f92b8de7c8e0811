// Package provide is what the providers of PostgreSQL servers have in common: the interface that each implements, who
// owns what they leave on a machine, the settings of every server, and how to tell that a server is ready.
package provide

import (
	"context"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/internal/owner"
)

// Provider is a way to come by a PostgreSQL server.
type Provider interface {
	// Name is the provider's name, as it is said to --postgres: container, native or external.
	Name() string
	// Check says whether the provider can give a server of that major version ("" for any), and if not, why and what
	// to do. It starts nothing.
	Check(ctx context.Context, version string) Availability
	// Start gives a server that accepts connections. The context bounds the start alone, not the server's life.
	Start(ctx context.Context, req Request) (Instance, error)
}

// Cleaner is a provider that can find what killed runs left behind, and remove it.
type Cleaner interface {
	// Orphans lists what belongs to processes that are no more.
	Orphans(ctx context.Context) ([]Orphan, error)
	// Remove removes one of them.
	Remove(ctx context.Context, orphan Orphan) error
}

// Request says which server is wanted.
type Request struct {
	// Version is the major version, such as "15"; "" is the newest that the provider has.
	Version string
	// Messages is the locale of the server's messages; "" is C.
	Messages string
	// Private says that the server is for one user, who may harm it: its processes can be acted on.
	Private bool
	// Standby says that it has a streaming standby.
	Standby bool
	// TLS is what it shows to those who ask for encryption; nil: it has none.
	TLS *TLS
	// Disk is the size, in megabytes, of the file system that its tablespace SmallTablespace is on; 0: there is none.
	Disk int
	// WALDisk is the size, in megabytes, of the file system that its WAL is on; 0: it is with the data.
	WALDisk int
	// SharedServer is the shared server of the run that this private one is for. It is there for as long; nil: there is none.
	SharedServer Instance
	// Containers keeps what the next server can use; nil keeps nothing.
	Containers *ContainerPool
	// Daemon is who runs it, where somebody does; nil: it is never gone.
	Daemon *Daemon
	// Logger is never nil.
	Logger *slog.Logger
}

// TLS is a certificate and its key, as PEM.
type TLS struct{ Certificate, Key string }

// Instance is a running server. More can be asked of some, through further interfaces.
type Instance interface {
	// Addr is the host:port at which the server listens.
	Addr() string
	// Admin is how to connect as superuser to the maintenance database. The caller may change what it is given.
	Admin() *pgx.ConnConfig
	// Shared says that the server lives on after Stop, so that what was made on it is to be removed piece by piece.
	Shared() bool
	// Stop ends the server and removes all that it had. It may be called more than once.
	Stop(ctx context.Context) error
}

// Prepared is an instance that comes with the ordinary user (User) and the template (Template).
type Prepared interface {
	// Password is the ordinary user's; "" where there is no such user yet.
	Password() string
}

// Placed is an instance that has a folder of this machine which no other has.
type Placed interface {
	// DataFolder is where its data are, as the server itself says (data_directory).
	DataFolder() string
}

// Hosted is an instance that a daemon runs, which can stop to answer.
type Hosted interface {
	// Host is the daemon's name.
	Host() string
	// HostAnswers asks it for a sign of life; the error is why there is none in that time.
	HostAnswers(ctx context.Context, within time.Duration) error
}

// Limited is an instance with a file system of limited size.
type Limited interface {
	// Small is the empty folder on it, as the server sees it; "" where there is none.
	Small() string
}

// Connected is an instance that was seen ready over a connection, which can be had.
type Connected interface {
	// TakeConn gives the superuser's connection to FirstConnConfig's database, once; nil afterwards.
	TakeConn() *pgx.Conn
}

// Availability is what a provider can do on this machine.
type Availability struct {
	// Provider is the provider's name.
	Provider string `json:"provider"`
	// OK says that a server can be had.
	OK bool `json:"ok"`
	// Detail is what was found, or why there is nothing, in one line.
	Detail string `json:"detail"`
	// Advice is what to do where OK is false, in one line.
	Advice string `json:"advice,omitempty"`
	// Versions are the versions to be had, newest first.
	Versions []string `json:"versions,omitempty"`
}

// Orphan is something that a run which is no more left behind.
type Orphan struct {
	// Provider is the name of the provider that made it.
	Provider string `json:"provider"`
	// Kind is container or folder.
	Kind string `json:"kind"`
	// ID is the container's ID, or the folder's path.
	ID string `json:"id"`
	// Owner is the process that made it.
	Owner owner.Owner `json:"owner"`
}
