package page

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// pack makes JSON of a value, and of that what a page can hold: compressed, in base64.
func pack(v any) (string, error) {
	var raw bytes.Buffer
	enc := json.NewEncoder(&raw)
	enc.SetEscapeHTML(false) // nobody sees it before it is compressed
	if err := enc.Encode(v); err != nil {
		return "", fmt.Errorf("encode page's data: %w", err)
	}
	return compress(raw.Bytes())
}

func compress(raw []byte) (string, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return "", fmt.Errorf("compress page's data: %w", err)
	}
	if _, err := z.Write(raw); err != nil {
		return "", fmt.Errorf("compress page's data: %w", err)
	}
	if err := z.Close(); err != nil {
		return "", fmt.Errorf("compress page's data: %w", err)
	}
	return base64.StdEncoding.EncodeToString(b.Bytes()), nil
}
