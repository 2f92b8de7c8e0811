package postgres_test

import (
	"errors"
	"testing"

	"github.com/pgfault/pgfault/harness/postgres"
)

// A server speaks the language that it is asked for, or says that it can't: it does not speak English instead.
func TestMessages(t *testing.T) {
	for _, provider := range providers {
		t.Run(provider, func(t *testing.T) {
			need(t, provider)
			for _, locale := range []string{"ko_KR.UTF-8", "en_XX.nosuch"} {
				server, err := postgres.Start(t.Context(), postgres.Config{Provider: provider, Messages: locale})
				if errors.Is(err, postgres.ErrUnavailable) {
					t.Log(err)
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				if got := ask(t, database(t, server), "SHOW lc_messages"); got != locale {
					t.Errorf("lc_messages is %s", got)
				}
				if err := server.Close(t.Context()); err != nil {
					t.Error(err)
				}
				if locale != "ko_KR.UTF-8" {
					t.Errorf("%s is taken", locale)
				}
			}
		})
	}
}
