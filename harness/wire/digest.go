package wire

import (
	"encoding/binary"
	"hash/crc32"
	"strconv"
	"strings"
)

// digested is of how many rows of an answer the values are known, as checksums: enough to tell one answer from another. More are
// not looked at, since it is the rows that make much of what is carried.
const digested = 3

// The types whose values are the same in text and in binary: name, text, varchar.
var textTypes = map[uint32]bool{19: true, 25: true, 1043: true}

// Checksum is what a digest holds of a value.
func Checksum(value string) string {
	return strconv.FormatUint(uint64(crc32.ChecksumIEEE([]byte(value))), 36)
}

// The parts of a digest that are no checksums.
const (
	DigestNull  = "null" // NULL
	DigestOther = "."    // a column that holds no text
	digestText  = "text" // and one that does
)

// columns digests the body of a RowDescription: which columns hold text.
func columns(body []byte) string {
	if len(body) < 2 {
		return ""
	}
	n := int(binary.BigEndian.Uint16(body))
	body = body[2:]
	var out []string
	for range n {
		end := strings.IndexByte(string(body), 0)
		if end < 0 || len(body) < end+19 {
			return "" // longer than what is looked at
		}
		one := DigestOther
		if textTypes[binary.BigEndian.Uint32(body[end+7:])] {
			one = digestText
		}
		out = append(out, one)
		body = body[end+19:]
	}
	return strings.Join(out, " ")
}

// copied digests the body of a CopyOutResponse or a CopyInResponse: a line of text, or something else.
func copied(body []byte) string {
	if len(body) > 0 && body[0] == 0 {
		return digestText
	}
	return DigestOther
}

// values digests the body of a DataRow, each value for itself; empty where it is longer than what is looked at.
func values(body []byte) string {
	if len(body) < 2 {
		return ""
	}
	n := int(binary.BigEndian.Uint16(body))
	body = body[2:]
	var out []string
	for range n {
		if len(body) < 4 {
			return ""
		}
		size := int32(binary.BigEndian.Uint32(body))
		body = body[4:]
		switch {
		case size < 0:
			out = append(out, DigestNull)
			continue
		case int(size) > len(body):
			return ""
		}
		out = append(out, Checksum(string(body[:size])))
		body = body[size:]
	}
	return strings.Join(out, " ")
}
