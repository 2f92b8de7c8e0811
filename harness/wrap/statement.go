package wrap

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
)

// Kind is what a statement does, as far as its answer tells.
type Kind string

// The kinds of statements.
const (
	KindConnect  Kind = "connect"  // a connection is asked for
	KindBegin    Kind = "begin"    // a transaction begins
	KindCommit   Kind = "commit"   // a transaction is committed
	KindRollback Kind = "rollback" // a transaction is given up
	KindWrite    Kind = "write"    // rows are written
	KindSchema   Kind = "schema"   // the schema is changed
	KindRead     Kind = "read"     // nothing is changed that the answer tells of
)

// statement is something that a program asks for, and the answer.
type statement struct {
	conn    int
	via     string // the message that asks: StartupMessage, Query or Execute
	nth     int    // the how manieth message of that name it is, of all connections, from 1
	text    string // the SQL, as far as it is recorded
	kind    Kind
	inTx    bool     // it is part of a transaction that was begun before
	answers []string // the names of the messages of its answer
	tags    []string // of its CommandCompletes
	copied  int      // how many CopyData the program sent for it
	rows    int      // how many DataRows there were
	pending int      // how many answers of statements before it were still to come, when it was sent
	order   int      // its place in the conversation, from 1
	last    bool     // nothing is asked after it on its connection
	at      time.Time
	test    string // the test of a suite that said it; empty where nobody knows
}

// commits tells whether what it did stands when its answer has come.
func (s *statement) commits() bool {
	return s.kind == KindCommit || !s.inTx && (s.kind == KindWrite || s.kind == KindSchema)
}

// changes tells whether it changes something.
func (s *statement) changes() bool {
	return s.kind == KindWrite || s.kind == KindSchema || s.kind == KindCommit
}

// conversation is what a program said to its database, and was answered.
type conversation struct {
	statements []*statement
	// opaque says that it could not be read.
	opaque bool
	conns  int
	// differs says that the program does not say the same in each run.
	differs bool
}

// reading follows one connection.
type reading struct {
	queue    []*statement // what is to be answered; nil is a Sync
	tx       string
	prepared map[string]string // texts by the names of prepared statements
	portals  map[string]string
	newest   *statement
}

// readConversation finds the statements in a recording.
func readConversation(recording []wire.Message) *conversation {
	c := &conversation{}
	conns, counts := map[int]*reading{}, map[string]int{}
	for _, m := range recording {
		if m.Event == wire.Opaque {
			c.opaque = true
		}
		if m.Conn == 0 || m.Event != "" {
			continue
		}
		r := conns[m.Conn]
		if r == nil {
			r = &reading{tx: "idle", prepared: map[string]string{}, portals: map[string]string{}}
			conns[m.Conn] = r
		}
		if m.Direction == wire.Downstream {
			r.answer(m)
			continue
		}
		counts[m.Type]++
		if s := r.ask(m); s != nil {
			s.conn, s.nth, s.at = m.Conn, counts[m.Type], m.At
			c.statements = append(c.statements, s)
			s.order = len(c.statements)
		}
	}
	for _, r := range conns {
		if r.newest != nil {
			r.newest.last = true
		}
	}
	for _, s := range c.statements {
		s.kind = s.kindOf()
	}
	c.conns = len(conns)
	return c
}

// ask takes a message of the program's, and gives the statement that it is.
func (r *reading) ask(m wire.Message) *statement {
	switch m.Type {
	case "Parse":
		name, text := cutName(m.Summary)
		r.prepared[name] = text
	case "Bind":
		portal, rest := cutName(m.Summary)
		name, _ := cutName(strings.TrimPrefix(rest, "statement "))
		r.portals[portal] = r.prepared[name]
	case "Sync":
		r.queue = append(r.queue, nil)
	case "CopyData":
		if r.newest != nil {
			r.newest.copied++
		}
	case "StartupMessage", "Query", "Execute":
		s := &statement{via: m.Type, text: m.Summary, inTx: r.tx != "idle"}
		if m.Type == "Execute" {
			portal, _ := cutName(m.Summary)
			s.text = r.portals[portal]
		}
		for _, before := range r.queue {
			if before != nil {
				s.pending++
			}
		}
		r.queue, r.newest = append(r.queue, s), s
		return s
	}
	return nil
}

// answer takes a message of the server's.
func (r *reading) answer(m wire.Message) {
	for len(r.queue) > 0 && r.queue[0] == nil && m.Type != "ReadyForQuery" {
		return // it answers a Parse or a Describe, or comes by itself
	}
	if m.Type == "ReadyForQuery" {
		r.tx = m.Summary
	}
	if len(r.queue) == 0 {
		return
	}
	s := r.queue[0]
	if s != nil {
		s.answers = append(s.answers, m.Type)
	}
	switch m.Type {
	case "CommandComplete":
		s.tags = append(s.tags, m.Summary)
		if s.via == "Execute" {
			r.queue = r.queue[1:]
		}
	case "DataRow":
		s.rows++
	case "PortalSuspended", "EmptyQueryResponse":
		if s.via == "Execute" {
			r.queue = r.queue[1:]
		}
	case "ReadyForQuery":
		// What was asked before it and has no answer was skipped after an error.
		for len(r.queue) > 0 {
			first := r.queue[0]
			r.queue = r.queue[1:]
			if first == nil || first.via != "Execute" {
				break
			}
		}
	}
}

// cutName takes the quoted name from the front of a summary; it is "" where there is none.
func cutName(summary string) (name, rest string) {
	if !strings.HasPrefix(summary, `"`) {
		return "", summary
	}
	name, rest, _ = strings.Cut(summary[1:], `"`)
	return name, strings.TrimPrefix(rest, " ")
}

// kinds are what the tags of some statements say; of all others that name an object the schema is changed.
var kinds = map[string]Kind{
	"COMMIT": KindCommit, "PREPARE TRANSACTION": KindCommit, "COMMIT PREPARED": KindCommit, "BEGIN": KindBegin, "START": KindBegin, "ROLLBACK": KindRollback,
	"INSERT": KindWrite, "UPDATE": KindWrite, "DELETE": KindWrite, "MERGE": KindWrite, "COPY": KindWrite, "DO": KindWrite, "CALL": KindWrite,
	"CREATE": KindSchema, "ALTER": KindSchema, "DROP": KindSchema, "TRUNCATE": KindSchema, "GRANT": KindSchema, "REVOKE": KindSchema,
	"COMMENT": KindSchema, "REINDEX": KindSchema, "REFRESH": KindSchema, "SECURITY": KindSchema, "IMPORT": KindSchema,
}

// grades are the kinds, the one that counts first where a text has several statements.
var grades = []Kind{KindCommit, KindSchema, KindWrite, KindRollback, KindBegin, KindRead}

// kindOf tells from the answer what a statement does.
func (s *statement) kindOf() Kind {
	if s.via == "StartupMessage" {
		return KindConnect
	}
	best := len(grades) - 1
	for _, tag := range s.tags {
		kind, known := kinds[tag]
		if !known {
			word, _, _ := strings.Cut(tag, " ")
			kind = kinds[word]
		}
		if strings.HasPrefix(tag, "COPY ") && s.copied == 0 {
			kind = KindRead
		}
		if at := slices.Index(grades, kind); at >= 0 && at < best {
			best = at
		}
	}
	return grades[best]
}

// completes is how many CommandCompletes there are in the answer.
func (s *statement) completes() int { return len(s.tags) }

// applicationOf is the name that a client gives itself when it connects.
var applicationOf = regexp.MustCompile(`application_name=(\S+)`)

// divide finds the test of a suite that said each statement.
func (c *conversation) divide(tests *suite) {
	if tests == nil {
		return
	}
	names := map[int]string{}
	for _, s := range c.statements {
		if s.via == "StartupMessage" {
			if found := applicationOf.FindStringSubmatch(s.text); found != nil {
				names[s.conn] = found[1]
			}
		}
		s.test = tests.running(s.at, names[s.conn])
	}
}

// commits is how many statements of the conversation there are after which something stands.
func (c *conversation) commits() int {
	n := 0
	for _, s := range c.statements {
		if s.commits() {
			n++
		}
	}
	return n
}

// name is the statement in a few words, for people and for the names of points: the first words of the SQL.
func (s *statement) name() string {
	if s.via == "StartupMessage" {
		return string(KindConnect)
	}
	return nameOf(s.text)
}

// nameWords and nameLength bound a name.
const (
	nameWords  = 3
	nameLength = 48
)

// nameOf makes a name of the first words of a text of SQL.
func nameOf(sql string) string {
	text := withoutComments(sql)
	if text == "" {
		text = strings.Trim(sql, "-/*; \n") // a comment alone, as some drivers send to see whether a connection lives
	}
	words := strings.FieldsFunc(strings.ReplaceAll(text, `"`, ""), func(r rune) bool {
		return !(r == '_' || r == '.' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
	})
	words = slices.DeleteFunc(words, func(w string) bool {
		switch strings.ToUpper(w) {
		case "IF", "NOT", "EXISTS", "INTO", "ONLY":
			return true
		}
		return false
	})
	if len(words) == 0 {
		return "nothing"
	}
	words[0] = strings.ToUpper(words[0])
	name := strings.Join(words[:min(len(words), nameWords)], "-")
	return name[:min(len(name), nameLength)]
}

// withoutComments takes the comments off the front of a text of SQL.
func withoutComments(sql string) string {
	for {
		sql = strings.TrimSpace(sql)
		switch {
		case strings.HasPrefix(sql, "--"):
			_, rest, ok := strings.Cut(sql, "\n")
			if !ok {
				return ""
			}
			sql = rest
		case strings.HasPrefix(sql, "/*"):
			_, rest, ok := strings.Cut(sql, "*/")
			if !ok {
				return ""
			}
			sql = rest
		default:
			return sql
		}
	}
}
