package fault

import (
	"context"
	"time"
)

// FillWAL fills the disk that the server's WAL is on. The server goes on until it needs another file for it, and then ends
// with a PANIC 53100: it can't promise anything any more. Healed, there is room again, and the server is started anew and
// recovers, also where it had not ended yet: from outside nobody can tell a server that goes on from one that has not
// noticed its PANIC. See "Disk Full Failure" in the manual. It takes a server that has such a disk.
type FillWAL struct{}

// Name implements Fault.
func (FillWAL) Name() string { return "fill_wal" }

// Available implements Fault.
func (FillWAL) Available(env Env) (bool, string) {
	disk, reason := env.WALDisk()
	return disk != nil, reason
}

// Inject implements Fault. It has fired where the system says that there is no room any more.
func (f FillWAL) Inject(ctx context.Context, env Env) (Injection, error) {
	disk, reason := env.WALDisk()
	if disk == nil {
		return nil, &ConfigError{Fault: f.Name(), Why: reason}
	}
	control, reason := env.Control()
	if control == nil {
		return nil, &ConfigError{Fault: f.Name(), Why: reason}
	}
	if err := disk.Fill(ctx); err != nil {
		return nil, undoAfterError(ctx, err, disk.Drain)
	}
	firing := Firing{Fault: f.Name(), At: time.Now(), Where: "the disk of the WAL is full"}
	return &doneInjection{firings: []Firing{firing}, heal: once(func(ctx context.Context) error {
		if err := disk.Drain(ctx); err != nil {
			return err
		}
		return revive(ctx, control)
	})}, nil
}
