package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/replay"
	"github.com/pgfault/pgfault/harness/wire"
)

// replayOptions are the flags of replay.
type replayOptions struct {
	listen string
	conn   int
	paced  bool
}

func (a *app) replayCommand() *cobra.Command {
	o := &replayOptions{}
	cmd := &cobra.Command{
		Use:   "replay TRACE",
		Short: "Play the server's side of a stored conversation to any client, and tell what happens on the wire",
		Long: "replay takes the folder of a case in a run's results, or the transcript.jsonl in it, and plays what its clients were given: the\n" +
			"same bytes, and the same ends of their connections, each after as many questions as were asked then. It needs no server.\n" +
			"Each connection that comes is given what the next one was given then, and the first one's again after the last. What passes\n" +
			"has a transcript where it was run with --keep-all.\n\n" +
			"A login is an AuthenticationOk: any user, any database and no password will do, and encryption is refused. Secrets are\n" +
			"asterisks. Where a client asks something else than the stored one did, it is told so here; where it asks more, its\n" +
			"connection is closed. q ends it.",
		Example: "  pgfault run commit/reset-after-commit-sent --keep-all; pgfault replay results/latest/commit/reset-after-commit-sent\n" +
			"  pgfault replay transcript.jsonl --conn 1 --paced --listen 127.0.0.1:5433",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("replay needs one transcript: the folder of a case in the results of a run, or the transcript.jsonl in it")
			}
			return a.replay(cmd.Context(), o, args[0])
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.listen, "listen", "127.0.0.1:0", "where to listen; port 0 is one that is free")
	f.IntVar(&o.conn, "conn", 0, "give each connection what the one of this number was given")
	f.BoolVar(&o.paced, "paced", false, "let each answer wait as long as it did then")
	return cmd
}

// openTranscript reads the transcript of a case: its file, or what stands beside it.
func openTranscript(path string) (_ []wire.Turn, err error) {
	const name = "transcript.jsonl"
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, name)
	} else if filepath.Base(path) == "trace.txt" {
		path = filepath.Join(filepath.Dir(path), name)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, usage("read transcript: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	turns, err := wire.ReadTranscript(file)
	if err != nil {
		return nil, usage("read %s: %w", path, err)
	}
	return turns, nil
}

// replay plays a transcript until it is told to end.
func (a *app) replay(ctx context.Context, o *replayOptions, path string) (err error) {
	turns, err := openTranscript(path)
	if err != nil {
		return err
	}
	tell := newNarrator(a.stdout)
	server, err := replay.Listen(ctx, replay.Config{Turns: turns, Conn: o.conn, Paced: o.paced, Told: func(line string) {
		_ = tell.say("%s", line) // where nobody reads it, what passes can't be told either, and that ends it
	}})
	if err != nil {
		return usage("%w", err)
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	// What passes is told by a stage of the wire, as serve does.
	stage, err := wire.Listen(ctx, wire.Config{Upstream: server.Addr(), Listen: o.listen})
	if err != nil {
		return usage("%w", err)
	}
	defer func() {
		limited, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), closeLimit, errors.New("the limit for cleaning up was hit"))
		defer cancel()
		err = errors.Join(err, stage.Close(limited))
	}()
	tell.watch("", stage)
	if err := tell.say("postgres://anybody@%s/anything?sslmode=disable\nit plays %s · q ends it", stage.Addr(), path); err != nil {
		return err
	}
	return tell.attend(ctx, a.stdin, func(context.Context, string) error { return tell.say("q ends it") })
}
