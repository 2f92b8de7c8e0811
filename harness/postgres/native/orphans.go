package native

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/pgfault/pgfault/harness/internal/owner"
	"github.com/pgfault/pgfault/harness/internal/poll"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// Orphans lists the folders of processes that are no more. Only this user's own are looked at.
func (Provider) Orphans(context.Context) ([]provide.Orphan, error) {
	patterns := make([]string, 0, len(places())+1)
	for _, place := range places() {
		patterns = append(patterns, filepath.Join(place, prefix+"*"))
	}
	if cache, err := cacheFolder(); err == nil {
		patterns = append(patterns, filepath.Join(cache, "draft-*"))
	}
	var orphans []provide.Orphan
	for _, pattern := range patterns {
		folders, err := filepath.Glob(pattern)
		if err != nil {
			return nil, fmt.Errorf("list folders: %w", err)
		}
		for _, folder := range folders {
			if owner, ok := ownerOf(folder); ok && owner.Dead() {
				orphans = append(orphans, provide.Orphan{Provider: Name, Kind: "folder", ID: folder, Owner: owner})
			}
		}
	}
	return orphans, nil
}

// ownerOf reads from a folder's name whose it is; not ok for a folder that is another user's or not of our making.
func ownerOf(folder string) (owner.Owner, bool) {
	info, err := os.Lstat(folder)
	if err != nil || !info.IsDir() || !ownedByThisUser(info) {
		return owner.Owner{}, false
	}
	parts := strings.Split(filepath.Base(folder), "-")
	if len(parts) != 3 {
		return owner.Owner{}, false
	}
	return owner.Parse(parts[1])
}

// Remove ends a server that outlived its owner, where there is one, and removes the folder.
func (Provider) Remove(ctx context.Context, orphan provide.Orphan) error {
	owner, ok := ownerOf(orphan.ID)
	if !ok || !owner.Dead() {
		return fmt.Errorf("remove %s: not an orphan of this user's", orphan.ID)
	}
	for _, name := range nodes {
		data := filepath.Join(orphan.ID, name)
		pid, running, err := postmaster(ctx, data)
		if err != nil {
			return fmt.Errorf("look for server of %s: %w", orphan.ID, err)
		}
		if running {
			// One that was frozen acts on a signal when it goes on.
			if err := errors.Join(signalProcess(pid, syscall.SIGQUIT), signalProcess(pid, syscall.SIGCONT)); err != nil {
				return fmt.Errorf("stop server of %s: %w", orphan.ID, err)
			}
			awaitEnd(ctx, data)
		}
		if err := killLeftProcesses(ctx, data); err != nil {
			return fmt.Errorf("stop server of %s: %w", orphan.ID, err)
		}
	}
	if err := unmount(orphan.ID); err != nil {
		return err
	}
	if err := os.RemoveAll(orphan.ID); err != nil {
		return fmt.Errorf("remove folder: %w", err)
	}
	return nil
}

// signalProcess sends a signal to a process that may be gone.
func signalProcess(pid int, signal syscall.Signal) error {
	if err := syscall.Kill(pid, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("signal process %d: %w", pid, err)
	}
	return nil
}

// postmaster gives the process that runs on a data folder. The number in postmaster.pid may be another process's by
// now: a postmaster's working folder is its data folder.
func postmaster(ctx context.Context, data string) (pid int, runs bool, err error) {
	text, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if errors.Is(err, os.ErrNotExist) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, _ = strconv.Atoi(strings.TrimSpace(first)) // 0, which nobody has, where it is no number.
	running, err := processes(ctx, data)
	return pid, slices.ContainsFunc(running, func(p provide.Process) bool { return p.PID == pid }), err
}

// awaitEnd waits, not for long, until no server runs on a data folder.
func awaitEnd(ctx context.Context, data string) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	_ = poll.Until(ctx, func(ctx context.Context) (bool, error) { // What runs on is for those who come after.
		_, runs, err := postmaster(ctx, data)
		return !runs, err
	})
}
