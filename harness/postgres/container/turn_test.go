package container

import (
	"testing"
	"testing/synctest"
	"time"
)

// TestRemovalsFollowEachOther: one begins when the one before has ended, and one that does not end is not waited for longer
// than the limit, however many there are.
func TestRemovalsFollowEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		removals := make(turns, 1)
		start := time.Now()
		first := removals.take(t.Context())
		var began [3]time.Duration
		for i := range began {
			go func() {
				end := removals.take(t.Context())
				defer end()
				began[i] = time.Since(start)
			}()
		}
		time.Sleep(time.Second)
		synctest.Wait()
		for i, b := range began {
			if b != 0 {
				t.Errorf("removal %d began after %v, while another was under way", i, b)
			}
		}
		first()
		synctest.Wait()
		for i, b := range began {
			if b != time.Second {
				t.Errorf("removal %d began after %v; want when the one before had ended", i, b)
			}
		}

		start = time.Now()
		hung := removals.take(t.Context())
		defer hung()
		waited := make(chan time.Duration, 3)
		for range cap(waited) {
			go func() {
				defer removals.take(t.Context())()
				waited <- time.Since(start)
			}()
		}
		for range cap(waited) {
			if w := <-waited; w != turnLimit {
				t.Errorf("beside one that hangs a removal began after %v; want %v", w, turnLimit)
			}
		}
	})
}
