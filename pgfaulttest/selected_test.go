package pgfaulttest_test

import (
	"context"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/pgfaulttest"
)

// actAsTest makes TestOfSomebody the test of somebody who tries -run.
const actAsTest = "PGFAULT_TEST_ACT_AS_TEST"

// counted is the reference, and counts what it is asked.
type counted struct {
	target.Target
	asked *atomic.Int64
}

func (c counted) Start(ctx context.Context) (target.Instance, error) {
	inst, err := c.Target.Start(ctx)
	return countedInstance{inst, c.asked}, err
}

type countedInstance struct {
	target.Instance
	asked *atomic.Int64
}

func (c countedInstance) Do(ctx context.Context, req target.Request) (target.Answer, error) {
	c.asked.Add(1)
	return c.Instance.Do(ctx, req)
}

func TestOfSomebody(t *testing.T) {
	if os.Getenv(actAsTest) == "" {
		t.Skip("it is run by TestOnlyWhatIsSelectedIsRun")
	}
	var asked atomic.Int64
	pgfaulttest.Config{Postgres: given(t), Select: []string{"network"}}.Run(t, counted{reference.New(), &asked})
	t.Logf("the target was asked %d times", asked.Load())
}

func TestOnlyWhatIsSelectedIsRun(t *testing.T) {
	const all = "^TestOfSomebody$"
	for _, c := range []struct {
		flags []string
		ran   []string // what begins, besides the test itself
		asked int64    // at most, and more than 0 where this is: the whole family asks hundreds of times
	}{
		{[]string{"-test.run", all + "/network/^reset-while-idle$"}, []string{"/network/reset-while-idle"}, 10},
		{[]string{"-test.run", all + "/commit/reset-after-commit-sent"}, nil, 0},
		{[]string{"-test.run", all + "/network/reset-while-idle", "-test.skip", all + "/network"}, nil, 0},
	} {
		cmd := exec.CommandContext(t.Context(), os.Args[0], append(c.flags, "-test.v")...)
		cmd.Env = append(os.Environ(), actAsTest+"=1")
		text, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", c.flags, err, text)
		}
		var ran []string
		for line := range strings.Lines(string(text)) {
			if name, ok := strings.CutPrefix(line, "=== RUN   TestOfSomebody/"); ok {
				ran = append(ran, "/"+strings.TrimSpace(name))
			}
		}
		if strings.Join(ran, " ") != strings.Join(c.ran, " ") {
			t.Errorf("%v runs %v", c.flags, ran)
		}
		_, count, _ := strings.Cut(string(text), "was asked ")
		count, _, _ = strings.Cut(count, " ")
		if asked, err := strconv.ParseInt(count, 10, 64); err != nil || asked > c.asked || asked < min(1, c.asked) {
			t.Errorf("%v: want at most %d operations:\n%s", c.flags, c.asked, text)
		}
	}
}

func TestTwoOfOneNameAreOneTooMany(t *testing.T) {
	if os.Getenv(actAsTest) == "" {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestTwoOfOneNameAreOneTooMany$")
		cmd.Env = append(os.Environ(), actAsTest+"=1")
		if text, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(text), `two scenarios are called "my/own"`) {
			t.Errorf("%v\n%s", err, text)
		}
		return
	}
	pgfaulttest.Config{Scenarios: []scenario.Scenario{{ID: "my/own"}, {ID: "my/own"}}}.Run(t, reference.New())
}
