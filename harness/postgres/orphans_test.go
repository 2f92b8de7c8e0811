package postgres_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/internal/poll"
	"github.com/pgfault/pgfault/harness/postgres"
)

// childProvider is set in the environment of this test binary when it is to start a server and wait to be killed.
const childProvider = "PGFAULT_TEST_CHILD_PROVIDER"

func child() {
	provider, own := strings.CutPrefix(os.Getenv(childProvider), "own ")
	cfg := postgres.Config{Provider: provider, Private: own}
	if own {
		cfg.Extras = postgres.Extras{Standby: true, Certificate: postgres.Trusted}
		if os.Geteuid() == 0 {
			cfg.Extras.Disk = 4
		}
	}
	server, err := postgres.Start(context.Background(), cfg)
	if err != nil {
		_, _ = fmt.Fprintln(os.Stdout, "error:", err)
		return
	}
	if control, _ := server.Control(); control != nil {
		// The worst that can be left: a frozen server, which can't end by itself.
		all, err := control.Processes(context.Background())
		if err == nil {
			err = control.Signal(context.Background(), syscall.SIGSTOP, all...)
		}
		if err != nil {
			_, _ = fmt.Fprintln(os.Stdout, "error:", err)
		}
	}
	_, _ = fmt.Fprintln(os.Stdout, server.Addr())
	select {}
}

// A run that is killed leaves what the next one finds and removes, and nothing of a run that lives is touched.
func TestKilled(t *testing.T) {
	for _, provider := range providers {
		t.Run(provider, func(t *testing.T) {
			need(t, provider)
			alive := start(t, postgres.Config{Provider: provider})
			killed, addr := kill(t, provider)
			awaitSilence(t, addr)

			if found := orphansOf(t, postgres.Orphans, killed); found != 1 {
				t.Errorf("found %d orphans of the killed process, want 1", found)
			}
			if removed := orphansOf(t, postgres.RemoveOrphans, killed); removed != 1 {
				t.Errorf("removed %d orphans of the killed process, want 1", removed)
			}
			if left := orphansOf(t, postgres.Orphans, killed); left != 0 {
				t.Errorf("%d orphans of the killed process left", left)
			}
			awaitSilence(t, addr)
			if got := ask(t, database(t, alive), "SELECT 1"); got != "1" {
				t.Errorf("the server of a living process says %q", got)
			}
		})
	}
}

// A killed run's own servers, frozen, with a standby, a mounted disk and a certificate, are found and removed whole.
func TestKilledWithItsOwn(t *testing.T) {
	for _, provider := range providers {
		t.Run(provider, func(t *testing.T) {
			need(t, provider)
			killed, addr := kill(t, "own "+provider)
			// The server's folder or container, and the folder of its certificate.
			if removed := orphansOf(t, postgres.RemoveOrphans, killed); removed != 2 {
				t.Errorf("removed %d orphans of the killed process, want 2", removed)
			}
			if left := orphansOf(t, postgres.Orphans, killed); left != 0 {
				t.Errorf("%d orphans of the killed process left", left)
			}
			awaitSilence(t, addr)
			if mounts, err := os.ReadFile("/proc/self/mounts"); err == nil && strings.Contains(string(mounts), fmt.Sprintf("_%d_", killed)) {
				t.Error("its disk is still mounted")
			}
		})
	}
}

// kill has a process of its own start a server, and kills it: it gives its number, and where the server listened.
func kill(t *testing.T, provider string) (pid int, addr string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childProvider+"="+provider)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	addr, err = bufio.NewReader(out).ReadString('\n')
	if err := cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = cmd.Wait()
	addr = strings.TrimSpace(addr)
	if err != nil || !strings.HasPrefix(addr, "127.0.0.1:") {
		t.Fatalf("the child said %q, %v", addr, err)
	}
	return cmd.Process.Pid, addr
}

func orphansOf(t *testing.T, list func(context.Context) ([]postgres.Orphan, error), pid int) int {
	t.Helper()
	orphans, err := list(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, orphan := range orphans {
		if orphan.Owner.PID == pid {
			count++
		}
	}
	return count
}

// awaitSilence waits until nothing listens at addr: a server ends by itself when the process that started it is killed.
func awaitSilence(t *testing.T, addr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	err := poll.Until(ctx, func(ctx context.Context) (bool, error) {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
		if err != nil {
			return true, nil //nolint:nilerr // nobody listens, which is what is waited for
		}
		return false, conn.Close()
	})
	if err != nil {
		t.Errorf("something still listens at %s: %v", addr, err)
	}
}
