package sweep

import (
	"fmt"
	"strings"

	"github.com/pgfault/pgfault/harness/verdict"
)

// mapped is where a point is in the map of all: the messages in their order, by the statement in which they came.
func (st *testbed) mapped(p Point) *verdict.Point {
	group := ""
	if p.step > 0 && p.step <= len(st.workload.Steps) && st.workload.Steps[p.step-1].Do != nil {
		do := st.workload.Steps[p.step-1].Do
		words := []string{fmt.Sprintf("%d. %s", p.step, do.Op)}
		if do.SQL != "" {
			words = append(words, strings.Join(strings.Fields(do.SQL), " "))
		}
		group = strings.Join(words, " ")
	}
	return &verdict.Point{
		Workload: p.Workload, Group: group, Row: fmt.Sprintf("%s #%d", p.Message, p.Occurrence), Order: p.order,
		Direction: string(p.Direction), Fault: p.Fault, Place: p.Place,
	}
}
