package page

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/pgfault/pgfault/harness/report"
)

// chunkSize is about how much JSON is compressed together: enough for what is alike to be found, and little enough to be read at
// once.
const chunkSize = 256 << 10

// scenarioView is what the page shows of a scenario: what is given, and the case of each target.
type scenarioView struct {
	Why   string              `json:"why,omitempty"`
	Given []string            `json:"given,omitempty"`
	Cases map[string]caseView `json:"cases"` // by the column's number
}

// blobs are the compressed parts of the page: the index, the scenarios in chunks, and the conversations, each once.
func (m *model) blobs() ([]blob, error) {
	conversations := &conversations{at: map[uint64]int{}}
	var out []blob
	chunkOf := make([]int, len(m.rows))
	chunk, size, number := map[string]json.RawMessage{}, 0, 0
	flush := func() error {
		if len(chunk) == 0 {
			return nil
		}
		data, err := pack(chunk)
		if err != nil {
			return err
		}
		out = append(out, blob{fmt.Sprintf("chunk-%d", number), data})
		chunk, size = map[string]json.RawMessage{}, 0
		number++
		return nil
	}
	for i, r := range m.rows {
		raw, err := json.Marshal(m.scenario(r, conversations))
		if err != nil {
			return nil, fmt.Errorf("encode %s: %w", r.id, err)
		}
		if size > 0 && size+len(raw) > chunkSize {
			if err := flush(); err != nil {
				return nil, err
			}
		}
		chunk[strconv.Itoa(i)], chunkOf[i] = raw, number
		size += len(raw)
	}
	if err := flush(); err != nil {
		return nil, err
	}
	traces, err := conversations.blobs()
	if err != nil {
		return nil, err
	}
	first, err := pack(m.index(chunkOf))
	if err != nil {
		return nil, err
	}
	return append(append([]blob{{"index", first}}, out...), traces...), nil
}

func (m *model) scenario(r row, traces *conversations) scenarioView {
	out := scenarioView{Why: r.about.Why, Given: r.about.Given, Cases: map[string]caseView{}}
	for i, c := range m.columns {
		if one := c.cells[r.id]; one != nil {
			out.Cases[strconv.Itoa(i)] = m.caseOf(one, traces)
		}
	}
	return out
}

// conversations are those of all cases, each once: a client does the same again and again.
type conversations struct {
	at  map[uint64]int
	all []conversation
}

// add keeps a conversation, and gives its number from 1; 0 where there is none.
func (t *conversations) add(c conversation) int {
	if len(c.Messages) == 0 {
		return 0
	}
	raw, err := json.Marshal(c)
	if err != nil {
		return 0
	}
	h := fnv.New64a()
	_, _ = h.Write(raw) // it never fails
	if n, have := t.at[h.Sum64()]; have {
		return n
	}
	t.all = append(t.all, c)
	t.at[h.Sum64()] = len(t.all)
	return len(t.all)
}

// conversationsTogether is how many are compressed together.
const conversationsTogether = 24

func (t *conversations) blobs() ([]blob, error) {
	var out []blob
	for from := 0; from < len(t.all); from += conversationsTogether {
		data, err := pack(t.all[from:min(from+conversationsTogether, len(t.all))])
		if err != nil {
			return nil, err
		}
		out = append(out, blob{fmt.Sprintf("wire-%d", from/conversationsTogether), data})
	}
	return out, nil
}

// again is the command that runs a result again: as the record says, or by its id alone where it did not fail.
func (m *model) again(s Source, l report.Line) string {
	if s.Record.Summary != nil {
		for _, f := range s.Record.Summary.Failures {
			if f.ID == l.ID && f.Server == l.Server {
				return text(f.Reproduce)
			}
		}
	}
	if command := s.Record.Run.Command; family(l.ID) == "wrap" && len(command) > 1 && command[1] == "wrap" {
		return text(report.ShellLine(slices.Insert(slices.Clone(command), 2, "--point", l.ID[strings.LastIndex(l.ID, "/")+1:])))
	}
	seed := strconv.FormatInt(s.Record.Run.Seed, 10)
	if isSweep(l.ID) {
		return m.command("sweep", "--point", l.ID, "--seed", seed)
	}
	return m.command("run", l.ID, "--seed", seed)
}

// replay is the command that plays the conversation of a result; empty where that is not kept.
func (m *model) replay(s Source, l report.Line) string {
	at := slices.IndexFunc(l.Artifacts, func(path string) bool {
		return path == "transcript.jsonl" || strings.HasSuffix(path, "/transcript.jsonl")
	})
	if at < 0 {
		return ""
	}
	return m.command("replay", filepath.Join(s.Folder, filepath.FromSlash(path.Dir(l.Artifacts[at]))))
}

// command is a command of this program, as a shell takes it.
func (m *model) command(args ...string) string {
	return text(report.ShellLine(append([]string{m.o.Program}, args...)))
}
