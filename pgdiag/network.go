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
	case connecting && f.timeout:
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
	cause := d.Cause
	switch {
	case f.dns != nil:
		return HostNotFound
	case f.tls, d.Phase == PhaseTLS:
		return TLSFailure
	case cause == nil && f.closed:
		return ConnectionClosedByOwner
	case cause == nil:
		return UnknownFailure
	case errors.Is(cause, errGarbage):
		return ProtocolGarbage
	case errors.Is(cause, syscall.ECONNREFUSED), errors.Is(cause, syscall.ENOENT):
		return ConnectionRefused
	case errors.Is(cause, syscall.EHOSTUNREACH), errors.Is(cause, syscall.ENETUNREACH), errors.Is(cause, syscall.ENETDOWN),
		errors.Is(cause, syscall.EHOSTDOWN):
		return HostUnreachable
	case errors.Is(cause, syscall.ETIMEDOUT), errors.Is(cause, os.ErrDeadlineExceeded):
		if d.Phase == PhaseDial {
			return ConnectTimeout
		}
		return ConnectionSilent
	case errors.Is(cause, syscall.ECONNRESET), errors.Is(cause, syscall.EPIPE), errors.Is(cause, syscall.ECONNABORTED),
		errors.Is(cause, syscall.ENETRESET), errors.Is(cause, syscall.ENOTCONN):
		return ConnectionReset
	case errors.Is(cause, io.EOF), errors.Is(cause, io.ErrUnexpectedEOF):
		return ConnectionClosedByPeer
	case errors.Is(cause, net.ErrClosed), errors.Is(cause, io.ErrClosedPipe):
		return ConnectionClosedByOwner
	}
	return UnknownFailure
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
