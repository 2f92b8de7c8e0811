package mutant

// breaksPromise is a library with a parameter for the deadline that it does not keep, and whose user has no other word of it.
var breaksPromise = Mutant{
	name: "breaks-promise", Mistake: "promises to keep deadlines by its traits, says no status, and keeps none", terse: true, Waits: true,
	wrap: waitsForever.wrap,
}
