package mutant

import "github.com/pgfault/pgfault/harness/target"

// wrongClass is rails#48093 and quill-router#646: an exception that the program does not catch.
var wrongClass = Mutant{
	name: "wrong-class", Mistake: "gives every error the class InternalError",
	wrap: lies(func(_ *target.Answer, e *target.Error) { e.Class = "InternalError" }),
}
