package report

import (
	"fmt"
	"io"
	"time"
)

// tick draws the live line again and again, so that a scenario that hangs is seen to take its time.
func (p *Pretty) tick() {
	defer close(p.stopped)
	ticker := time.NewTicker(p.cfg.Tick)
	defer ticker.Stop()
	for {
		select {
		case <-p.stop:
			return
		case <-ticker.C:
			p.mu.Lock()
			err := p.draw()
			p.mu.Unlock()
			if err != nil {
				return // the terminal is gone; the next result will say so
			}
		}
	}
}

// stopTicker ends the drawing and waits until it has ended. It may be called more than once.
func (p *Pretty) stopTicker() {
	p.mu.Lock()
	started := p.started
	if started {
		select {
		case <-p.stop:
		default:
			close(p.stop)
		}
	}
	p.mu.Unlock()
	if started {
		<-p.stopped
	}
}

// draw writes the live line: how many are done, and the one that has been running longest.
func (p *Pretty) draw() error {
	if len(p.running) == 0 {
		return p.erase()
	}
	oldest := p.running[0]
	count := fmt.Sprint(len(p.lines) + 1)
	if p.total > 0 {
		count += fmt.Sprintf("/%d", p.total)
	}
	text := fmt.Sprintf("%s %s  %.1fs", count, Escape(oldest.id), time.Since(oldest.since).Seconds())
	p.live = true
	if _, err := io.WriteString(p.w, eraseLine+truncate(text, p.cfg.Width()-1)); err != nil {
		return fmt.Errorf("write live line: %w", err)
	}
	return nil
}

func (p *Pretty) erase() error {
	if !p.live {
		return nil
	}
	p.live = false
	if _, err := io.WriteString(p.w, eraseLine); err != nil {
		return fmt.Errorf("erase live line: %w", err)
	}
	return nil
}

func (p *Pretty) color(color, text string) string {
	if !p.cfg.Color {
		return text
	}
	return paint(color, text)
}
