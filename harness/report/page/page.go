// Package page renders results as one HTML file: it needs nothing beside it, no network and no server, and can be mailed. What is
// seen first is made here; the cases, of which there are thousands, are kept compressed in it, and shown by its script.
package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/pgfault/pgfault/harness/report"
)

//go:embed assets
var assets embed.FS

// Scenario is what the catalogue says of a scenario. A result holds what was expected and seen, and not the story.
type Scenario struct {
	Title string
	Why   string
	// Given are the lines that say what stands before the first step, SQL among them.
	Given []string
}

// Options are what the results don't say.
type Options struct {
	// Against are the runs that these are compared with; none where they are not.
	Against []Source
	// Lookup finds what the catalogue says of a scenario; nil where there is no catalogue.
	Lookup func(id string) (Scenario, bool)
	// Program is how the program is called in the commands that are shown; "pgfault" where it is empty.
	Program string
}

// page is what the template is given.
type page struct {
	Front  front
	Style  template.CSS
	Script template.JS
	// Policy allows this style and this script, pictures that are in the page, and nothing else: no network.
	Policy string
	// Blobs are elements that hold base64, which needs no escaping.
	Blobs template.HTML
}

// blob is compressed data in the page.
type blob struct {
	ID   string
	Data string
}

// New is how many results are red and new: were not red in the runs that these are compared with, or by another cause.
func New(sources, against []Source) int {
	n := 0
	for _, c := range newModel(sources, Options{Against: against}).columns {
		for _, one := range c.cells {
			if one.isNew {
				n++
			}
		}
	}
	return n
}

// elements are those that hold the data: no browser runs what is in them.
func elements(blobs []blob) template.HTML {
	var b strings.Builder
	for _, one := range blobs {
		fmt.Fprintf(&b, "<script type=\"application/octet-stream\" id=\"%s\">%s</script>\n", one.ID, one.Data)
	}
	return template.HTML(b.String())
}

// Write renders the runs of sources as one page.
func Write(w io.Writer, sources []Source, o Options) error {
	if len(sources) == 0 {
		return errNothing
	}
	if o.Program == "" {
		o.Program = "pgfault"
	}
	m := newModel(sources, o)
	blobs, err := m.blobs()
	if err != nil {
		return err
	}
	style, script := asset("page.css"), asset("page.js")
	p := page{
		Front: m.front(), Style: template.CSS(style), Script: template.JS(script), Blobs: elements(blobs),
		Policy: fmt.Sprintf("default-src 'none'; img-src data:; style-src %s; script-src %s; base-uri 'none'; form-action 'none'", hash(style), hash(script)),
	}
	t, err := template.New("page.html").Funcs(template.FuncMap{"escape": report.Escape}).ParseFS(assets, "assets/page.html")
	if err != nil {
		return fmt.Errorf("read page's template: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, p); err != nil {
		return fmt.Errorf("make page: %w", err)
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	return nil
}

func asset(name string) string {
	data, err := assets.ReadFile("assets/" + name)
	if err != nil {
		panic(err) // it is compiled in
	}
	return string(data)
}

// hash is how a content security policy names an inline script or style.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
