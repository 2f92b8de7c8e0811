package wrap

import (
	"slices"
	"testing"
	"time"
)

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

// A file of JUnit's format says what became of the tests, and when each ran as far as that can be known.
func TestTestsOfJUnit(t *testing.T) {
	const file = `<?xml version="1.0"?><testsuites><testsuite name="pytest" timestamp="2026-11-27T23:00:00.500000+00:00" time="3.5">
<testcase classname="shop" name="test_pay" time="1.5"><failure message="no">Traceback</failure></testcase>
<testcase classname="shop" name="test_ask" time="1"/><testcase classname="shop" name="test_rest" time="0"><skipped/></testcase></testsuite></testsuites>`
	s, err := readJUnit([]byte(file))
	if err != nil || !slices.Equal(s.of("fail"), []string{"shop.test_pay"}) || !slices.Equal(s.of("pass"), []string{"shop.test_ask"}) || len(s.of("skip")) != 1 {
		t.Fatalf("got %+v: %v", s, err)
	}
	began := time.Date(2026, 11, 27, 23, 0, 0, 500e6, time.UTC)
	for after, want := range map[time.Duration]string{0: "shop.test_pay", 2 * time.Second: "shop.test_pay", 3 * time.Second: "shop.test_ask"} {
		if got := s.running(began.Add(after), ""); got != want {
			t.Errorf("after %s it is %q, expected %q", after, got, want)
		}
	}
	if got := s.running(began, "test_rest"); got != "shop.test_rest" {
		t.Errorf("a connection of that name is of %q", got)
	}
	if s, err := readJUnit(nil); s != nil && err == nil {
		t.Errorf("of no file is known %+v", s)
	}
}

func TestRunnersOfTestsAreToldToSayIt(t *testing.T) {
	for _, test := range []struct{ argv, want []string }{
		{[]string{"go", "test", "./..."}, []string{"go", "test", "-json", "./..."}},
		{[]string{"go", "test", "-json"}, []string{"go", "test", "-json"}},
		{[]string{"go", "vet"}, []string{"go", "vet"}},
		{[]string{"pytest", "-q"}, []string{"pytest", "-q", "--junitxml={DIR}/pgfault-tests.xml"}},
		{[]string{"python3", "-m", "pytest"}, []string{"python3", "-m", "pytest", "--junitxml={DIR}/pgfault-tests.xml"}},
		{[]string{"pytest", "--junit-xml=x"}, []string{"pytest", "--junit-xml=x"}},
	} {
		if got, _ := sayTests(test.argv); !slices.Equal(got, test.want) {
			t.Errorf("of %q became %q", test.argv, got)
		}
	}
}

// The events of a suite are read as they come, however its output is cut, and however long it is.
func TestEventsAreReadFromAllOfAnOutput(t *testing.T) {
	out := new(output)
	text := `{"Action":"run","Package":"shop","Test":"TestPay"}` + "\nnoise\n" + `{"Action":"pass","Package":"shop","Test":"TestPay"}` + "\n"
	for i := range len(text) {
		_, _ = out.Write([]byte(text[i : i+1]))
	}
	for range 3 {
		_, _ = out.Write(make([]byte, outputKept))
	}
	if s := out.tests(); s == nil || !slices.Equal(s.of("pass"), []string{"shop.TestPay"}) {
		t.Errorf("known is %+v", s)
	}
}
