package target_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/target"
)

func TestAHelloIsTakenStrictly(t *testing.T) {
	for _, tt := range []struct{ say, want string }{
		{`"reports":["sqlstat"]`, `the report "sqlstat", which is unknown; did it mean sqlstate?`},
		{`"reports":["tx","tx"]`, `the report "tx" twice`},
		{`"traits":{"dead_line":"none"}`, `the field traits."dead_line", which is unknown; did it mean deadline?`},
		{`"traits":{"deadline":"nonne"}`, `the trait deadline "nonne", which is unknown; did it mean none?`},
		{`"traits":{"cancel":"never"}`, `the trait cancel "never", which is unknown`},
		{`"traits":{"status_delay_ms":-1}`, `status_delay_ms -1, which is negative`},
		{`"traits":{"given_up":["querry"]}`, `the operation "querry", which is unknown; did it mean query?`},
		{`"traits":{"dsn":[""]}`, `a parameter that has no name`},
		{`"reports":["sqlstate"],"traits":{"deadline":"connection","deadline_granularity_ms":1000,"given_up":["query"],"dsn":["sslmode"]}`, ""},
	} {
		script := `read line; echo '{"id":1,"ok":true,` + tt.say + `}'; read line; exit 0`
		inst, err := target.Exec("sh", "-c", script).Start(t.Context())
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("%s: %v", tt.say, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s: want %q, got %v", tt.say, tt.want, err)
		}
		if err == nil {
			_ = inst.Close(t.Context())
		}
	}
}

func TestWhatIsNotDeclaredIsTheDefault(t *testing.T) {
	has := target.Hello{}.Has()
	want := target.Traits{
		Deadline: target.DeadlineCall, Cancel: target.CancelAny, Begin: target.BeginEager, Pool: target.PoolLazy,
		Acquire: target.AcquireWaits, Prepare: target.PrepareWire, Copy: target.CopyAny, Codes: target.CodesAll,
		Arguments: target.ArgumentsText,
	}
	if got, _ := json.Marshal(has); string(got) != string(must(json.Marshal(want))) {
		t.Errorf("the defaults are %s", got)
	}
	if !has.Takes(target.OpQuery) || !has.Understands("hosts") {
		t.Error("the default takes and understands not all")
	}
}

func must(data []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return data
}

func TestReportsFollowFromCapabilitiesWhereNoneAreDeclared(t *testing.T) {
	h := target.Hello{Capabilities: []target.Capability{target.CapStatus}}
	if !h.Speaks(target.ReportTx) || h.Speaks(target.ReportClass) || h.Speaks(target.ReportFaulty) {
		t.Error("status is not status and tx")
	}
	var said target.Hello
	if err := json.Unmarshal([]byte(`{"capabilities":["status"],"reports":[]}`), &said); err != nil || said.Speaks(target.ReportStatus) {
		t.Errorf("who reports nothing speaks of a status (%v)", err)
	}
	if again := string(must(json.Marshal(said))); !strings.Contains(again, `"reports":[]`) {
		t.Errorf("that it reports nothing is lost in %s", again)
	}
}

func TestADeadlineIsRoundedUpAsDeclared(t *testing.T) {
	traits := target.Traits{DeadlineGranularityMS: 1000, ConnectTimeoutGranularityMS: 2000}
	for op, want := range map[target.Op]time.Duration{target.OpQuery: time.Second, target.OpConnect: 2 * time.Second} {
		if d, ok := traits.Promised(op, 80*time.Millisecond); !ok || d != want {
			t.Errorf("%s: %s, %t", op, d, ok)
		}
	}
	if _, ok := (target.Traits{Deadline: target.DeadlineNone}).Promised(target.OpQuery, time.Second); ok {
		t.Error("none is promised")
	}
	if _, ok := (target.Traits{ConnectTimeoutGranularityMS: 86400000}).Promised(target.OpConnect, time.Second); ok {
		t.Error("a connect that no limit ends is promised to end")
	}
}

func TestFieldsSayWhatTheDSNSays(t *testing.T) {
	for dsn, want := range map[string]string{
		"postgres://u:p%40@127.0.0.1:6000/db?sslmode=disable&application_name=a": `{"host":"127.0.0.1","port":6000,"user":"u","password":"p@","database":"db","sslmode":"disable","parameters":{"application_name":"a"}}`,
		"postgres://u:p@h1:1,h2:2/db":                                            `{"host":"h1","port":1,"hosts":["h1:1","h2:2"],"user":"u","password":"p","database":"db"}`,
		"postgres://u:p@h1:1/db?host=a,b&dbname=other":                           `{"host":"a","port":1,"hosts":["a:1","b:1"],"user":"u","password":"p","database":"other"}`,
		"postgres://u:p@h1:1/db?host=%2Ftmp%2Fs":                                 `{"host":"/tmp/s","port":1,"user":"u","password":"p","database":"db"}`,
		"postgres://u:p@[::1]:7/db":                                              `{"host":"::1","port":7,"user":"u","password":"p","database":"db"}`,
		"postgres://u:p@[::1]/db":                                                `{"host":"::1","port":5432,"user":"u","password":"p","database":"db"}`,
		"no uri at all":                                                          `{}`,
	} {
		if got := string(must(json.Marshal(target.Request{}.Leading(dsn).Address))); got != want {
			t.Errorf("%s: %s", dsn, got)
		}
	}
}
