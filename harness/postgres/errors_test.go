package postgres_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/postgres"
)

// What can't be had is said in one line, with what is wrong, what to do, and no password.
func TestUnavailable(t *testing.T) {
	const secret = "s3cr3t"
	tests := []struct {
		name string
		cfg  postgres.Config
		want []string
	}{
		{"unknown provider", postgres.Config{Provider: "podman"}, []string{`"podman"`, "say auto"}},
		{"bad URL", postgres.Config{Provider: "postgres://u:" + secret + "@127.0.0.1:port/d"}, []string{"bad DSN", "postgres://user"}},
		{"bad pairs", postgres.Config{Provider: "password=" + secret + " port=x"}, []string{"bad DSN"}},
		{"Unix socket", postgres.Config{Provider: "host=/tmp user=u password=" + secret}, []string{"Unix socket", "host and a port"}},
		{"nobody listens", postgres.Config{Provider: "postgres://u:" + secret + "@127.0.0.1:1/d"}, []string{"127.0.0.1:1", "refused", "check"}},
		{"version not installed", postgres.Config{Provider: "native", Version: "9"}, []string{"native", "PostgreSQL"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := postgres.Start(t.Context(), test.cfg)
			check(t, err, test.want)
			if err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("the password is in the error: %v", err)
			}
		})
	}
}

// A Docker that is down, and one on another machine, are named as what they are; auto then takes the local installation.
func TestDockerDown(t *testing.T) {
	for host, want := range map[string]string{
		"tcp://127.0.0.1:1":         "Docker is down",
		"unix:///nowhere":           "no Docker here",
		"tcp://docker.invalid:2375": "another machine",
	} {
		t.Run(host, func(t *testing.T) {
			t.Setenv("DOCKER_HOST", host)
			_, err := postgres.Start(t.Context(), postgres.Config{Provider: postgres.Container})
			check(t, err, []string{"postgres container: ", want, "--postgres native"})
			need(t, postgres.Native)
			server := start(t, postgres.Config{})
			if server.Provider() != postgres.Native || !strings.Contains(server.Why(), want) {
				t.Errorf("auto took %s because %s", server.Provider(), server.Why())
			}
		})
	}
}

// With Docker down and nothing installed, auto says both.
func TestNothing(t *testing.T) {
	t.Setenv("DOCKER_HOST", "unix:///nowhere")
	_, err := postgres.Start(t.Context(), postgres.Config{Version: "9"})
	check(t, err, []string{"no server to be had", "container", "native", "give the DSN"})
	for _, a := range postgres.Providers(t.Context(), postgres.Config{Version: "9"}) {
		if a.OK || a.Detail == "" || a.Advice == "" || strings.Contains(a.Detail+a.Advice, "\n") {
			t.Errorf("%s: %+v, want one line of what is wrong and one of what to do", a.Provider, a)
		}
	}
}

func check(t *testing.T, err error, want []string) {
	t.Helper()
	var unavailable *postgres.UnavailableError
	if !errors.Is(err, postgres.ErrUnavailable) || !errors.As(err, &unavailable) {
		t.Fatalf("got %v, want ErrUnavailable", err)
	}
	for _, text := range want {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("%q does not say %q", err, text)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("%q is not one line", err)
	}
}
