package stream

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ListenerSilent takes a listener's connection away without a word.
var ListenerSilent = scenario.Scenario{
	ID:    "stream/listener-silent",
	Title: "a listener's connection is gone without a word, and a notification is sent",
	Why: "A listener asks nothing, so nothing ever fails on it. It must find out by itself that nobody is there any more: " +
		"jobs that were announced meanwhile wait until somebody restarts it.",
	Refs: []string{
		"timgit/pg-boss#850",
		"elixir-ecto/postgrex#386",
		"jackc/pgx#1831",
		"npgsql/npgsql#446",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Listen("a", "jobs"),
		step.Inject(fault.Hold{}),
		step.Async(step.Watch(50*time.Millisecond, step.Wait("a", silent()))),
		step.Rig("rival", "NOTIFY jobs, 'one'"),
	},
}
