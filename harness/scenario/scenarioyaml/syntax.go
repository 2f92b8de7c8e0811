package scenarioyaml

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// lineOfParser is how YAML's parser says where, which is the line alone, where it knows one.
var lineOfParser = regexp.MustCompile(`^line \d+: `)

// syntax is an error of YAML's parser, with the place at which what it can't read begins.
func syntax(data []byte, err error) error {
	text := lineOfParser.ReplaceAllString(strings.TrimPrefix(err.Error(), "yaml: "), "")
	before := readable(data)
	return &Error{
		Line:   bytes.Count(before, []byte("\n")) + 1,
		Column: utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1,
		Text:   text + ", expected YAML",
	}
}

// closely is how far before the parser's own end, in bytes, a place is looked for byte by byte; before it, by lines.
const closely = 500

// readable is the longest beginning of the data that is YAML. The parser looks ahead, and fails beyond it.
func readable(data []byte) []byte {
	src := &taken{from: bytes.NewReader(data)}
	_ = yaml.NewDecoder(src).Decode(new(yaml.Node)) // fails: that is why we are here
	data = data[:src.n]
	for n := len(data); n > 0; n-- {
		far, inLine := len(data)-n > closely, data[n-1] != '\n'
		if far && inLine {
			continue
		}
		err := yaml.NewDecoder(bytes.NewReader(data[:n])).Decode(new(yaml.Node))
		if err == nil || errors.Is(err, io.EOF) {
			return data[:n]
		}
	}
	return nil
}

// taken gives what it reads byte by byte, and counts how much was taken.
type taken struct {
	from io.Reader
	n    int
}

func (t *taken) Read(p []byte) (int, error) {
	n, err := t.from.Read(p[:min(1, len(p))])
	t.n += n
	return n, err //nolint:wrapcheck // io.EOF is what the parser waits for
}
