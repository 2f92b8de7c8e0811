package native

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// startStandby starts a standby that streams from the server. Both begin with a copy of the same prepared data folder,
// which is a cold backup: the standby takes what the server has written since from its WAL, and no base backup is made.
func (s *instance) startStandby(ctx context.Context, over *pgx.Conn, from installation, source prepared, account *syscall.Credential, req provide.Request) (err error) {
	if s.standby, err = newNode(ctx, standbyName, s.folder, from, source, account, req); err != nil {
		return err
	}
	s.StandbyServer = s.standby
	host, port, err := net.SplitHostPort(s.primary.addr)
	if err != nil {
		return fmt.Errorf("read address: %w", err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return fmt.Errorf("read port: %w", err)
	}
	conf, err := os.OpenFile(filepath.Join(s.standby.data(), "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("open postgresql.conf: %w", err)
	}
	_, err = conf.WriteString(provide.StandbySettings(host, number, source.passwords.Admin))
	if closing := conf.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return fmt.Errorf("write postgresql.conf: %w", err)
	}
	if err := s.standby.SetFile(ctx, "standby.signal", true); err != nil {
		return err
	}
	if err := s.standby.Boot(ctx); err != nil {
		return err
	}
	conn, err := s.standby.await(ctx, req)
	if err != nil {
		return err
	}
	_ = conn.Close(ctx) // It was asked nothing.
	return provide.AwaitStreaming(ctx, over)
}
