package fault

import (
	"context"
	"fmt"
	"time"

	"github.com/pgfault/pgfault/harness/internal/poll"
)

// Setting changes a setting of the whole server, for those who are connected too: ALTER SYSTEM and a reload. With
// default_transaction_read_only the server takes no more writes, with synchronous_standby_names a COMMIT waits, with a
// timeout it gives up, and with max_standby_streaming_delay a standby that cancels the queries which are in its way. It
// takes a server of the scenario's own. Healed, the setting is what it was at the start.
type Setting struct {
	// Setting is its name, and Value what it becomes.
	Setting string `json:"setting" yaml:"setting"`
	Value   string `json:"value" yaml:"value"`
	// Standby changes it on the server's standby, and there alone.
	Standby bool `json:"standby,omitempty" yaml:"standby,omitempty"`
}

// Name implements Fault.
func (Setting) Name() string { return "setting" }

// Available implements Fault.
func (f Setting) Available(env Env) (bool, string) {
	control, reason := f.control(env)
	return control != nil, reason
}

func (f Setting) control(env Env) (Control, string) {
	if f.Standby {
		return env.Standby()
	}
	return env.Control()
}

// Inject implements Fault. It has fired where another connection finds the value changed. A setting that takes a restart
// is an error.
func (f Setting) Inject(ctx context.Context, env Env) (Injection, error) {
	control, reason := f.control(env)
	if control == nil {
		return nil, &ConfigError{Fault: f.Name(), Why: reason}
	}
	name := literal(f.Setting)
	before, err := control.Admin(ctx, "SELECT setting, context = 'postmaster', quote_ident(name) FROM pg_settings WHERE name = lower("+name+")")
	switch {
	case err != nil:
		return nil, fmt.Errorf("read setting: %w", err)
	case len(before) == 0:
		return nil, &ConfigError{Fault: f.Name(), Why: "there is no setting " + f.Setting}
	case before[0][1] == "t":
		return nil, &ConfigError{Fault: f.Name(), Why: f.Setting + " is read at the server's start only"}
	}
	ident := before[0][2]
	heal := once(func(ctx context.Context) error { return alter(ctx, control, "RESET "+ident) })
	if err := alter(ctx, control, "SET "+ident+" = "+literal(f.Value)); err != nil {
		return nil, err
	}
	// The postmaster tells those who come after it has read the file.
	query := "SELECT coalesce(sourcefile LIKE '%postgresql.auto.conf', false) FROM pg_settings WHERE name = lower(" + name + ")"
	err = poll.Until(ctx, func(ctx context.Context) (bool, error) {
		rows, err := control.Admin(ctx, query)
		return err == nil && rows[0][0] == "t", err
	})
	if err != nil {
		return nil, undoAfterError(ctx, fmt.Errorf("see %s set: %w", f.Setting, err), heal)
	}
	// It has told the checkpointer too, but not waited for it; and it is the checkpointer that tells who commits whether to
	// wait for a standby (syncrep.c: SyncRepUpdateSyncStandbysDefined). A checkpoint that is asked for now begins after it
	// has read the file.
	if _, err := control.Admin(ctx, "CHECKPOINT"); err != nil {
		return nil, undoAfterError(ctx, fmt.Errorf("checkpoint: %w", err), heal)
	}
	where := fmt.Sprintf("%s is %s, and was %s", f.Setting, f.Value, before[0][0])
	if f.Standby {
		where += ", on the standby"
	}
	return &doneInjection{firings: []Firing{{Fault: f.Name(), At: time.Now(), Where: where}}, heal: heal}, nil
}

// alter changes the server's own file of settings, and has it read.
func alter(ctx context.Context, control Control, what string) error {
	_, err := control.Admin(ctx, "ALTER SYSTEM "+what)
	if err == nil {
		_, err = control.Admin(ctx, "SELECT pg_reload_conf()")
	}
	if err != nil {
		return fmt.Errorf("alter system: %w", err)
	}
	return nil
}
