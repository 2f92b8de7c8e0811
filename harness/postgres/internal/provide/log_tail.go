package provide

import (
	"io"
	"os"
	"strings"
	"sync"
)

// LogPrefix begins each line of a server's log: when, the process, the code, and the database of a session in angle brackets.
const LogPrefix = "%m [%p] %e %q<%d> "

// keptLog is how much of a log is kept, and read, at most.
const keptLog = 1 << 20

// LogTail keeps the newest of a log that is written to it.
type LogTail struct {
	mu   sync.Mutex
	text []byte
	gone int64 // bytes before the text
}

// Write never fails.
func (t *LogTail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, b...)
	if n := len(t.text) - keptLog; n > keptLog { // not at each write
		t.text = append([]byte(nil), t.text[n:]...)
		t.gone += int64(n)
	}
	return len(b), nil
}

// Since is what was written after a place in the log, as far as it is kept, and the place that it has reached.
func (t *LogTail) Since(place int64) (text string, reached int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	from := min(max(place-t.gone, int64(len(t.text)-keptLog), 0), int64(len(t.text)))
	return string(t.text[from:]), t.gone + int64(len(t.text))
}

// LastLine is the last line that was written whole.
func (t *LogTail) LastLine() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	whole := string(t.text[:strings.LastIndexByte(string(t.text), '\n')+1])
	return strings.TrimSpace(whole[strings.LastIndexByte(strings.TrimRight(whole, "\n"), '\n')+1:])
}

// ReadLog is Since for a log that is a file. What can't be read is no text.
func ReadLog(file *os.File, place int64) (text string, reached int64) {
	info, err := file.Stat()
	if err != nil {
		return "", place
	}
	size := info.Size()
	from := min(max(place, size-keptLog), size)
	data := make([]byte, size-from)
	n, _ := io.ReadFull(io.NewSectionReader(file, from, size-from), data)
	return string(data[:n]), size
}
