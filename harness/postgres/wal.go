package postgres

import (
	"context"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// WALDisk is the file system of limited size that a server's WAL is on.
type WALDisk struct{ machine provide.WALFiller }

// WALDisk gives the file system that the server's WAL is on; nil, with the reason, where it has none of its own.
func (s *Server) WALDisk() (*WALDisk, string) {
	control, reason := s.Control()
	if control == nil {
		return nil, reason
	}
	filled, ok := control.machine.(provide.WALFiller)
	if !ok || s.cfg.Extras.WALDisk == 0 {
		return nil, "the server's WAL is on no disk of its own"
	}
	return &WALDisk{machine: filled}, ""
}

// Fill takes all the room that is left: the server can make no file for its WAL any more, and ends when it needs one.
func (d *WALDisk) Fill(ctx context.Context) error { return d.machine.FillWAL(ctx) }

// Drain gives the room back. It may be called again.
func (d *WALDisk) Drain(ctx context.Context) error { return d.machine.DrainWAL(ctx) }
