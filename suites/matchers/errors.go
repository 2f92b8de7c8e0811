package matchers

import "errors"

// errNil is what a matcher says of no error at all.
var errNil = errors.New("there is no error to diagnose")
