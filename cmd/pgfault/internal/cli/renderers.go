package cli

import (
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"github.com/pgfault/pgfault/harness/report"
)

// outputs are the renderings of a run, and the files behind them.
type outputs struct {
	report.Multi
	folder *report.Folder
	files  []io.Closer
}

// openOutputs makes the run's folder and all the renderings that the flags and the environment ask for.
func openOutputs(o *runOptions, folder *report.Folder, screen report.Renderer, stdout io.Writer) (*outputs, error) {
	out := &outputs{folder: folder, Multi: report.Multi{report.NewRecord(folder), screen}}
	if one, ok := screen.(interface{ InFolder(folder string) }); ok {
		one.InFolder(folder.Path)
	}
	if path := os.Getenv("GITHUB_STEP_SUMMARY"); path != "" {
		file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("open GITHUB_STEP_SUMMARY: %w", err), out.Close())
		}
		out.files = append(out.files, file)
		out.Multi = append(out.Multi, report.NewMarkdown(file))
	}
	if os.Getenv("GITHUB_ACTIONS") == "true" && o.format != "jsonl" {
		out.Multi = append(out.Multi, report.NewAnnotations(stdout))
	}
	if o.junit != "" {
		file, err := os.Create(o.junit)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("create --junit file: %w", err), out.Close())
		}
		out.files = append(out.files, file)
		out.Multi = append(out.Multi, report.NewJUnit(file, o.strict, o.failOnSkip))
	}
	return out, nil
}

// Close closes the renderings and their files.
func (out *outputs) Close() error {
	errs := []error{out.Multi.Close(), out.folder.Close()}
	for _, file := range out.files {
		errs = append(errs, file.Close())
	}
	return errors.Join(errs...)
}

// screen is the rendering on stdout.
func (a *app) screen(o *runOptions) report.Renderer {
	terminal, isFile := a.stdout.(*os.File)
	isTerminal := isFile && term.IsTerminal(int(terminal.Fd())) && os.Getenv("TERM") != "dumb"
	format := o.format
	if format == "" {
		format = "plain"
		if isTerminal {
			format = "pretty"
		}
	}
	switch format {
	case "jsonl":
		return report.NewJSONL(a.stdout)
	case "plain":
		return report.NewPlain(a.stdout)
	}
	cfg := report.PrettyConfig{
		Color:  isTerminal && !o.noColor && os.Getenv("NO_COLOR") == "",
		Strict: o.strict, FailOnSkip: o.failOnSkip,
	}
	if isTerminal {
		cfg.Width = func() int {
			width, _, err := term.GetSize(int(terminal.Fd()))
			if err != nil || width <= 0 {
				return 80
			}
			return width
		}
	}
	return report.NewPretty(a.stdout, cfg)
}
