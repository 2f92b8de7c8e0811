package wire

// order counts what the client has asked, or what the server has answered: the answers come in the order of the
// questions, and each Query, Sync, FunctionCall and StartupMessage has a ReadyForQuery at its end.
type order struct {
	rounds int64 // questions that a ReadyForQuery answers, or ReadyForQueries
	parses int64 // since the last of them
	binds  int64
}

// add counts a message that the client sends. A StartupMessage has no type: 0.
func (o *order) add(kind byte) {
	switch kind {
	case 'Q', 'S', 'F':
		*o = order{rounds: o.rounds + 1}
	case 'P':
		o.parses++
	case 'B':
		o.binds++
	}
}

// answer counts a message that the server sends.
func (o *order) answer(kind byte) {
	switch kind {
	case 'Z':
		*o = order{rounds: o.rounds + 1}
	case '1':
		o.parses++
	case '2':
		o.binds++
	}
}
