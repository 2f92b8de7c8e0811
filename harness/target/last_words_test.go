package target_test

import (
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/target"
)

func TestATargetThatDiedIsQuotedWithItsLastWords(t *testing.T) {
	tests := map[string]struct{ stderr, want string }{
		"Go": {
			"starting\npanic: runtime error: index out of range [3] with length 3\n\ngoroutine 1 [running]:\nmain.main()\n\t/app/main.go:7 +0x1d\nexit status 2\n",
			"panic: runtime error: index out of range [3] with length 3",
		},
		"Go, by its runtime": {
			"fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\nmain.main()\n\t/app/main.go:7 +0x1d\n",
			"fatal error: all goroutines are asleep - deadlock!",
		},
		"Python": {
			"Traceback (most recent call last):\n  File \"shim.py\", line 3, in <module>\n    import psycopg2\nModuleNotFoundError: No module named 'psycopg2'\n",
			"ModuleNotFoundError: No module named 'psycopg2'",
		},
		"Python, one after another": {
			"Traceback (most recent call last):\n  File \"a\", line 1\nKeyError: 'a'\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File \"b\", line 2, in f\n    g()\n    ~^^\nValueError: bad\n",
			"ValueError: bad",
		},
		"Java": {
			"Exception in thread \"main\" java.lang.NullPointerException: no host\n\tat Shim.connect(Shim.java:10)\n\tat Shim.main(Shim.java:3)\n\t... 2 more\n",
			"Exception in thread \"main\" java.lang.NullPointerException: no host",
		},
		"JavaScript": {
			"/app/shim.js:3\nthrow new Error('out of cheese')\n^\n\nError: out of cheese\n    at Object.<anonymous> (/app/shim.js:3:7)\n    at node:internal/main:1:2\n\nNode.js v20.20.2\n",
			"Error: out of cheese",
		},
		"Rust": {
			"thread 'main' panicked at src/main.rs:2:5:\nno row\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n",
			"thread 'main' panicked at src/main.rs:2:5:\nno row",
		},
		"Ruby":    {"shim.rb:3:in `connect': no host (ArgumentError)\n\tfrom shim.rb:9:in `<main>'\n", "shim.rb:3:in `connect': no host (ArgumentError)"},
		"no more": {"one\ntwo\nthree\nfour\n", "two\nthree\nfour"},
		"nothing": {"", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			text := (&target.DiedError{Status: "exit status 1", Stderr: tt.stderr}).Error()
			_, quoted, _ := strings.Cut(text, ", last on stderr: ")
			if want := quoted == "" && tt.want == "" || quoted == quote(tt.want); !want {
				t.Errorf("got %s, want %s", quoted, quote(tt.want))
			}
		})
	}
}
