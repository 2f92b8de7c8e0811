package wrap

import "testing"

func TestTheTestsOfASuiteAreNamed(t *testing.T) {
	const output = `{"Time":"2026-11-27T23:00:00Z","Action":"start","Package":"shop"}
{"Time":"2026-11-27T23:00:00Z","Action":"run","Package":"shop","Test":"TestPay"}
{"Time":"2026-11-27T23:00:00Z","Action":"output","Package":"shop","Test":"TestPay","Output":"not paid\n"}
{"Time":"2026-11-27T23:00:00Z","Action":"fail","Package":"shop","Test":"TestPay"}
{"Time":"2026-11-27T23:00:00Z","Action":"run","Package":"shop","Test":"TestAsk"}
{"Time":"2026-11-27T23:00:00Z","Action":"pass","Package":"shop","Test":"TestAsk"}
{"Time":"2026-11-27T23:00:00Z","Action":"run","Package":"shop","Test":"TestWait"}
`
	if got := lastWords(output); got != "shop.TestPay failed; shop.TestWait did not end" {
		t.Errorf("of the suite is said %q", got)
	}
	const traceback = "Traceback (most recent call last):\n  File x\nsqlalchemy.exc.OperationalError: (psycopg2) it is gone\n(Background on this error at: elsewhere)\n"
	if got := lastWords(traceback); got != "sqlalchemy.exc.OperationalError: (psycopg2) it is gone" {
		t.Errorf("of a traceback is said %q", got)
	}
	if got := lastWords("one\n\ntwo \n"); got != "two" {
		t.Errorf("of no suite is said %q", got)
	}
}
