package mutant

// sendsAgain is retries-everything in a library that says nothing of it: it has another connection by then, and what it sent
// on the first one may have been done.
var sendsAgain = Mutant{
	name: "sends-again", Mistake: "sends a statement again on a new connection after it was sent, and says nothing of it", terse: true,
	wrap: retriesEverything.wrap,
}
