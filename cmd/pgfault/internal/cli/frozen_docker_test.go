package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pgfault/pgfault/cmd/pgfault/internal/cli"
	"github.com/pgfault/pgfault/harness/postgres"
)

// actAsPgfault makes this program pgfault: which Docker there is a process asks once in its life.
const actAsPgfault = "PGFAULT_TEST_ACT_AS_PGFAULT"

func pgfault() int { return cli.Execute(os.Args, os.Stdin, os.Stdout, os.Stderr) }

// dockerProxy is a way to Docker that can be frozen: then it takes connections and what is sent on them, and gives nothing.
type dockerProxy struct {
	host     string
	freezing sync.RWMutex // held by Freeze
}

func newDockerProxy(t *testing.T) *dockerProxy {
	t.Helper()
	upstream := strings.TrimPrefix(os.Getenv("DOCKER_HOST"), "unix://")
	if upstream == "" {
		upstream = "/var/run/docker.sock"
	}
	socket := filepath.Join(t.TempDir(), "docker.sock")
	ln, err := new(net.ListenConfig).Listen(t.Context(), "unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	p := &dockerProxy{host: "unix://" + socket}
	var carried sync.WaitGroup
	carried.Go(func() {
		for {
			client, err := ln.Accept()
			if err != nil {
				return
			}
			server, err := new(net.Dialer).DialContext(t.Context(), "unix", upstream)
			if err != nil {
				_ = client.Close()
				continue
			}
			carried.Go(func() { p.carry(client, server) })
			carried.Go(func() { p.carry(server, client) })
		}
	})
	t.Cleanup(func() {
		_ = ln.Close()
		carried.Wait()
	})
	return p
}

// carry gives on what comes, unless the proxy is frozen.
func (p *dockerProxy) carry(from, to net.Conn) {
	buf := make([]byte, 1<<15)
	for {
		n, err := from.Read(buf)
		p.freezing.RLock()
		if n > 0 {
			_, _ = to.Write(buf[:n])
		}
		p.freezing.RUnlock()
		if err != nil {
			if half, ok := to.(*net.UnixConn); ok && errors.Is(err, io.EOF) {
				_ = half.CloseWrite()
				return
			}
			_ = to.Close()
			return
		}
	}
}

// TestAFrozenDockerEndsARun freezes the way to Docker when the first scenario has passed: it is noticed within some ten seconds,
// whatever waits for Docker then, and what was decided is kept.
func TestAFrozenDockerEndsARun(t *testing.T) {
	needContainer(t)
	docker, out := newDockerProxy(t), t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], "run", "server", "data", "--repeat", "100", "--postgres", "container", "--format", "plain", "--out", out)
	cmd.Env = append(os.Environ(), actAsPgfault+"=1", "DOCKER_HOST="+docker.host)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	frozen := false
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		if !frozen && strings.HasPrefix(lines.Text(), "pass") {
			docker.freezing.Lock()
			frozen = true
		}
	}
	err = cmd.Wait()
	if frozen {
		docker.freezing.Unlock()
	}
	if code := cmd.ProcessState.ExitCode(); code != 3 {
		t.Fatalf("exit code %d (%v):\n%s", code, err, stderr.String())
	}
	const words = "pgfault: the run ended before its time: Docker, which runs PostgreSQL "
	if said := stderr.String(); !strings.HasPrefix(said, words) || !strings.HasSuffix(said, "is gone: no answer within 10s\n") || strings.Count(said, "\n") != 1 {
		t.Errorf("it says %q", said)
	}
	if r := readRecord(t, filepath.Join(out, "latest", "results.jsonl")); len(r.results) == 0 || r.summary.ExitCode != 3 || r.summary.Interrupted {
		t.Errorf("%d results are kept, and the summary is %+v", len(r.results), r.summary)
	}
	if _, err := postgres.RemoveOrphans(context.WithoutCancel(t.Context())); err != nil {
		t.Errorf("what Docker could not be asked to remove: %v", err)
	}
}

// needContainer skips a test where no server can be had in a container; where CI is set that fails.
func needContainer(t *testing.T) {
	t.Helper()
	for _, a := range postgres.Providers(t.Context(), postgres.Config{}) {
		if a.Provider != postgres.Container || a.OK {
			continue
		}
		if os.Getenv("CI") == "true" || os.Getenv("PGFAULT_REQUIRE") == postgres.Container {
			t.Fatalf("no container: %s", a.Detail)
		}
		t.Skipf("no container: %s", a.Detail)
	}
}
