package container_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/pgfault/pgfault/harness/postgres/container"
)

// askDocker has this program ask Docker and say what came of it: what is known of Docker is known for the life of a process.
const askDocker = "PGFAULT_TEST_ASK_DOCKER"

func TestMain(m *testing.M) {
	if os.Getenv(askDocker) != "" {
		ctx := context.Background() // it has limits of its own
		orphans, err := container.Provider{}.Orphans(ctx)
		fmt.Printf("orphans %d %v\n", len(orphans), err)
		check := container.Provider{}.Check(ctx, "")
		fmt.Printf("check %v: %s\n", check.OK, check.Detail)
		return
	}
	os.Exit(m.Run())
}

// TestADockerThatDoesNotAnswerIsNone puts in Docker's place what is none, and what stops to be one: it is said in a line, and
// no other Docker is taken for the one that was named.
func TestADockerThatDoesNotAnswerIsNone(t *testing.T) {
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	for name, answer := range map[string]func(infos *atomic.Int32) http.HandlerFunc{
		"never answers": func(*atomic.Int32) http.HandlerFunc { return hang },
		"is no Docker": func(*atomic.Int32) http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) {
				http.Error(w, "<html>\n\nI am no Docker", http.StatusTeapot)
			}
		},
		"stops to answer while it is asked who it is": func(infos *atomic.Int32) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Api-Version", "1.44")
				if strings.HasSuffix(r.URL.Path, "/info") {
					infos.Add(1)
				}
				if infos.Load() > 2 { // testcontainers asks three times
					hang(w, r)
					return
				}
				_, _ = w.Write([]byte("{}"))
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			socket := filepath.Join(t.TempDir(), "docker.sock")
			ln, err := new(net.ListenConfig).Listen(t.Context(), "unix", socket)
			if err != nil {
				t.Fatal(err)
			}
			fake := &httptest.Server{Listener: ln, Config: &http.Server{Handler: answer(new(atomic.Int32))}}
			fake.Start()
			defer fake.Close()
			cmd := exec.CommandContext(t.Context(), os.Args[0])
			cmd.Env = append(os.Environ(), askDocker+"=1", "DOCKER_HOST=unix://"+socket)
			out, err := cmd.CombinedOutput()
			lines := strings.Split(strings.TrimSpace(string(out)), "\n")
			if err != nil || len(lines) != 2 || lines[0] != "orphans 0 <nil>" || !strings.HasPrefix(lines[1], "check false: Docker ") ||
				strings.Contains(lines[1], "/var/run") {
				t.Errorf("%v:\n%s", err, out)
			}
		})
	}
}
