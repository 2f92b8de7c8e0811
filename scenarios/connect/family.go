// Package connect holds the scenarios in which no connection comes about.
package connect

import "github.com/pgfault/pgfault/harness/scenario"

// All lists the family's scenarios.
func All() []scenario.Scenario {
	return []scenario.Scenario{
		Refused,
		WrongPassword,
		SilentAfterAccept,
		HangingDial,
		SilentListener,
		CloseAfterAccept,
		ResetAfterAccept,
		NotPostgresql,
		GarbageWhileConnecting,
		StartupCut,
		ResetDuringAuthentication,
		SilentBeforeReady,
		CancelWhileConnecting,
		FragmentsWhileConnecting,
		UnknownRole,
		UnknownDatabase,
		DatabaseClosed,
		NoConnectPrivilege,
		DatabaseLimit,
		RoleLimit,
		NoEntry,
		RoleMayNotLogIn,
		PasswordExpired,
		ServerFull,
		ServerStarting,
		ServerShuttingDown,
		TLSRequiredButOff,
		TLSHandshakeClosed,
		TLSHandshakeStalled,
		TLSUntrusted,
		TLSExpired,
		TLSWrongHost,
		TLSTrusted,
		ChannelBindingWithoutTLS,
		UnsupportedAuthentication,
		BadDSN,
		MissingSocket,
		UnknownHost,
		UnknownFirstHost,
		ServerOfOtherKind,
		NoHostIsWritable,
		StandbyIsSkipped,
		SecondHostAnswers,
	}
}
