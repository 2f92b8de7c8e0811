package cli

import (
	"context"
	"fmt"
	"os/exec"
	"runtime"
)

// openFile opens a file in what the machine opens it with. It does not wait for that.
func openFile(ctx context.Context, path string) error {
	opener := "xdg-open"
	if runtime.GOOS == "darwin" {
		opener = "open"
	}
	if _, err := exec.LookPath(opener); err != nil {
		return usage("there is no %s here that opens a file; open %s by hand", opener, path)
	}
	if err := exec.CommandContext(context.WithoutCancel(ctx), opener, path).Start(); err != nil {
		return harnessFailure(fmt.Errorf("open %s: %w", path, err))
	}
	return nil
}
