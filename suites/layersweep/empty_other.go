//go:build !unix

package layersweep

// empty would tell whether nothing has come that is not read yet: where nobody can look, a deadline passes in the middle.
func (c *watchedConn) empty() bool { return true }
