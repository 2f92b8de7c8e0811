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

// triedPorts counts the ports that were tried, and firstTried is where: at random, so that two processes do not meet.
var (
	triedPorts atomic.Uint32
	firstTried = rand.Uint32N(1 << 20)
)

// FreePort gives a port of 127.0.0.1 that nobody listens on. It is none of those that the system hands out by itself, to
// who connects or listens on any: a server that is down for a moment finds its own again.
func FreePort(ctx context.Context) (int, error) {
	count := firstEphemeralPort() - firstPort
	for range count {
		port := firstPort + int((firstTried+triedPorts.Add(1))%uint32(count))
		free, err := ports.Unused(port)
		if free || err != nil {
			return port, err
		}
		if err := ctx.Err(); err != nil {
			return 0, fmt.Errorf("find free port: %w", context.Cause(ctx))
		}
	}
	return 0, fmt.Errorf("find free port: none from %d to %d", firstPort, firstPort+count-1)
}

// firstEphemeralPort is the first of the ports that the system hands out: see ip_local_port_range in ip(7). Where it
// does not say, or leaves us less than a thousand, it is what Linux begins with.
func firstEphemeralPort() int {
	const defaultIterations = 32768
	var first int
	text, err := os.ReadFile("/proc/sys/net/ipv4/ip_local_port_range")
	if err != nil {
		return defaultIterations
	}
	if _, err := fmt.Sscan(string(text), &first); err != nil || first < firstPort+1000 {
		return defaultIterations
	}
	return first
}
