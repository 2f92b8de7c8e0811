package clients

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/target"
)

// Target gives the client's shim: in its image, or, where it has none or direct is asked for, by what is installed here.
func (c Client) Target(ctx context.Context, direct bool, progress io.Writer) (target.Target, error) {
	if direct || c.Image == "" {
		return c.Direct(ctx)
	}
	return c.Contained(ctx, progress)
}

// Choose gives the clients that a word names: all of them, those of a language (language:python), or one by its name.
func Choose(from []Client, word string) ([]Client, error) {
	language, byLanguage := strings.CutPrefix(word, "language:")
	chosen := slices.DeleteFunc(slices.Clone(from), func(c Client) bool {
		return word != "all" && (byLanguage || c.Name != word) && (!byLanguage || c.Language != language)
	})
	if len(chosen) > 0 {
		return chosen, nil
	}
	if byLanguage {
		var languages []string
		for _, c := range from {
			languages = append(languages, c.Language)
		}
		slices.Sort(languages)
		return nil, fmt.Errorf("no client of the language %q; there are %s", language, strings.Join(slices.Compact(languages), ", "))
	}
	return nil, fmt.Errorf("no client %q", word)
}
