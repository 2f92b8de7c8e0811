package mutant

import (
	"context"
	"strings"

	"github.com/pgfault/pgfault/harness/target"
)

// trimsText is a client that tidies what it is given, as forms and ORMs do: what is stored is another text.
var trimsText = Mutant{
	name: "trims-text", Mistake: "sends a text without the white space at its ends, and up to its first NUL byte; lines that it copies too",
	wrap: func(in *instance) doer {
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			args := make([]*string, len(req.Args))
			for i, a := range req.Args {
				if a != nil {
					text, _, _ := strings.Cut(*a, "\x00")
					args[i] = target.Text(strings.TrimSpace(text))
				}
			}
			if req.Args != nil {
				req.Args = args
			}
			lines := make([]string, len(req.Rows))
			for i, line := range req.Rows {
				lines[i] = strings.TrimSpace(line)
			}
			if req.Rows != nil {
				req.Rows = lines
			}
			return in.right(ctx, req)
		}
	},
}
