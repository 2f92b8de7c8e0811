// Package cli is the command line of pgfault, a file per command.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"sync"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/wrap"
)

// app is what the commands share.
type app struct {
	name   string // how the program was called, for the commands it prints
	argv   []string
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
}

// Main is Execute as all that a process does: children of it that a wrapped program has left are ended with it.
func Main(argv []string, stdin io.Reader, stdout, stderr io.Writer) int {
	code := Execute(argv, stdin, stdout, stderr)
	if n := wrap.EndAdopted(); n > 0 {
		_, _ = fmt.Fprintf(stderr, "pgfault: processes that the program had left, with another environment than it was given, were ended: %d\n", n)
	}
	return code
}

// Execute runs the program and returns its exit code.
func Execute(argv []string, stdin io.Reader, stdout, stderr io.Writer) int {
	a := &app{name: argv[0], argv: argv, stdin: stdin, stdout: stdout, stderr: stderr}
	ctx, stop := signalContext(context.Background())
	defer stop()
	root := a.root()
	root.SetArgs(argv[1:])
	return a.execute(ctx, root)
}

// execute runs a command. A panic of it is an error of ours as any other; left alone, Go would end the program with 2, which
// says that the judge could not decide.
func (a *app) execute(ctx context.Context, root *cobra.Command) (code int) {
	defer func() {
		if v := recover(); v != nil {
			a.crashed(v, debug.Stack())
			code = exitHarness
		}
	}()
	var first sync.Mutex
	harness.OnCrash(func(v any, stack []byte) {
		first.Lock() // for good: one line is enough
		a.crashed(v, stack)
		os.Exit(exitHarness) // what runs, ends with this process; what it leaves, the next run removes
	})
	defer harness.OnCrash(nil)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	if text := err.Error(); text != "" {
		// A pipe that is closed can't be told about.
		_, _ = fmt.Fprintln(a.stderr, "pgfault: "+report.Escape(text))
	}
	return codeOf(err)
}

// crashed says in a line that it is our defect, and where the stack is to be found.
func (a *app) crashed(v any, stack []byte) {
	text := fmt.Sprint(v)
	file, err := os.CreateTemp("", "pgfault-crash-*.txt")
	if err == nil {
		_, err = fmt.Fprintf(file, "%s\n\n%s", text, stack)
		err = errors.Join(err, file.Close())
	}
	where := ""
	if err != nil {
		where = "its stack could not be kept: " + err.Error()
	} else {
		where = "its stack is in " + file.Name()
	}
	_, _ = fmt.Fprintf(a.stderr, "pgfault: it crashed, which is a defect of pgfault itself: %s; %s\n", report.Escape(text), report.Escape(where))
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "pgfault",
		Short: "Breaks a real PostgreSQL exactly when you say, and checks what the client makes of it",
		Long: "pgfault breaks a real PostgreSQL, exactly when you say, and checks that the program on the other side\n" +
			"noticed, named it right, told the truth about what was written, and recovered.",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          noArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SuggestionsMinimumDistance = 2
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage("%v; see %s --help", err, cmd.CommandPath())
	})
	root.AddCommand(
		a.runCommand(), a.sweepCommand(), a.wrapCommand(), a.listCommand(), a.showCommand(), a.newCommand(), a.compareCommand(), a.judgeCommand(), a.explainCommand(), a.reportCommand(), a.mergeCommand(), a.serveCommand(), a.replayCommand(),
		a.shimCommand(), a.targetsCommand(), a.matrixCommand(), a.expectCommand(), a.doctorCommand(), a.diagnoseCommand(), a.versionCommand(),
	)
	return root
}

// noArgs is cobra.NoArgs with a text that says what there is.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if cmd.HasSubCommands() {
		hint := "see pgfault --help"
		if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
			hint = "did you mean " + near[0] + "?"
		}
		return usage("unknown command %q; %s", args[0], hint)
	}
	return usage("%s takes no arguments, not %q", cmd.CommandPath(), args[0])
}
