package cli

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/pgfault/pgfault/harness/scenario"
)

// describeDo says what the target is asked to do, and what is expected of its answer.
func describeDo(b *bytes.Buffer, n int, d scenario.Do) {
	words := []string{"target"}
	say := func(said bool, format string, args ...any) {
		if said {
			words = append(words, fmt.Sprintf(format, args...))
		}
	}
	say(d.Session != "", "%s", d.Session)
	say(true, "%s", d.Op)
	say(d.Name != "", "%s", d.Name)
	say(d.Channel != "", "on channel %s", d.Channel)
	say(d.Pool != "", "of pool %s", d.Pool)
	say(d.Max > 0, "of at most %d", d.Max)
	say(d.MaxLifetime > 0, "whose connections live for %s", d.MaxLifetime)
	say(d.Check > 0, "which looks for %s whether they are alive", d.Check)
	say(d.User != "", "as user %s", d.User)
	say(d.Password != "", "with the password %s", d.Password)
	say(d.Fetch > 0, "%d rows at a time", d.Fetch)
	say(d.Track, "so that it can be resolved")
	say(d.GivenUp != "", "after the caller has given up (%s)", d.GivenUp)
	say(d.Timeout > 0, "within %s", d.Timeout)
	say(d.Async, "and goes on while it runs")
	fmt.Fprintf(b, "  %2d  %s\n", n, strings.Join(words, " "))
	for _, sql := range append(d.Statements, d.SQL) {
		describeText(b, "", sql)
	}
	for _, list := range []struct {
		name   string
		values []string
	}{{"arguments", d.Args}, {"given as", d.As}, {"read into", d.Into}, {"lines", d.Lines}} {
		if len(list.values) > 0 {
			describeText(b, list.name+" ", strings.Join(list.values, ", "))
		}
	}
	if d.Fail != "" {
		describeText(b, "then its source fails: ", d.Fail)
	}
	describeExpect(b, d.Expect)
}

// describeRig says what the rig does beside the target, on a connection of its own that no fault touches.
func describeRig(b *bytes.Buffer, n int, r scenario.Rig) {
	words := []string{"rig", r.Session}
	if r.Session == "" {
		words = []string{"rig"}
	}
	switch {
	case r.SQL == "":
		words = append(words, "waits")
	case r.Standby:
		words = append(words, "runs on the standby")
	default:
		words = append(words, "runs")
	}
	if r.Async {
		words = append(words, "and goes on while it runs")
	}
	fmt.Fprintf(b, "  %2d  %s\n", n, strings.Join(words, " "))
	describeText(b, "", r.SQL)
	if r.Until != "" {
		where := "until this is true: "
		if r.Standby {
			where = "until this is true on the standby: "
		}
		describeText(b, where, r.Until)
	}
}

// describeText is a text of a step, each of its lines below it; none where it is empty.
func describeText(b *bytes.Buffer, before, text string) {
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		if line != "" {
			fmt.Fprintf(b, "        %s%s\n", before, strings.TrimSpace(line))
			before = strings.Repeat(" ", len(before))
		}
	}
}
