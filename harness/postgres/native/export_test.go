package native

// What tests look at.
var (
	Search       = search
	SearchAsUser = searchAsUser
	Unprivileged = unprivileged
)
