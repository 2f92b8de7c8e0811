package wire

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"io"
)

// keptLimit is how many bytes of bodies are kept in a direction of a connection, and keptOfMore how many of each after that.
const (
	keptLimit  = 64 << 10
	keptOfMore = 96
)

// shownBytes are the first n bytes of a body that may be shown; none of a message that may hold a secret.
func shownBytes(name string, body []byte, n int) string {
	switch name {
	case nameStartup, nameCancel, "BackendKeyData": // parameters may hold anything, and a key ends what others do
		return ""
	}
	text := string(body[:min(n, len(body))])
	if SpeaksOfPassword(text) || mask(text) != text {
		return ""
	}
	return text
}

// WriteBytes writes what is kept of the bodies of entries, as hexadecimal digits: a line for each entry, as WriteTrace has one, which
// is empty where nothing is kept.
func WriteBytes(w io.Writer, entries []Message) error {
	out := bufio.NewWriter(w)
	for _, m := range entries {
		if _, err := fmt.Fprintln(out, hex.EncodeToString(m.Bytes)); err != nil {
			return fmt.Errorf("write bytes: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write bytes: %w", err)
	}
	return nil
}
