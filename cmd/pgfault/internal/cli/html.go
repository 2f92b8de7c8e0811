package cli

import (
	"context"
	"path/filepath"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/report/page"
)

// html writes the page of a run that has ended, where --html or --open asks for it, and opens it.
func (a *app) html(ctx context.Context, o *runOptions, folder *report.Folder) error {
	path := o.htmlFile
	if path == "" && o.open {
		path = filepath.Join(folder.Path, "report.html")
	}
	if path == "" {
		return nil
	}
	source, err := page.Open(folder.Path)
	if err != nil {
		return err
	}
	if err := a.writePage(path, []page.Source{source}, nil); err != nil || !o.open || interrupted(ctx) {
		return err
	}
	return openFile(ctx, path)
}
