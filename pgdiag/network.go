package pgdiag

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// fromNetwork fills in what neither a server nor the driver has said: the caller's context ended, or the network failed.
func (d *Diagnosis) fromNetwork(t *tree, f *facts) {
	connecting := t.connect || f != nil && f.connecting
	d.Origin = OriginNetwork
	if f != nil {
		d.Cause = f.transport
	}
	if d.Cause == nil {
		d.Cause = t.transport
	}
	switch c := callerEnded(t, f); {
	case c == CallerDeadline && connecting:
		d.Condition = ConnectTimeout
	case c != "":
		d.Condition, d.Origin = c, OriginCaller
	case connecting && t.timeout:
		d.Condition = ConnectTimeout
	default:
		d.Condition = d.transportCondition(t)
	}
	if d.Condition == UnknownFailure {
		d.Origin = OriginClient
	}
}

// callerEnded is the condition of the caller's context where that is what ended the call; empty where it is not. A
// connection that was lost before is lost, whatever has become of the context since.
func callerEnded(t *tree, f *facts) Condition {
	switch {
	case t.deadline:
		return CallerDeadline
	case t.canceled:
		return CallerCancel
	case f == nil:
		return ""
	case f.gaveUp() && f.givenUp != "":
		return f.givenUp
	case f.caller != nil && !f.lost():
		return callerCondition(f.caller)
	}
	return ""
}

// transportCondition names what the socket said, as the book has it or else as the error has it.
func (d *Diagnosis) transportCondition(t *tree) Condition {
	cause := d.Cause
	switch {
	case t.dns != nil:
		return HostNotFound
	case t.tls, d.Phase == PhaseTLS:
		return TLSFailure
	case cause == nil && t.closed:
		return ConnectionClosedByOwner
	case cause == nil:
		return UnknownFailure
	case errors.Is(cause, errGarbage):
		return ProtocolGarbage
	case errors.Is(cause, syscall.ECONNREFUSED), errors.Is(cause, syscall.ENOENT):
		return ConnectionRefused
	case errors.Is(cause, syscall.EHOSTUNREACH), errors.Is(cause, syscall.ENETUNREACH):
		return HostUnreachable
	case errors.Is(cause, syscall.ETIMEDOUT), errors.Is(cause, os.ErrDeadlineExceeded):
		if d.Phase == PhaseDial {
			return ConnectTimeout
		}
		return ConnectionSilent
	case errors.Is(cause, syscall.ECONNRESET), errors.Is(cause, syscall.EPIPE), errors.Is(cause, syscall.ECONNABORTED):
		return ConnectionReset
	case errors.Is(cause, io.EOF), errors.Is(cause, io.ErrUnexpectedEOF):
		return ConnectionClosedByPeer
	}
	return UnknownFailure
}

// connectPhase is the phase of a failed connect by its error alone.
func connectPhase(t *tree) Phase {
	switch {
	case t.pg != nil && len(t.pg.Code) == 5 && t.pg.Code[:2] == "28":
		return PhaseAuth
	case t.pg != nil:
		return PhaseStartup
	case t.tls:
		return PhaseTLS
	case t.dial, t.dns != nil:
		return PhaseDial
	}
	return PhaseStartup
}
