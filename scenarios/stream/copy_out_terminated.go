package stream

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CopyOutTerminated is an export whose session is ended.
var CopyOutTerminated = scenario.Scenario{
	ID:    "stream/copy-out-terminated",
	Title: "the backend is terminated in the middle of a COPY TO STDOUT",
	Why:   "The administrator ends what has run all night. The server says so, which is more than a broken line.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P01 admin_shutdown`,
		`PostgreSQL manual, "Server Signaling Functions"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.TerminateBackend{Running: "pg_sleep"}),
		step.CopyOut("a", "COPY (SELECT pg_sleep(10)) TO STDOUT", expect.Fatal("admin_shutdown", "57P01", "OperationalError")),
	},
}
