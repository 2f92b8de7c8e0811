package port

import "golang.org/x/sys/unix"

// ListenWithoutAccepting listens on the port and takes nobody: one or two connections wait, and who comes then hears
// nothing. What it returns ends it.
func (p *Port) ListenWithoutAccepting() (end func(), err error) {
	fd, err := socket(p.at)
	if err != nil {
		return nil, err
	}
	if err := unix.Listen(fd, 0); err != nil {
		_ = unix.Close(fd) // ours, and open
		return nil, err
	}
	return func() { _ = unix.Close(fd) }, nil
}
