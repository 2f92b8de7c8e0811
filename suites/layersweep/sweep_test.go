package layersweep

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
)

func TestMain(m *testing.M) {
	code := harness.Main(m)
	if err := goleak.Find(); code == 0 && err != nil {
		_, _ = os.Stderr.WriteString("goroutines left: " + err.Error() + "\n")
		code = 1
	}
	os.Exit(code)
}

var (
	only      = flag.String("point", "", "run all points whose names contain this, whatever is known to be wrong")
	update    = flag.Bool("update", false, "write the shares of definite answers anew")
	each      = flag.Int("each", 1000, "with -point: how many points of each operation, at most")
	random    = flag.Uint64("random", 1, "the seed of random operations")
	encrypted = flag.Bool("tls", false, "with -point: over TLS")
)

// quiet is a test that does not show the rig's conversation where it fails: it is that of hundreds of runs.
type quiet struct{ *testing.T }

// Failed implements harness.TB.
func (quiet) Failed() bool { return false }

// runsOfStand is more than a stand ever runs.
const runsOfStand = 1_000_000

// stands makes some stands.
func stands(t *testing.T, cfg harness.Config, encrypted bool) (all []*stand) {
	t.Helper()
	for i := range 2 * runtime.GOMAXPROCS(0) {
		r := harness.Start(quiet{t}, cfg)
		dsn := r.DSN()
		if encrypted {
			// Not by the rig, which wants to see it fire: a stand may have nothing to do.
			shown, err := fault.Certificate{Kind: wire.GoodCertificate}.Inject(t.Context(), r.Rig())
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = shown.Heal(context.Background()) })
			dsn = strings.Replace(dsn, "sslmode=disable", "sslmode=require", 1)
		}
		s, err := newStand(t.Context(), r.Rig(), dsn, i*runsOfStand)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.close(context.Background()) })
		all = append(all, s)
	}
	return all
}

// The sample: so many operations, so many points of each, and the seed that decides which.
const (
	sampled      = 160
	perOperation = 2
	seed         = 1
)

// The layer tells no lie at any point of a sample, and what follows from the bytes is known.
func TestSample(t *testing.T) {
	if *only != "" {
		t.Skip("some points are asked for")
	}
	all := stands(t, harness.Config{}, false)
	report := sweep(t.Context(), all, some(seed, sampled, on(all[0].major(), operations())), sample(seed, perOperation))
	check(t, report, "sample")
}

// The layer tells no lie about operations that nobody has thought of. Where all points are asked for it runs more of them, others
// on each server.
func TestRandom(t *testing.T) {
	if *only != "" {
		t.Skip("some points are asked for")
	}
	if os.Getenv("PGFAULT_FULL") == "" {
		check(t, sweep(t.Context(), stands(t, harness.Config{}, false), randomOps(*random, 40), sample(*random, 8)), "")
		return
	}
	for i, v := range variants {
		seed := *random + uint64(i) //nolint:gosec // some four
		t.Run(fmt.Sprintf("version=%s,tls=%t,seed=%d", v.version, v.encrypted, seed), func(t *testing.T) {
			all := stands(t, harness.Config{Version: v.version}, v.encrypted)
			check(t, sweep(t.Context(), all, randomOps(seed, 1500), sample(seed, 12)), "")
		})
	}
}

// The layer tells no lie at any point. Each point is run on one of four servers: 15 or 18, with TLS or without.
func TestWhole(t *testing.T) {
	if os.Getenv("PGFAULT_FULL") == "" || *only != "" {
		t.Skip("make proof runs all points")
	}
	for i, v := range variants {
		t.Run(fmt.Sprintf("version=%s,tls=%t", v.version, v.encrypted), func(t *testing.T) {
			all := stands(t, harness.Config{Version: v.version}, v.encrypted)
			check(t, sweep(t.Context(), all, on(all[0].major(), operations()), part(i, len(variants))), "")
		})
	}
}

// variants are the servers of the whole sweep.
var variants = []struct {
	version   string
	encrypted bool
}{{"18", false}, {"18", true}, {"15", false}, {"15", true}}

// Some points, for who looks into them: go test ./suites/layersweep -run TestPoints -v -point 'Exec of INSERT in exec/reset'
func TestPoints(t *testing.T) {
	if *only == "" {
		t.Skip("no points are asked for")
	}
	name, _, _ := strings.Cut(*only, "/")
	all := stands(t, harness.Config{}, *encrypted)
	ops := slices.DeleteFunc(on(all[0].major(), operations()), func(op Operation) bool { return !strings.Contains(op.String(), name) })
	report := sweep(t.Context(), all, ops, func(all []Point) []Point {
		return sample(seed, *each)(slices.DeleteFunc(all, func(p Point) bool { return !strings.Contains(p.String(), *only) }))
	})
	check(t, report, "")
	unknown(t, report)
}

// check fails the test for what a sweep has found, and for a share of definite answers that has fallen.
func check(t *testing.T, report *Report, golden string) {
	t.Helper()
	slices.SortFunc(report.Findings, func(a, b Finding) int { return cmp.Compare(a.String(), b.String()) })
	for _, f := range report.Findings {
		t.Errorf("%s\n\tto run it again: go test ./suites/layersweep -run TestPoints -v -point '%s'", f, f.Run.Point)
	}
	for _, err := range report.Troubles {
		t.Error(err)
	}
	var shares strings.Builder
	if err := report.Shares.write(&shares); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d runs, %d findings; definite, of what follows from the bytes, in percent:\n%s", report.Runs, len(report.Findings), &shares)
	if golden == "" {
		return
	}
	name := filepath.Join("testdata", golden+".txt")
	if *update {
		if err := os.WriteFile(name, []byte(shares.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	were, err := readShares(file)
	if err != nil {
		t.Fatal(err)
	}
	for key, was := range were {
		if is := report.Shares[key].Percent(); is < was {
			t.Errorf("%s: %d.%02d %% of the answers are definite, and %d.%02d %% were; unknown now:\n\t%s",
				key, is/100, is%100, was/100, was%100, strings.Join(report.Shares[key].Unknown, "\n\t"))
		}
	}
}

// unknown logs what follows from the bytes, and got no definite answer.
func unknown(t *testing.T, report *Report) {
	t.Helper()
	for key, share := range report.Shares {
		for _, p := range share.Unknown {
			t.Logf("unknown to %s: %s", key, p)
		}
	}
}
