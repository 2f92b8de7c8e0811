// Package layersweep holds the layer against the server, at every point of everything that sends something.
//
// An Operation is what a program does: one call of pgx, pgxpool, pgconn or database/sql, or some in a row. It is run once
// without a fault, and what was said on the wire is recorded. Then it is run again for each fault at each place of that
// conversation. Where a call fails, pgdiag is asked in each way that a program can ask it, and what it claims is held
// against what the server holds when nobody is at work any more: a claim against the rows is a lie.
//
// Beside the operations that somebody has thought of there are random ones: statements that write, begin, end, prepare and
// fail, in one message, batch or pipeline. What they leave is learnt from a run without a fault.
//
// The other side is counted as well: of the points whose truth follows from the bytes that the client was given, how many
// got a definite answer. Unknown is never a lie, and a layer that says nothing else would pass but for that share.
package layersweep
