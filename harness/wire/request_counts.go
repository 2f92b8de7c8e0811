package wire

// requestCounts counts what the client has asked, or what the server has answered: the answers come in the order of the
// questions, and each Query, Sync, FunctionCall and StartupMessage has a ReadyForQuery at its end.
type requestCounts struct {
	rounds int64 // questions that a ReadyForQuery answers, or ReadyForQueries
	parses int64 // since the last of them
	binds  int64
}

// add counts a message that the client sends. A StartupMessage has no type: 0.
func (o *requestCounts) add(kind byte) {
	switch kind {
	case 'Q', 'S', 'F':
		*o = requestCounts{rounds: o.rounds + 1}
	case 'P':
		o.parses++
	case 'B':
		o.binds++
	}
}

// answer counts a message that the server sends.
func (o *requestCounts) answer(kind byte) {
	switch kind {
	case 'Z':
		*o = requestCounts{rounds: o.rounds + 1}
	case '1':
		o.parses++
	case '2':
		o.binds++
	}
}
