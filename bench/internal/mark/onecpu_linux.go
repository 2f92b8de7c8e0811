package mark

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"

	"golang.org/x/sys/unix"
)

// onOneCPU has this process run on one CPU while f runs, and with it the processes that f starts.
func onOneCPU(f func() error) (err error) {
	var all unix.CPUSet
	if err := unix.SchedGetaffinity(0, &all); err != nil {
		return fmt.Errorf("ask for CPUs: %w", err)
	}
	defer func() { err = errors.Join(err, bindThreads(all)) }()
	if err := bindThreads(lastCPU(all)); err != nil {
		return err
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // Two that look for work would take turns on it.
	return f()
}

// lastCPU is the last of the CPUs: the first is where a machine's interrupts go.
func lastCPU(all unix.CPUSet) (cpu unix.CPUSet) {
	for i := len(all)*64 - 1; i >= 0; i-- {
		if all.IsSet(i) {
			cpu.Set(i)
			break
		}
	}
	return cpu
}

func bindThreads(cpus unix.CPUSet) error {
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return fmt.Errorf("list threads: %w", err)
	}
	for _, t := range threads {
		tid, err := strconv.Atoi(t.Name())
		if err != nil {
			return fmt.Errorf("list threads: %w", err)
		}
		if err := bind(tid, cpus); err != nil {
			return err
		}
	}
	return nil
}

func bind(id int, cpus unix.CPUSet) error {
	if err := unix.SchedSetaffinity(id, &cpus); err != nil && !errors.Is(err, unix.ESRCH) {
		return fmt.Errorf("bind %d to a CPU: %w", id, err)
	}
	return nil
}
