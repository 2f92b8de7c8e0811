package scale_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/report"
)

const root = "../.."

// service is what the document's job says of its service.
type service struct {
	Command     string            `yaml:"command"`
	Environment map[string]string `yaml:"environment"`
	User        string            `yaml:"user"`
	Deploy      struct {
		Mode     string `yaml:"mode"`
		Replicas int    `yaml:"replicas"`
		Restart  struct {
			Condition string `yaml:"condition"`
			Attempts  int    `yaml:"max_attempts"`
		} `yaml:"restart_policy"`
	} `yaml:"deploy"`
}

// TestTheSwarmJobIsTheRun runs the job of docs/scale.md on the engine of this machine, with the image as make dist builds it,
// merges what its shards have left, and holds that against one run of all.
func TestTheSwarmJobIsTheRun(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("a container is on the host's network on Linux only")
	}
	needDocker(t)
	job := readJob(t)
	folder := t.TempDir()
	program := filepath.Join(folder, "pgfault")
	sh(t, "go", "build", "-o", program, "./cmd/pgfault")
	image := buildImage(t, folder)
	dsn := startServer(t)
	selection := []string{"commit/reset-after-commit-sent", "network/reset-after-simple-insert", "schema/missing-table", "data/unique-violation", "transaction"}

	owner := fmt.Sprintf("%d:%d", os.Getuid(), os.Getgid())
	run := strings.NewReplacer("$SERVER", dsn, "$SELECTION", strings.Join(selection, " "), "$OWNER", owner)
	results := filepath.Join(folder, "results")
	if err := os.Mkdir(results, 0o755); err != nil {
		t.Fatal(err)
	}
	swarm(t)
	name := fmt.Sprintf("pgfault-test-%d", os.Getpid())
	args := []string{
		"service", "create", "--name", name, "--detach", "--no-resolve-image", "--mode", job.Deploy.Mode, "--replicas", fmt.Sprint(job.Deploy.Replicas), "--user", run.Replace(job.User), "--network", "host",
		"--restart-condition", job.Deploy.Restart.Condition, "--restart-max-attempts", fmt.Sprint(job.Deploy.Restart.Attempts), "--mount", "type=bind,source=" + results + ",target=/results",
	}
	for key, value := range job.Environment {
		args = append(args, "--env", key+"="+value)
	}
	sh(t, "docker", append(append(args, image), strings.Fields(run.Replace(job.Command))...)...)
	t.Cleanup(func() { sh(t, "docker", "service", "rm", name) })
	awaitJob(t, name, job.Deploy.Replicas)

	shards, err := filepath.Glob(filepath.Join(results, "2*"))
	if err != nil {
		t.Fatal(err)
	}
	merged := filepath.Join(folder, "merged")
	sh(t, program, append(append([]string{"merge"}, shards...), "-o", merged)...)
	sh(t, program, append([]string{"run", "--postgres", dsn, "--seed", "7", "--out", filepath.Join(folder, "whole")}, selection...)...)
	if got, want := matrix(t, merged), matrix(t, filepath.Join(folder, "whole", "latest")); got != want {
		t.Errorf("merged, %d shards are\n%s\nand one run is\n%s", len(shards), got, want)
	}
}

// needDocker skips the test where there is no Docker, and fails where CI asks for all of them.
func needDocker(t *testing.T) {
	t.Helper()
	if err := exec.CommandContext(t.Context(), "docker", "info").Run(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("there is no Docker: %v", err)
		}
		t.Skip("there is no Docker here")
	}
}

// readJob takes the job from the document.
func readJob(t *testing.T) service {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "docs/scale.md"))
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```yaml\n(services:.*?)```").FindSubmatch(text)
	if block == nil {
		t.Fatal("docs/scale.md has no job for Swarm")
	}
	var stack struct {
		Services map[string]service `yaml:"services"`
	}
	if err := yaml.Unmarshal(block[1], &stack); err != nil {
		t.Fatal(err)
	}
	return stack.Services["pgfault"]
}

// buildImage builds the image of pgfault without a registry, and loads it.
func buildImage(t *testing.T, folder string) string {
	t.Helper()
	dist := filepath.Join(folder, "dist")
	sh(t, "go", "run", "./scripts/dist", "-out", dist, "-only", "linux/"+runtime.GOARCH)
	images, err := filepath.Glob(filepath.Join(dist, "*-image-*.tar.gz"))
	if err != nil || len(images) != 1 {
		t.Fatalf("make dist makes the images %v: %v", images, err)
	}
	loaded := regexp.MustCompile(`pgfault/pgfault:\S+`).FindString(sh(t, "docker", "load", "--input", images[0]))
	if loaded == "" {
		t.Fatal("docker load names no image")
	}
	own := fmt.Sprintf("%s-test-%d", loaded, os.Getpid())
	sh(t, "docker", "tag", loaded, own)
	t.Cleanup(func() { sh(t, "docker", "rmi", "--force", own) })
	return own
}

// startServer starts a PostgreSQL here, and gives its superuser's DSN.
func startServer(t *testing.T) string {
	t.Helper()
	srv, err := postgres.Start(t.Context(), postgres.Config{Provider: postgres.Native})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := srv.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	conn, err := srv.AdminConn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }() // it was only asked who it is
	c := conn.Config()
	return (&url.URL{Scheme: "postgres", User: url.UserPassword(c.User, c.Password), Host: fmt.Sprintf("%s:%d", c.Host, c.Port), Path: "/" + c.Database}).String()
}

// swarm makes the engine a swarm of one, where it is none.
func swarm(t *testing.T) {
	t.Helper()
	if strings.TrimSpace(sh(t, "docker", "info", "--format", "{{.Swarm.LocalNodeState}}")) == "active" {
		return
	}
	bridge := strings.Contains(sh(t, "docker", "network", "ls", "--format", "{{.Name}}"), "docker_gwbridge")
	sh(t, "docker", "swarm", "init", "--advertise-addr", "127.0.0.1", "--listen-addr", "127.0.0.1:2377")
	t.Cleanup(func() {
		sh(t, "docker", "swarm", "leave", "--force")
		if !bridge {
			sh(t, "docker", "network", "rm", "docker_gwbridge")
		}
	})
}

// jobLimit bounds the job.
const jobLimit = 3 * time.Minute

// awaitJob waits until all tasks are complete.
func awaitJob(t *testing.T, name string, tasks int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), jobLimit)
	defer cancel()
	ticker := time.NewTicker(500 * time.Millisecond)
	defer ticker.Stop()
	for {
		states := sh(t, "docker", "service", "ps", name, "--no-trunc", "--format", "{{.CurrentState}} {{.Error}}")
		if strings.Count(states, "Complete") == tasks {
			return
		}
		select {
		case <-ctx.Done():
			logs, _ := exec.CommandContext(t.Context(), "docker", "service", "logs", name).CombinedOutput()
			t.Fatalf("the job is not complete after %s:\n%s\n%s", jobLimit, states, logs)
		case <-ticker.C:
		}
	}
}

// matrix is what a run says, but for times: each result with its answers and its findings.
func matrix(t *testing.T, folder string) string {
	t.Helper()
	file, err := os.Open(filepath.Join(folder, "results.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }() // it was only read
	rec, err := report.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]any{}
	for _, l := range rec.Results {
		rows[l.ID] = []any{l.Outcome, l.Questions, len(l.Findings)}
	}
	out, err := json.MarshalIndent(rows, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return report.Score([]report.Record{rec}) + string(out)
}

// sh runs a command in the repository, and gives what it printed.
func sh(t *testing.T, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), name, args...)
	cmd.Dir = root
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, out, stderr.String())
	}
	return string(out)
}
