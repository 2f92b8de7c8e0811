package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/internal/gofile"
	"github.com/pgfault/pgfault/internal/spell"
)

func (a *app) newCommand() *cobra.Command {
	var asYAML bool
	cmd := &cobra.Command{
		Use:   "new FAMILY/NAME",
		Short: "Write a scenario to fill in: into the catalogue, or as a YAML file of your own",
		Example: "  pgfault new network/reset-before-sync   # in pgfault's own repository\n" +
			"  pgfault new my/outage --yaml            # anywhere, makes outage.yaml",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || !scenario.ValidID(args[0]) {
				return usage("new needs an id as family/name, in lower case with hyphens, not %q", strings.Join(args, " "))
			}
			if asYAML {
				return a.newYAML(args[0])
			}
			if end := gofile.LeftOut(args[0]); end != "" {
				return usage("a name can't end in %q: Go would leave out its file", end)
			}
			return a.newGo(args[0])
		},
	}
	cmd.Flags().BoolVar(&asYAML, "yaml", false, "a YAML file in this folder")
	return cmd
}

// newYAML writes the file of a scenario that is nobody's but the user's.
func (a *app) newYAML(id string) error {
	_, name, _ := strings.Cut(id, "/")
	path := name + ".yaml"
	if err := writeNew(path, fmt.Sprintf(yamlTemplate, id)); err != nil {
		return err
	}
	_, err := fmt.Fprintf(a.stdout, "wrote %s\nfill it in; until then it fails\nrun it: %s\n", path, report.ShellLine([]string{a.name, "run", "./" + path}))
	return printed(err)
}

// newGo writes the file of a scenario into the catalogue of the repository that is the working folder, and adds it to its
// family.
func (a *app) newGo(id string) error {
	family, name, _ := strings.Cut(id, "/")
	families, err := filepath.Glob(filepath.Join("scenarios", "*", "family.go"))
	if err != nil || len(families) == 0 {
		return usage("there is no catalogue here; run it in pgfault's repository, or make a file of your own: pgfault new %s --yaml", id)
	}
	folder := filepath.Join("scenarios", family)
	list := filepath.Join(folder, "family.go")
	if _, err := os.Stat(list); err != nil {
		return usage("unknown family %q; %s", family, familyHint(family, families))
	}
	path := filepath.Join(folder, strings.ReplaceAll(name, "-", "_")+".go")
	if err := writeNew(path, goTemplate(family, id, variable(name))); err != nil {
		return err
	}
	if err := addToFamily(list, variable(name)); err != nil {
		return harnessFailure(fmt.Errorf("add %s to %s by hand: %w", variable(name), list, err))
	}
	_, err = fmt.Fprintf(a.stdout, "wrote %s, and added %s to %s\nfill it in, by docs/new-scenario.md; until then it fails\n"+
		"build it in, and run it: make build && bin/pgfault run %s\n", path, variable(name), list, id)
	return printed(err)
}

func familyHint(family string, lists []string) string {
	names := make([]string, len(lists))
	for i, list := range lists {
		names[i] = filepath.Base(filepath.Dir(list))
	}
	if near := spell.Nearest(family, names); near != "" {
		return "did you mean " + near + "?"
	}
	return "there are " + strings.Join(names, ", ")
}

// writeNew writes a file that must not be there yet.
func writeNew(path, text string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if os.IsExist(err) {
		return usage("%s is there already", path)
	}
	if err != nil {
		return harnessFailure(fmt.Errorf("write scenario: %w", err))
	}
	_, err = file.WriteString(text)
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return harnessFailure(fmt.Errorf("write scenario: %w", err))
	}
	return nil
}

// initialisms are the words that Go writes in capitals, of those that a scenario is named with.
var initialisms = []string{"dns", "dsn", "eof", "http", "id", "ip", "json", "sql", "ssl", "tcp", "tls", "ttl", "url", "utf8", "xml"}

// variable is a scenario's name in Go: "reset-while-idle" is ResetWhileIdle, "tls-expired" TLSExpired.
func variable(name string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(name, "-") {
		if slices.Contains(initialisms, word) {
			word = strings.ToUpper(word)
		}
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	if text := b.String(); text[0] >= '0' && text[0] <= '9' {
		return "The" + text
	}
	return b.String()
}
