package pgdiag

import (
	"errors"
	"io"
	"net"
	"os"
	"syscall"
)

// fromNetwork fills in what neither a server nor the driver has said: the caller's context ended, or the network failed.
func (d *Diagnosis) fromNetwork(f *facts) {
	connecting := f.connect || f.connecting
	d.Origin = OriginNetwork
	if d.Cause = f.transport; d.Cause == nil {
		d.Cause = f.socket
	}
	switch c := f.callerEnded(); {
	case c == CallerDeadline && (connecting || f.acquiring && f.making):
		d.Condition = ConnectTimeout
	case c != "":
		d.Condition, d.Origin = c, OriginCaller
	case connecting && f.timeout && !isGarbage(d.Cause), f.dialed && f.timeout:
		d.Condition = ConnectTimeout
	default:
		d.Condition = d.transportCondition(f)
	}
	if d.Condition == UnknownFailure {
		d.Origin = OriginClient
	}
}

// callerEnded is the condition of the caller's context where that is what ended the call; empty where it is not. A
// connection that was lost before is lost, whatever has become of the context since.
func (f *facts) callerEnded() Condition {
	switch {
	case (f.connect || f.connecting) && isGarbage(f.transport):
		return "" // the driver may wait for the rest of what is no message
	case f.deadline:
		return CallerDeadline
	case f.canceled:
		return CallerCancel
	case errors.Is(f.transport, errGivenUp) && f.givenUp != "":
		return f.givenUp
	case f.caller != nil && !f.lost():
		return callerCondition(f.caller)
	}
	return ""
}

// transportCondition names what the socket said, as the book has it or else as the error has it.
func (d *Diagnosis) transportCondition(f *facts) Condition {
	switch {
	case f.dns != nil:
		return HostNotFound
	case isGarbage(d.Cause) && !f.tls:
		return ProtocolGarbage
	case f.tls, f.alert && (f.connect || f.connecting), d.Phase == PhaseTLS:
		if f.connect || f.connecting {
			d.Phase = PhaseTLS // TLS 1.3 tells of a client's certificate after the handshake
		}
		return TLSFailure
	case d.Cause == nil && f.closed:
		return ConnectionClosedByOwner
	}
	for err := d.Cause; err != nil; err = errors.Unwrap(err) {
		if c := d.conditionOfNode(err); c != "" {
			return c
		}
	}
	return UnknownFailure
}

// conditionOfNode names what one node of a socket's error says; empty where it says nothing by itself.
func (d *Diagnosis) conditionOfNode(err error) Condition {
	switch err {
	case errGarbage: //nolint:errorlint // one node at a time
		return ProtocolGarbage
	case io.EOF, io.ErrUnexpectedEOF:
		return ConnectionClosedByPeer
	case net.ErrClosed, io.ErrClosedPipe:
		return ConnectionClosedByOwner
	case os.ErrDeadlineExceeded:
		return d.silent()
	}
	errno, ok := err.(syscall.Errno) //nolint:errorlint // one node at a time
	if !ok {
		return ""
	}
	switch errno {
	case syscall.ECONNREFUSED, syscall.ENOENT, syscall.ENOTDIR:
		return ConnectionRefused
	case syscall.EACCES, syscall.EPERM:
		if d.Phase == PhaseDial {
			return HostUnreachable // this machine lets nobody there
		}
	case syscall.EHOSTUNREACH, syscall.ENETUNREACH, syscall.ENETDOWN, syscall.EHOSTDOWN:
		return HostUnreachable
	case syscall.ETIMEDOUT:
		return d.silent()
	case syscall.ECONNRESET, syscall.EPIPE, syscall.ECONNABORTED, syscall.ENETRESET, syscall.ENOTCONN:
		return ConnectionReset
	}
	return ""
}

// silent is the condition where time is over.
func (d *Diagnosis) silent() Condition {
	if d.Phase == PhaseDial {
		return ConnectTimeout
	}
	return ConnectionSilent
}

// connectPhase is the phase of a failed connect by its error alone.
func connectPhase(s *said) Phase {
	switch {
	case s.server != nil && len(s.server.Code) == 5 && s.server.Code[:2] == "28":
		return PhaseAuth
	case s.server != nil:
		return PhaseStartup
	case s.tls:
		return PhaseTLS
	case s.dialed, s.dns != nil:
		return PhaseDial
	}
	return PhaseStartup
}
