package engine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/pgfault/pgfault/harness/internal/escape"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wire"
)

// takeLog takes what the target logged during the run.
func (r *run) takeLog() {
	if l, ok := r.inst.(target.Logger); ok {
		r.log += l.TakeLog()
	}
}

// Evidence is what is kept beside a result.
type Evidence struct {
	Recording []wire.Message
	// Transcript is what its clients were given, to be played again; none is no file.
	Transcript []wire.Turn
	// Log is the target's, and ServerLog the server's.
	Log, ServerLog string
	// Password is taken out of what is written.
	Password string
}

// keep writes the evidence beside a result that is no pass, and beside each where all is kept.
func keep(cfg *Config, repeat int, res *verdict.Result, r *run) {
	if cfg.Out == "" || res.Outcome == verdict.Pass && !cfg.KeepAll {
		return
	}
	folder := filepath.FromSlash(res.ID)
	if repeat > 0 {
		folder = filepath.Join(folder, strconv.Itoa(repeat))
	}
	Keep(cfg.Out, folder, res, Evidence{Recording: r.recording, Transcript: r.transcript, Log: r.log, ServerLog: r.serverLog, Password: r.dsn.password})
}

// maxResult bounds the result that is kept as a file of its own, in bytes: what a client was answered is in it.
const maxResult = 32 << 20

// Keep writes the evidence beside a result: the conversation, the target's log, and the result, into a folder of out. What
// can't be written is said in the reason; it changes no outcome.
func Keep(out, folder string, res *verdict.Result, e Evidence) {
	if err := e.write(out, folder, res); err != nil {
		res.Reason += fmt.Sprintf(" (its evidence could not be kept: %v)", err)
	}
}

func (e Evidence) write(out, folder string, res *verdict.Result) error {
	if err := os.MkdirAll(filepath.Join(out, folder), 0o755); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	file := func(name string, data []byte) error {
		if len(data) == 0 {
			return nil
		}
		path := filepath.Join(folder, name)
		if err := os.WriteFile(filepath.Join(out, path), data, 0o600); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
		res.Artifacts = append(res.Artifacts, filepath.ToSlash(path))
		return nil
	}
	scrub := dsn{password: e.Password}.scrub
	var trace bytes.Buffer
	if err := wire.WriteTrace(&trace, e.Recording); err != nil {
		return fmt.Errorf("write trace: %w", err)
	}
	if err := file("trace.txt", []byte(scrub(trace.String()))); err != nil {
		return err
	}
	var bodies bytes.Buffer
	if err := wire.WriteBytes(&bodies, e.Recording); err != nil {
		return fmt.Errorf("write bytes: %w", err)
	}
	if len(bytes.TrimSpace(bodies.Bytes())) > 0 {
		if err := file("bytes.txt", bodies.Bytes()); err != nil {
			return err
		}
	}
	if len(e.Transcript) > 0 {
		var transcript bytes.Buffer
		if err := wire.WriteTranscript(&transcript, e.covered()); err != nil {
			return err
		}
		if err := file("transcript.jsonl", transcript.Bytes()); err != nil {
			return err
		}
	}
	if err := file("target.log", []byte(scrub(e.Log))); err != nil {
		return err
	}
	if err := file("server.log", []byte(scrub(e.ServerLog))); err != nil {
		return err
	}
	data, err := json.MarshalIndent(res, "", "  ")
	if err != nil {
		return fmt.Errorf("write result: %w", err)
	}
	if len(data) > maxResult {
		return fmt.Errorf("the result has %d MB, of which %d are kept at most", len(data)>>20, maxResult>>20)
	}
	return file("result.json", append(escape.JSON(data), '\n'))
}

// covered is the transcript with asterisks in the place of the password, so that all keeps its length.
func (e Evidence) covered() []wire.Turn {
	if e.Password == "" {
		return e.Transcript
	}
	turns := slices.Clone(e.Transcript)
	for i, t := range turns {
		turns[i].Server = bytes.ReplaceAll(t.Server, []byte(e.Password), bytes.Repeat([]byte{'*'}, len(e.Password)))
	}
	return turns
}
