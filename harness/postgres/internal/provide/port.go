package provide

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"sync/atomic"

	ports "github.com/pgfault/pgfault/harness/internal/port"
)

// firstPort is where our ports begin: below are those that services are known by.
const firstPort = 15000

// tried counts the ports that were tried, and begin is where: at random, so that two processes do not meet.
var (
	tried atomic.Uint32
	begin = rand.Uint32N(1 << 20)
)

// FreePort gives a port of 127.0.0.1 that nobody listens on. It is none of those that the system hands out by itself, to
// who connects or listens on any: a server that is down for a moment finds its own again.
func FreePort(ctx context.Context) (int, error) {
	count := handedOut() - firstPort
	for range count {
		port := firstPort + int((begin+tried.Add(1))%uint32(count))
		free, err := ports.Unheld(port)
		if free || err != nil {
			return port, err
		}
		if err := ctx.Err(); err != nil {
			return 0, fmt.Errorf("find free port: %w", context.Cause(ctx))
		}
	}
	return 0, fmt.Errorf("find free port: none from %d to %d", firstPort, firstPort+count-1)
}

// handedOut is the first of the ports that the system hands out: see ip_local_port_range in ip(7). Where it does not say,
// or leaves us less than a thousand, it is what Linux begins with.
func handedOut() int {
	const usual = 32768
	var first int
	text, err := os.ReadFile("/proc/sys/net/ipv4/ip_local_port_range")
	if err != nil {
		return usual
	}
	if _, err := fmt.Sscan(string(text), &first); err != nil || first < firstPort+1000 {
		return usual
	}
	return first
}
