package cli

import (
	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/report/page"
)

// html writes the page of a run that has ended, where --html asks for it.
func (a *app) html(o *runOptions, folder *report.Folder) error {
	if o.htmlFile == "" {
		return nil
	}
	source, err := page.Open(folder.Path)
	if err != nil {
		return err
	}
	return a.writePage(o.htmlFile, []page.Source{source}, nil)
}
