package pgdiag_test

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/pgdiag"
)

// TestNoPasswordInABadDSN holds that neither the explanation nor the text of a string that can't be parsed shows a part of
// the password, however the string is broken.
func TestNoPasswordInABadDSN(t *testing.T) {
	const secret = "Tr0ub4dor"
	tried := 0
	for _, dsn := range []string{
		"postgres://app:@@@127.0.0.1:x/shop", "postgres://app:@@/@@@127.0.0.1/shop", "postgres://app:@@:@@@127.0.0.1:5432:1/shop", "postgres://app:%@@@h/d",
		"postgres://app:@@", "postgres://app:@@/shop", "postgress://app:@@@h/d?sslmode=x", "mysql://app:@@@h/d", "app:@@@h:1/d", "app:@@@h/d port=x",
		"host=h password=a @@ port=5432", "host=h password='@@ port=5432", "host=h password=@@\\", "host=h port=x password=@@", "password @@ port = 5",
		"postgres://app@h/d?password=a&@@", "postgres://app@h/d?pass%77ord=@@&port=x", "postgres://app@h:@@/d", "postgres://[::1:@@@h/d", "postgres://app:@@?x=y@h:z/d",
	} {
		_, err := pgx.ParseConfig(strings.ReplaceAll(dsn, "@@", secret))
		if err == nil {
			continue
		}
		tried++
		d := pgdiag.Diagnose(err)
		for _, text := range []string{d.Explain(), d.Error(), d.LogValue().String()} {
			if strings.Contains(text, secret) {
				t.Errorf("%s: %s", dsn, text)
			}
		}
	}
	if tried < 12 {
		t.Errorf("only %d of them can't be parsed", tried)
	}
}
