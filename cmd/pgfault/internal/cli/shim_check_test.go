package cli

import (
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/shimcheck"
	"github.com/pgfault/pgfault/harness/target"
)

func TestACheckOfAShimReadsAsAListOfWhatIsLeft(t *testing.T) {
	got := renderShimCheck(shimcheck.Report{
		Hello: target.Hello{Name: "my\x1bclient", Version: "1.0"},
		Items: []shimcheck.Item{
			{What: "connect"},
			{What: "query", Problems: []string{`status "ready" is no status`}, Notes: []string{"it says no tag"}},
			{What: "pool", Skipped: "not declared"},
		},
		Coverage: shimcheck.Coverage{
			Scenarios: 10, Asked: 7, Missing: []shimcheck.Missing{{Capability: target.CapPool, Scenarios: 3}}, Said: []target.Report{target.ReportStatus},
			Unsaid: []target.Report{target.ReportTx, target.ReportClass},
		},
	}, "15.18")
	want := `my\x1bclient 1.0 on PostgreSQL 15.18
 1  ok     connect
 2  to do  query
             - status "ready" is no status
             (it says no tag)
 3  -      pool: not declared
1 of 3 are left to do
it would be asked 7 of 10 scenarios
  3 need pool, which it does not declare
safety is judged in all of them; beside that what it says: status
neutral, since it does not say it: tx, class
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if strings.Contains(got, "\x1b") {
		t.Error("text from outside is not escaped")
	}
}
