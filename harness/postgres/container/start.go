package container

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/testcontainers/testcontainers-go"

	"github.com/pgfault/pgfault/harness/internal/owner"
	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// port is where the server listens inside its container, and standbyPort its standby.
const (
	port        = 5432
	standbyPort = 5433
)

// smallMount is where a file system of limited size is in the container, and smallFolder an empty folder on it; smallWAL
// is the WAL, where that is what it is for.
const (
	smallMount  = "/pgfault-small"
	smallFolder = smallMount + "/tablespace"
	smallWAL    = smallMount + "/wal"
)

// startTimeout is how long a container may take to accept the first connection; without a prepared data folder in its
// image it takes more than a second.
const startTimeout = time.Minute

// The labels by which a later run knows what a killed one left.
const (
	labelOurs  = "pgfault"
	labelOwner = "pgfault.owner"
)

// Start lays out a data folder in a container, and waits until the server on it answers.
func (Provider) Start(ctx context.Context, req provide.Request) (_ provide.Instance, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, startTimeout+pullTimeout, fmt.Errorf("no connection within %v", startTimeout))
	defer cancel()
	of := kind{image: req.Version, private: req.Private, standby: req.Standby, disk: max(req.Disk, req.WALDisk)}
	in, err := open(ctx, req.Containers, req.Daemon, of, func(ctx context.Context, docker *testcontainers.DockerClient) (string, error) {
		return obtain(ctx, docker, req.Version)
	})
	if err != nil {
		return nil, err
	}
	s := &instance{container: in, containers: req.Containers}
	ctx, cancel = context.WithTimeoutCause(ctx, startTimeout, fmt.Errorf("no connection within %v", startTimeout))
	defer cancel()
	ctx, end := in.watched(ctx)
	defer end()
	if err := s.start(ctx, req); err != nil {
		in.notReusable = true
		return nil, errors.Join(stopped(ctx, fmt.Errorf("start server in container: %w", err)), s.Stop(context.WithoutCancel(ctx)))
	}
	req.Logger.Debug("server started", "provider", Name, "addr", s.Addr(), "container", in.id)
	return s, nil
}

func (s *instance) start(ctx context.Context, req provide.Request) error {
	if err := s.makeDataFolder(ctx, req); err != nil {
		return err
	}
	server, err := newNode(s.container, "data", port)
	if err != nil {
		return err
	}
	s.Primary = server
	if err := server.Boot(ctx); err != nil {
		return err
	}
	conn, err := server.await(ctx, provide.FirstConnConfig(server.admin, req))
	if err != nil {
		return err
	}
	s.KeepConn(conn)
	if !req.Standby {
		return nil
	}
	second, err := newNode(s.container, "standby", standbyPort)
	if err != nil {
		return err
	}
	s.StandbyServer = second
	if err := second.Boot(ctx); err != nil {
		return err
	}
	answered, err := second.await(ctx, second.admin)
	if err != nil {
		return fmt.Errorf("await standby: %w", err)
	}
	_ = answered.Close(ctx) // It was asked nothing.
	return provide.AwaitStreaming(ctx, conn)
}

// makeDataFolder makes the data folder, as a copy of one that is prepared in the container the first time.
func (s *instance) makeDataFolder(ctx context.Context, req provide.Request) error {
	in := s.container
	if in.passwords == (provide.Passwords{}) {
		passwords := provide.NewPasswords()
		admin, user, err := passwords.Verifiers()
		if err != nil {
			return err
		}
		if _, err := in.shell.do(ctx, `make_original "$@"`, admin, user); err != nil {
			return err
		}
		in.passwords = passwords
	}
	s.UserPassword = in.passwords.User
	way, standby, tls := "mv", "", provide.TLS{}
	if s.containers != nil {
		way = "cp" // For the next server, too.
	}
	if req.TLS != nil {
		tls = *req.TLS
	}
	if req.Standby {
		standby = provide.StandbySettings("127.0.0.1", port, in.passwords.Admin) + fmt.Sprintf("port = %d\n", standbyPort)
	}
	if req.Disk > 0 {
		s.SmallFolder = smallFolder
	}
	wal := ""
	if req.WALDisk > 0 {
		wal = smallWAL
	}
	_, err := in.shell.do(ctx, `make_data_folder "$@"`,
		way, provide.Settings(port, "*", req), provide.HBA, tls.Certificate, tls.Key, standby, s.SmallFolder, wal)
	return err
}

// labels say whose a container is: for us in one word, and for people.
func labels() map[string]string {
	self := owner.Self()
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return map[string]string{
		labelOurs:         "1",
		labelOwner:        self.String(),
		"pgfault.pid":     strconv.Itoa(self.PID),
		"pgfault.started": strconv.FormatUint(self.Start, 10),
		"pgfault.host":    host,
	}
}
