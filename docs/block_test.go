package docs_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// block is a block of code in a page.
type block struct {
	page string // from the repository's root
	line int    // of its first line
	lang string
	text string
}

func (b block) String() string { return fmt.Sprintf("%s:%d", b.page, b.line) }

// root is the repository, seen from here.
const root = ".."

// pages are the documents that are written by hand or made, and read by people.
func pages(t *testing.T) []string {
	t.Helper()
	var found []string
	for _, pattern := range []string{"README.md", "CHANGELOG.md", "docs/*.md", "pgdiag/*.md", "pgdiag/*/*.md"} {
		paths, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			found = append(found, strings.TrimPrefix(filepath.ToSlash(path), root+"/"))
		}
	}
	return found
}

func read(t *testing.T, page string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, page))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// blocks are all blocks of all pages.
func blocks(t *testing.T) []block {
	t.Helper()
	var all []block
	for _, page := range pages(t) {
		var open *block
		n := 0
		for line := range strings.Lines(read(t, page)) {
			n++
			lang, fence := strings.CutPrefix(strings.TrimSpace(line), "```")
			switch {
			case !fence && open != nil:
				open.text += line
			case fence && open != nil:
				all = append(all, *open)
				open = nil
			case fence:
				open = &block{page: page, line: n + 1, lang: lang}
			}
		}
		if open != nil {
			t.Errorf("%s: it has no end", open)
		}
	}
	return all
}

// The kinds of blocks, each with a test of its own.
const (
	kindGo       = "Go"           // compiled
	kindYAML     = "YAML"         // read by what reads it
	kindPython   = "Python"       // a shim, run
	kindConsole  = "console"      // run, and what is printed compared
	kindCommands = "commands"     // run, or taken apart
	kindShim     = "conversation" // held with the reference
	kindTree     = "tree"         // every path is there
	kindOutput   = "output"       // of an example, whose own test compares it
	kindPicture  = "picture"      // nothing to check
)

// kind tells by its content which test a block has; "" is none.
func (b block) kind() string {
	switch {
	case b.lang == "go":
		return kindGo
	case b.lang == "yaml":
		return kindYAML
	case b.lang == "python":
		return kindPython
	case b.lang != "":
		return ""
	case strings.HasPrefix(b.text, "$ "):
		return kindConsole
	case strings.HasPrefix(b.text, "> {"):
		return kindShim
	case strings.Contains(b.text, "──►"):
		return kindPicture
	case strings.HasPrefix(b.text, "status: "):
		return kindOutput
	case strings.Contains(firstWord(b.text), "/"):
		return kindTree
	case firstWord(b.text) == "pgfault", firstWord(b.text) == "make", firstWord(b.text) == "go":
		return kindCommands
	}
	return ""
}

func firstWord(text string) string { return strings.Fields(text + " -")[0] }

// of are the blocks of a kind; that there is none of it is a mistake of kind's.
func of(t *testing.T, kind string) []block {
	t.Helper()
	var found []block
	for _, b := range blocks(t) {
		if b.kind() == kind {
			found = append(found, b)
		}
	}
	if len(found) == 0 {
		t.Fatalf("no page has a block of kind %s", kind)
	}
	return found
}

func TestEveryBlockIsOfAKindThatIsTested(t *testing.T) {
	for _, b := range blocks(t) {
		if b.kind() == "" {
			t.Errorf("%s: nothing here tests a block of language %q that begins with %q", b, b.lang, firstWord(b.text))
		}
	}
}

// TestTheOutputIsThatOfTheExample: the example's own test compares its output with this.
func TestTheOutputIsThatOfTheExample(t *testing.T) {
	for _, b := range of(t, kindOutput) {
		if !strings.Contains(read(t, "examples/seed/main_test.go"), "`"+b.text+"`") {
			t.Errorf("%s: it is not what examples/seed prints", b)
		}
	}
}
