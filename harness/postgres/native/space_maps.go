package native

import (
	"fmt"
	"os"
	"path/filepath"
)

// removeSpaceMaps removes, from the databases of a server that was shut down, what PostgreSQL makes again when it wants it: the
// free space maps and the visibility maps. They are a quarter of a database's files, and with CREATE DATABASE it is the
// files that take the time. See "Free Space Map" and "Visibility Map" in the manual's chapter on physical storage.
func removeSpaceMaps(base string) error {
	for _, fork := range []string{"fsm", "vm"} {
		files, err := filepath.Glob(filepath.Join(base, "*", "*_"+fork))
		if err != nil {
			return fmt.Errorf("look for maps: %w", err)
		}
		for _, file := range files {
			if err := os.Remove(file); err != nil {
				return fmt.Errorf("remove space maps: %w", err)
			}
		}
	}
	return nil
}
