package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"github.com/pgfault/pgfault/harness/internal/libpqenv"
	"github.com/pgfault/pgfault/harness/postgres/container"
	"github.com/pgfault/pgfault/harness/postgres/external"
	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
	"github.com/pgfault/pgfault/harness/postgres/native"
)

// orphansRemoved is done when this process has removed what others left.
var orphansRemoved sync.Once

// Start gives a server as cfg wants it. From then on this process has none of libpq's environment variables (PGOPTIONS,
// PGSSLMODE, PGSERVICE and so on; but for PGPASSWORD and PGPASSFILE, which a DSN in cfg may count on): a client in it
// would take them from its developer, where it has to take all from its test. The first Start of a process first removes what killed runs left on this machine.
// The context bounds the start alone: the server lives until Close, and never longer than this process. An error that
// says that no server is to be had here is ErrUnavailable.
func Start(ctx context.Context, cfg Config) (*Server, error) { return start(ctx, cfg, nil) }

// start also has the shared server beside which a private one is wanted; nil for any other.
func start(ctx context.Context, cfg Config, shared *Server) (*Server, error) {
	libpqenv.Forget()
	log := cfg.logger()
	if err := cfg.check(); err != nil {
		return nil, err
	}
	orphansRemoved.Do(func() { removeOrphansOnce(ctx, log) })
	encrypted, err := encrypt(cfg.Extras.Certificate)
	if err != nil {
		return nil, err
	}
	req := provide.Request{
		Version: cfg.Version, Logger: log, Messages: cfg.Messages, Private: cfg.Private,
		Standby: cfg.Extras.Standby, Disk: cfg.Extras.Disk, WALDisk: cfg.Extras.WALDisk,
	}
	req.Daemon = provide.NewDaemon()
	if shared != nil {
		req.Containers, req.Daemon = shared.containers, shared.daemon
		if !shared.cfg.Private {
			req.SharedServer = shared.instance
		}
	}
	if encrypted != nil {
		req.TLS = encrypted.server
	}
	instance, name, why, err := provider(cfg.Provider, func(p provide.Provider) (provide.Instance, error) { return p.Start(ctx, req) })
	if err != nil {
		return nil, errors.Join(cfg.explain(err), encrypted.remove())
	}
	server, err := open(ctx, instance, cfg)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("set up server: %w", err), instance.Stop(context.WithoutCancel(ctx)), encrypted.remove())
	}
	server.encrypted, server.containers, server.daemon = encrypted, req.Containers, req.Daemon
	if !cfg.Private {
		server.containers = new(provide.ContainerPool)
	}
	server.provider, server.why = name, why
	if instance.Shared() {
		if err := server.tryLogin(ctx); err != nil {
			return nil, errors.Join(err, server.Close(context.WithoutCancel(ctx)))
		}
	}
	if err := errors.Join(server.checkMessages(ctx), server.makeSmall(ctx)); err != nil {
		return nil, errors.Join(err, server.Close(context.WithoutCancel(ctx)))
	}
	log.Info("server ready", "provider", name, "version", server.version, "why", why)
	return server, nil
}

// check refuses what can't be asked of somebody else's server.
func (c Config) check() error {
	if c.Extras != (Extras{}) && !c.Private {
		return errExtras
	}
	if c.Extras.WALDisk > 0 && (c.Extras.Disk > 0 || c.Extras.Standby) {
		return errWALDisk
	}
	if !external.IsDSN(c.Provider) {
		return nil
	}
	for what, wanted := range map[string]bool{"a server that may be harmed": c.Private, "messages in another language": c.Messages != ""} {
		if wanted {
			return &UnavailableError{
				Provider: External,
				Reason:   what + " can't be had of a server that somebody else runs",
				Advice:   "take --postgres container or native",
			}
		}
	}
	return nil
}

// explain says what a server that would not start lacks, where it was asked for messages that it may not have: all its
// other settings are known to be good.
func (c Config) explain(err error) error {
	if c.Messages == "" || !errors.Is(err, provide.ErrExited) {
		return err
	}
	return &UnavailableError{
		Reason: "the server does not start with lc_messages " + c.Messages + ": there is no such locale where it runs",
		Advice: "make it (localedef), or take --postgres container with an image of ours (make images)",
		Err:    err,
	}
}

func removeOrphansOnce(ctx context.Context, log *slog.Logger) {
	removed, err := RemoveOrphans(ctx)
	for _, orphan := range removed {
		log.Info("removed what a killed run left", "provider", orphan.Provider, "kind", orphan.Kind, "id", orphan.ID)
	}
	if err != nil {
		log.Warn("could not remove all that killed runs left", "error", err)
	}
}

// provider starts a server by the provider that is named, or by the first that can for auto, and says why that one.
func provider(name string, start func(provide.Provider) (provide.Instance, error)) (_ provide.Instance, chosen, why string, err error) {
	one := func(p provide.Provider, why string) (provide.Instance, string, string, error) {
		instance, err := start(p)
		return instance, p.Name(), why, err
	}
	switch {
	case name == Container:
		return one(container.Provider{}, "a container was asked for")
	case name == Native:
		return one(native.Provider{}, "the local installation was asked for")
	case external.IsDSN(name):
		return one(external.Provider{DSN: name}, "a DSN was given")
	case name != "" && name != Auto:
		return nil, "", "", &UnavailableError{
			Reason: fmt.Sprintf("no provider %q", name),
			Advice: "say auto, container, native or a DSN (postgres://user:password@host:port/database)",
		}
	}

	instance, containerErr := start(container.Provider{})
	if containerErr == nil {
		return instance, Container, "auto: Docker answers and has an image", nil
	}
	instance, nativeErr := start(native.Provider{})
	if nativeErr == nil {
		return instance, Native, "auto: no container (" + containerErr.Error() + ")", nil
	}
	return nil, "", "", &UnavailableError{
		Reason: fmt.Sprintf("no server to be had: %s; %s", withoutAdvice(containerErr), withoutAdvice(nativeErr)),
		Advice: "start Docker, install PostgreSQL, or give the DSN of a server",
		Err:    errors.Join(containerErr, nativeErr),
	}
}

// withoutAdvice is what a provider lacks, without its advice.
func withoutAdvice(err error) string {
	var unavailable *UnavailableError
	if errors.As(err, &unavailable) {
		return unavailable.Provider + ": " + unavailable.Reason
	}
	return err.Error()
}
