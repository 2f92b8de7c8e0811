package peer

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/moby/moby/api/types/container"
	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/wait"
)

// entrypoint does what the entrypoint of an official image does: a cluster made anew, and the server on it.
const entrypoint = `set -e
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
"$bin/initdb" -D /tmp/data -U postgres --auth=trust >/dev/null
echo "host all all all trust" >>/tmp/data/pg_hba.conf
exec "$bin/postgres" -D /tmp/data -c listen_addresses='*' -c unix_socket_directories=/tmp`

// WithContainer starts a server in a container the plain way of testcontainers, uses it, and removes it.
func WithContainer(ctx context.Context, image string, use func(ctx context.Context, conn *pgx.Conn) error) error {
	running, err := testcontainers.Run(ctx, image,
		testcontainers.WithEntrypoint("/bin/sh", "-c", entrypoint),
		testcontainers.WithConfigModifier(func(config *container.Config) { config.User = "postgres" }),
		testcontainers.WithExposedPorts("5432/tcp"),
		testcontainers.WithWaitStrategy(wait.ForLog("database system is ready to accept connections")),
	)
	if err == nil {
		err = connected(ctx, running, use)
	}
	return errors.Join(err, testcontainers.TerminateContainer(running))
}

func connected(ctx context.Context, running *testcontainers.DockerContainer, use func(ctx context.Context, conn *pgx.Conn) error) error {
	port, err := running.MappedPort(ctx, "5432/tcp")
	if err != nil {
		return fmt.Errorf("ask for port: %w", err)
	}
	conn, err := pgx.Connect(ctx, "postgres://postgres@127.0.0.1:"+port.Port()+"/postgres?sslmode=disable")
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	return errors.Join(use(ctx, conn), conn.Close(ctx))
}
