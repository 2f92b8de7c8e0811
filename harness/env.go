package harness

import (
	"crypto/tls"

	"github.com/pgfault/pgfault/harness/fault"
)

// Control implements fault.Env: it acts on the processes of a server that is the rig's own.
func (r *Rig) Control() (fault.Control, string) {
	control, reason := r.server.Control()
	if control == nil {
		return nil, reason // An interface that holds no control is not nil.
	}
	return control, ""
}

// Container implements fault.Env: it acts on the container of a server that is the rig's own.
func (r *Rig) Container() (fault.ContainerControl, string) {
	container, reason := r.server.Container()
	if container == nil {
		return nil, reason
	}
	return container, ""
}

// Standby implements fault.Env: it acts on the standby of a server that is the rig's own.
func (r *Rig) Standby() (fault.Control, string) {
	standby, reason := r.server.Standby()
	if standby == nil {
		return nil, reason
	}
	return standby, ""
}

// KeyPair implements fault.Env.
func (r *Rig) KeyPair() (*tls.Certificate, string) { return r.server.KeyPair() }

// WALDisk implements fault.Env: it acts on the file system that the WAL of a server of the rig's own is on.
func (r *Rig) WALDisk() (fault.WALDisk, string) {
	disk, reason := r.server.WALDisk()
	if disk == nil {
		return nil, reason
	}
	return disk, ""
}

// PoolerControl implements fault.Env: it acts on the pgbouncer that the rig was given.
func (r *Rig) PoolerControl() (fault.PoolerControl, string) {
	if r.pooler == nil {
		return nil, "there is no pooler before the server"
	}
	return r.pooler, ""
}

// DatabaseControl implements fault.Env.
func (r *Rig) DatabaseControl() fault.DatabaseControl { return r.database }
