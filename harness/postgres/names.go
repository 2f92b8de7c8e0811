package postgres

import (
	"crypto/rand"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/pgfault/pgfault/harness/internal/owner"
)

// names are the names of what is made on a server. On somebody else's server they say which process made it, so that
// what a killed one left can be told from all else.
type names struct {
	prefix string
	count  *atomic.Int64
}

const shared = "pgfault_"

func newNames(onShared bool) names {
	n := names{prefix: "pgfault", count: new(atomic.Int64)}
	if onShared {
		// A process may use the same server twice at once.
		n.prefix = shared + owner.Self().String() + "_" + strings.ToLower(rand.Text()[:6])
	}
	return n
}

// On a server of our own these are provide.User and provide.Template.
func (n names) user() string     { return n.prefix + "_user" }
func (n names) template() string { return n.prefix + "_template" }
func (n names) database() string { return n.prefix + "_" + strconv.FormatInt(n.count.Add(1), 10) }

// ownerOf reads from a name on a shared server whose it is.
func ownerOf(name string) (owner.Owner, bool) {
	parts := strings.Split(strings.TrimPrefix(name, shared), "_")
	if !strings.HasPrefix(name, shared) || len(parts) < 4 {
		return owner.Owner{}, false
	}
	return owner.Parse(strings.Join(parts[:3], "_"))
}
