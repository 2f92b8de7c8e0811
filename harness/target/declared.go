package target

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// operationNames are the operations that can be asked of a target.
var operationNames = []Op{
	OpConnect, OpClose, OpQuery, OpBegin, OpCommit, OpRollback, OpPrepare, OpExecute, OpCopyIn, OpCopyOut, OpListen,
	OpWaitNotification, OpCancel, OpStatus, OpBatch, OpQueryRow, OpQueryStart, OpQueryRest, OpResolve, OpPoolOpen, OpPoolClose,
	OpPoolAcquire, OpPoolRelease,
}

// checkReports finds claims that are none.
func (h Hello) checkReports() error {
	for i, r := range h.Reports {
		if !slices.Contains(Reports, r) {
			return fmt.Errorf("it declares the report %s", unknown(string(r), names(Reports)))
		}
		if slices.Contains(h.Reports[:i], r) {
			return fmt.Errorf("it declares the report %q twice", r)
		}
	}
	return nil
}

// check finds what traits say that means nothing.
func (t Traits) check() error {
	for _, one := range []struct{ name, value, known string }{
		{"deadline", string(t.Deadline), "call connection none"},
		{"cancel", string(t.Cancel), "any running none"},
		{"begin", string(t.Begin), "eager lazy"},
		{"pool", string(t.Pool), "lazy eager replaces"},
		{"acquire", string(t.Acquire), "waits fails"},
		{"prepare", string(t.Prepare), "wire lazy emulated pins"},
		{"copy", string(t.Copy), "any in_tx"},
		{"codes", string(t.Codes), "all statement"},
		{"arguments", string(t.Arguments), "text typed"},
	} {
		if known := strings.Fields(one.known); one.value != "" && !slices.Contains(known, one.value) {
			return fmt.Errorf("it declares the trait %s %s", one.name, unknown(one.value, known))
		}
	}
	for _, one := range []struct {
		name  string
		value int64
	}{
		{"deadline_granularity_ms", t.DeadlineGranularityMS},
		{"connect_timeout_granularity_ms", t.ConnectTimeoutGranularityMS},
		{"status_delay_ms", t.StatusDelayMS},
	} {
		if one.value < 0 {
			return fmt.Errorf("it declares the trait %s %d, which is negative", one.name, one.value)
		}
	}
	for _, op := range t.GivenUp {
		if !slices.Contains(operationNames, op) {
			return fmt.Errorf("it declares the trait given_up with the operation %s", unknown(string(op), names(operationNames)))
		}
	}
	if slices.Contains(t.DSN, "") {
		return fmt.Errorf("it declares the trait dsn with a parameter that has no name")
	}
	return nil
}

// traitFields are the names of the traits.
var traitFields = fieldsOf(reflect.TypeFor[Traits]())

// strangeTrait names a trait of a hello that there is none of; "" where all are known.
func strangeTrait(answer map[string]json.RawMessage) string {
	var traits map[string]json.RawMessage
	if json.Unmarshal(answer["traits"], &traits) != nil {
		return ""
	}
	if text := strangeField(traits, traitFields); text != "" {
		return "traits." + text
	}
	return ""
}
