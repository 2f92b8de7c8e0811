package container

// What the tests call.
var Candidates = candidates

// Known says which version of PostgreSQL an image's name tells of, and how it ranks among those of that version.
func Known(tag string) (version string, order int, ok bool) {
	i, ok := known(tag)
	return i.version, i.rank, ok
}
