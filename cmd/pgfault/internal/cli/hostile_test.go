package cli_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/pgfault/pgfault/cmd/pgfault/internal/cli"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
)

// actAsHostile makes this program a shim that says in each text what would do something else than be read.
const actAsHostile = "PGFAULT_TEST_ACT_AS_HOSTILE"

// hostileText is markup, a terminal's orders, marks that turn the direction, a workflow's command, the end of a CDATA section, a new
// line of a log, and bytes that are no UTF-8.
const hostileText = "<script>alert(1)</script><img src=x onerror=alert(2)>\x1b[31m\x1b]0;t\a\u202egnp\u2066 ]]> ::error::x\r\n::error file=x::y | `x` \xff\xfe\x00"

// large is how much the client says at once. A shim's line has 16 MB at most, and JSON makes six bytes of some.
const large = 1 << 20

// hostileInstance is the reference, whose texts are hostile.
type hostileInstance struct{ target.Instance }

func (h hostileInstance) Hello() target.Hello {
	hello := h.Instance.Hello()
	hello.Name, hello.Version, hello.Language = "evil"+hostileText, hostileText, hostileText
	hello.Homepage, hello.IssuesURL = "javascript:alert(3)", hostileText
	return hello
}

func (h hostileInstance) Do(ctx context.Context, req target.Request) (target.Answer, error) {
	a, err := h.Instance.Do(ctx, req)
	fmt.Fprintln(os.Stderr, hostileText)
	if a.Error != nil {
		a.Error.Message = hostileText + strings.Repeat(hostileText, large/len(hostileText))
		a.Error.Native, a.Error.SQLState = hostileText, hostileText
	}
	return a, err
}

func hostileShim() error {
	inst, err := reference.New().Start(context.Background())
	if err != nil {
		return err
	}
	return target.Serve(context.Background(), os.Stdin, os.Stdout, hostileInstance{inst})
}

// hostileScenario has the server say 1 MB of it as an error's message and 10 MB in a row; and SQL that is as bad.
const hostileScenario = `
id: hostile/text
title: "text <script>alert(4)</script> \u202e \e[31m"
why: "because ]]> \u202e"
steps:
  - do: {op: connect, session: a}
  - do: {op: query, session: a, sql: "DO $$BEGIN RAISE EXCEPTION '%', repeat(E'<script>alert(7)</script>\\e[31m', 30000); END$$"}
  - inject: {inject: {at: {message: ReadyForQuery}, say: {notice: {message: "<script>alert(8)</script> \u202e \e[31m"}}}}
  - do: {op: query, session: a, sql: "SELECT 1"}
  - do: {op: query, session: a, sql: "SELECT '<script>alert(5)</script> \u202e \e[31m ::error::z'", expect: {rows: [["1"]]}}
  - do: {op: query, session: a, sql: "SELECT '<script>alert(6)</script>' || repeat('x', 10000000)", expect: {rows: [["1"]]}}
truth:
  - {name: "<script>alert(9)</script> \u202e", sql: "SELECT '<script>alert(10)</script>'", rows: [["1"]]}
`

var markup = regexp.MustCompile(`(?i)(?:^|[^\\\\])<(?:script>alert|img src=x)|href=.?javascript:`)

// safe says what is wrong with a text that a person or a program reads: it has orders for a terminal, marks of direction, or what is
// no UTF-8.
func safe(text []byte) string {
	if !utf8.Valid(text) {
		return "it is no UTF-8"
	}
	at := bytes.IndexFunc(text, func(r rune) bool {
		return r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r))
	})
	if at >= 0 {
		return fmt.Sprintf("it has %q", text[max(0, at-40):min(len(text), at+20)])
	}
	return ""
}

// TestHostileTextIsOnlyText has a client, a server and a scenario say what would do something else than be read, 10 MB at once, and
// looks at every face of the run: the terminal, lines, JSON, JUnit, the step's summary, annotations, the page and all that is kept.
func TestHostileTextIsOnlyText(t *testing.T) {
	t.Setenv(actAsHostile, "1")
	for _, format := range []string{"pretty", "plain", "jsonl"} {
		t.Run(format, func(t *testing.T) {
			folder := t.TempDir()
			file := filepath.Join(folder, "hostile.yaml")
			if err := os.WriteFile(file, []byte(hostileScenario), 0o600); err != nil {
				t.Fatal(err)
			}
			t.Setenv("GITHUB_STEP_SUMMARY", filepath.Join(folder, "summary.md"))
			t.Setenv("GITHUB_ACTIONS", "true")
			got := call("", "run", file, "--postgres", "native", "--format", format, "--no-color", "--timeout", "60s", "--out", filepath.Join(folder, "results"),
				"--junit", filepath.Join(folder, "junit.xml"), "--html", filepath.Join(folder, "report.html"), "--", os.Args[0])
			if got.code != 1 {
				t.Fatalf("it ends with %d, and nothing is shown: %.2000s%.2000s", got.code, got.stdout, got.stderr)
			}
			screen := strings.ReplaceAll(strings.ReplaceAll(got.stdout, "\r\x1b[K", ""), "\x1b[K", "") // the live line is ours
			if wrong := safe([]byte(screen)); wrong != "" || len(screen) > 2<<20 && format != "jsonl" {
				t.Errorf("the screen has %d bytes: %s", len(screen), wrong)
			}
			for line := range strings.Lines(screen) {
				if strings.HasPrefix(line, "::") && !strings.HasPrefix(line, "::error title=") && !strings.HasPrefix(line, "::warning title=") {
					t.Errorf("a command for the workflow: %.200s", line)
				}
			}
			kinds := map[string]int{}
			err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
				if err != nil || !entry.Type().IsRegular() || path == file {
					return err
				}
				data, err := os.ReadFile(path)
				if err != nil {
					return err
				}
				kind := filepath.Ext(path)
				kinds[kind]++
				switch kind {
				case ".html":
					for _, blob := range packed.FindAllSubmatch(data, -1) {
						if wrong := safe(unpack(t, string(blob[1]))); wrong != "" {
							t.Errorf("in the page: %s", wrong)
						}
					}
					data = packed.ReplaceAll(data, nil)
					if len(data) > 3<<20 || markup.Match(data) {
						t.Errorf("the page has %d bytes beside what is packed, and markup: %q", len(data), markup.Find(data))
					}
				case ".md":
					if len(data) > 1<<20 || markup.Match(data) {
						t.Errorf("the summary has %d bytes, and markup: %q", len(data), markup.Find(data))
					}
				case ".xml":
					for dec := xml.NewDecoder(bytes.NewReader(data)); ; {
						if _, err := dec.Token(); errors.Is(err, io.EOF) {
							break
						} else if err != nil {
							t.Errorf("JUnit: %v", err)
							break
						}
					}
				case ".log":
					return nil // it is kept as the target wrote it
				}
				if wrong := safe(data); wrong != "" {
					t.Errorf("%s: %s", path, wrong)
				}
				if len(data) > 64<<20 {
					t.Errorf("%s has %d bytes", path, len(data))
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
			for _, kind := range []string{".html", ".md", ".xml", ".jsonl", ".txt"} {
				if kinds[kind] == 0 {
					t.Errorf("there is no %s", kind)
				}
			}
			replays(t, folder)
		})
	}
}

// replays has what was kept played, and reads what is told of it.
func replays(t *testing.T, folder string) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(folder, "results", "latest", "hostile", "text", "transcript.jsonl"))
	if err != nil || len(found) != 1 {
		t.Fatalf("%v, %v", found, err)
	}
	var out, stderr bytes.Buffer
	if code := cli.Execute([]string{"pgfault", "replay", found[0]}, strings.NewReader("q\n"), &out, &stderr); code != 0 {
		t.Errorf("replay ends with %d: %s", code, stderr.String())
	}
	if wrong := safe(out.Bytes()); wrong != "" {
		t.Errorf("replay: %s", wrong)
	}
}
