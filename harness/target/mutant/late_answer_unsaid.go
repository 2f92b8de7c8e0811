package mutant

// lateAnswerUnsaid is late-answer in a library that has no word for the state of a connection: that nobody has called it open
// makes the next question's answer no better.
var lateAnswerUnsaid = Mutant{
	name: "late-answer-unsaid", Mistake: "says no status, gives up an answer that is late, and takes it for the next question's", terse: true,
	wrap: lateAnswer.wrap,
}
