package dns

import (
	"encoding/binary"
	"strings"
)

// The numbers of RFC 1035 that are used here, and that of AAAA (RFC 3596).
const (
	headerSize = 12
	typeA      = 1
	typeAAAA   = 28
	classIN    = 1

	flagResponse      = 1 << 15
	flagAuthoritative = 1 << 10
	flagRecursion     = 1<<8 | 1<<7
	codeFailure       = 2
	codeNoSuchName    = 3
)

// question is the one question of a query.
type question struct {
	id   uint16
	host string
	kind uint16
	raw  []byte // As it came: name, type and class.
}

// parse reads a query with one question; not ok for anything else.
func parse(packet []byte) (question, bool) {
	if len(packet) < headerSize || binary.BigEndian.Uint16(packet[4:]) != 1 || packet[2]&0x80 != 0 {
		return question{}, false
	}
	var labels []string
	at := headerSize
	for {
		if at >= len(packet) {
			return question{}, false
		}
		size := int(packet[at])
		at++
		if size == 0 {
			break
		}
		if size > 63 || at+size > len(packet) {
			return question{}, false
		}
		labels = append(labels, string(packet[at:at+size]))
		at += size
	}
	if at+4 > len(packet) {
		return question{}, false
	}
	return question{
		id:   binary.BigEndian.Uint16(packet),
		host: strings.Join(labels, "."),
		kind: binary.BigEndian.Uint16(packet[at:]),
		raw:  append([]byte(nil), packet[headerSize:at+4]...),
	}, true
}

// reply writes the answer to a question. Its addresses are good for this once (a time to live of 0).
func (q question) reply(answer Answer) []byte {
	flags := uint16(flagResponse | flagAuthoritative | flagRecursion)
	var records []byte
	count := 0
	switch {
	case answer.Failure:
		flags |= codeFailure
	case len(answer.Addrs) == 0:
		flags |= codeNoSuchName
	}
	for _, addr := range answer.Addrs {
		data := addr.AsSlice()
		if answer.Failure || (q.kind != typeA || !addr.Is4()) && (q.kind != typeAAAA || !addr.Is6()) {
			continue
		}
		records = append(records, 0xc0, headerSize) // The name is that of the question.
		records = binary.BigEndian.AppendUint16(records, q.kind)
		records = binary.BigEndian.AppendUint16(records, classIN)
		records = binary.BigEndian.AppendUint32(records, 0)
		records = binary.BigEndian.AppendUint16(records, uint16(len(data)))
		records = append(records, data...)
		count++
	}
	reply := binary.BigEndian.AppendUint16(nil, q.id)
	for _, v := range []uint16{flags, 1, uint16(count), 0, 0} {
		reply = binary.BigEndian.AppendUint16(reply, v)
	}
	return append(append(reply, q.raw...), records...)
}
