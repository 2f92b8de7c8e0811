package pgdiag

import (
	"fmt"
	"log/slog"
	"strings"
)

// Explain says in plain words what happened, what is known of the write, and what to do. It holds no value and no
// password: of a server's error it takes the message alone, which may name a key but not the row. Of a connect that has
// failed it says where, and what to look at.
func (d *Diagnosis) Explain() string {
	switch {
	case d == nil:
		return "Nothing has failed."
	case d.Condition == BadDSN:
		return d.unreadable(secretsIn(d.err))
	case d.connect && d.Phase != PhaseQuery && len(d.places()) > 0:
		return d.explainConnect()
	}
	return d.whatHappened() + " " + d.whatOfTheWrite() + " " + d.whatToDo()
}

func (d *Diagnosis) whatHappened() string {
	switch {
	case d.pg != nil:
		who := "The server"
		if d.Origin == OriginPooler {
			who = "The pooler"
		}
		what := fmt.Sprintf("%s answered %s (%s): %s.", who, d.Condition, d.SQLState, strings.TrimSuffix(d.pg.Message, "."))
		if d.First != nil {
			what += fmt.Sprintf(" The transaction had failed before, with %s (%s): %s.", conditionOfCode(d.First.Code), d.First.Code,
				strings.TrimSuffix(d.First.Message, "."))
		}
		return what
	case d.Notice != nil && d.Status == StatusFaulty:
		return fmt.Sprintf("%s; the server's last words were %s.", happened(d.Condition, d.Phase), d.Notice.Code)
	}
	return happened(d.Condition, d.Phase) + "."
}

// happened is a condition as a sentence without its full stop.
func happened(c Condition, p Phase) string {
	if s, ok := sentences[c]; ok {
		if p != PhaseQuery && p != "" && c != TLSFailure {
			s += ", in phase " + string(p)
		}
		return s
	}
	return "The failure is " + string(c)
}

var sentences = map[Condition]string{
	ConnectionRefused:       "Nobody listens at the server's address",
	HostNotFound:            "The server's name does not resolve",
	HostUnreachable:         "There is no way to the server's address",
	ConnectTimeout:          "The server did not answer in the time there was to connect",
	TLSFailure:              "No TLS connection came about",
	ConnectionReset:         "The connection was reset",
	ConnectionClosedByPeer:  "The other side closed the connection without a word",
	ConnectionSilent:        "The other side has gone silent",
	ProtocolGarbage:         "What came back is not the PostgreSQL protocol",
	CallerDeadline:          "The caller's time ran out",
	CallerCancel:            "The caller cancelled the call",
	ConnectionBusy:          "Another call is using the connection",
	ConnectionClosedByOwner: "The connection had been closed by its owner",
	TransactionClosed:       "The transaction had ended already",
	PoolClosed:              "The pool had been closed",
	PoolExhausted:           "All connections of the pool were in use, and none became free in time",
	EncodeFailure:           "An argument can't be sent as what the server asks for",
	CopySourceFailure:       "What was to be copied to the server could not be read",
	AuthenticationRefused:   "The client did not accept how the server asked for the password, or the server's own proof that it knows it",
	DecodeFailure:           "A value can't be read into what the caller gave for it",
	NoRows:                  "There is no row",
	TooManyRows:             "There is more than one row",
	CommitRolledBack:        "The server answered COMMIT with a rollback, since the transaction had failed before",
	BadDSN:                  "The connection string can't be understood",
	ServerMismatch:          "The server is not of the kind that target_session_attrs asks for",
	UnknownFailure:          "The failure is one that is not known here",
}

func (d *Diagnosis) whatOfTheWrite() string {
	switch d.Outcome {
	case OutcomeNotSent:
		return "Nothing of the call reached the server."
	case OutcomeRolledBack:
		return "Nothing of it stays in the database."
	case OutcomeCommitted:
		return "It is committed all the same."
	}
	if d.Status == StatusOpen && d.Origin == OriginClient {
		return "What the call wrote is in the open session or transaction."
	}
	return "Whether it took effect can't be known from here."
}

func (d *Diagnosis) whatToDo() string {
	switch d.Retry {
	case RetryStatement:
		return "The statement can be tried again on the same connection."
	case RetryTransaction:
		return "The transaction can be run again from its start, on the same connection."
	case RetryReconnect:
		return "It can be done again from the start on a new connection."
	case RetryWait:
		return "It can be done again from the start on a new connection, after a while."
	case RetryVerifyFirst:
		return "Ask the server what became of it before doing it again."
	}
	if d.Outcome == OutcomeCommitted {
		return "It must not be done again."
	}
	return "Trying again would not help."
}

// LogValue implements slog.LogValuer: the axes of the diagnosis, and the texts last.
func (d *Diagnosis) LogValue() slog.Value {
	if d == nil {
		return slog.Value{}
	}
	attrs := []slog.Attr{slog.String("condition", string(d.Condition))}
	if d.SQLState != "" {
		attrs = append(attrs, slog.String("sqlstate", d.SQLState))
	}
	attrs = append(attrs, slog.String("class", string(d.Class)), slog.String("origin", string(d.Origin)), slog.String("scope", string(d.Scope)),
		slog.String("outcome", string(d.Outcome)), slog.String("rule", d.Rule), slog.String("retry", string(d.Retry)), slog.String("phase", string(d.Phase)),
		slog.String("status", string(d.Status)), slog.String("tx", string(d.Tx)), slog.String("error", d.Error()))
	return slog.GroupValue(attrs...)
}
