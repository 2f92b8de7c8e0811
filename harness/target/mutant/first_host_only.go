package mutant

import (
	"context"
	"net/url"
	"strings"

	"github.com/pgfault/pgfault/harness/target"
)

// firstHostOnly is a program that takes a connection string apart by itself, and does not know that it may name several
// hosts.
var firstHostOnly = Mutant{
	name: "first-host-only", Mistake: "tries the first host of a connection string alone",
	wrap: func(in *instance) doer {
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			req.DSN = firstHost(req.DSN)
			return in.right(ctx, req)
		}
	},
}

// firstHost is a connection string without its further hosts, wherever they stand.
func firstHost(dsn string) string {
	before, after, _ := strings.Cut(dsn, "@")
	hosts, path, _ := strings.Cut(after, "/")
	hosts, _, several := strings.Cut(hosts, ",")
	path, text, _ := strings.Cut(path, "?")
	query, err := url.ParseQuery(text)
	if err != nil {
		return dsn
	}
	host, _, more := strings.Cut(query.Get("host"), ",")
	if !several && !more {
		return dsn
	}
	if more {
		query.Set("host", host)
	}
	return before + "@" + hosts + "/" + path + "?" + query.Encode()
}
