package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/Shopify/toxiproxy/v2/toxics"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/proxy"
	"github.com/pgfault/pgfault/harness/scenario/scenarioyaml"
	"github.com/pgfault/pgfault/harness/wire"
)

// toxic is a fault on an endpoint, as the API shows it.
type toxic struct {
	Attributes any     `json:"attributes"`
	Name       string  `json:"name"`
	Type       string  `json:"type"`
	Stream     string  `json:"stream"`
	Toxicity   float32 `json:"toxicity"`

	theirs    *toxics.ToxicWrapper // where it is toxiproxy's
	fault     fault.Fault          // where it is ours
	injection fault.Injection
}

// input is a toxic as a client writes it.
type input struct {
	Name       string          `json:"name"`
	Type       string          `json:"type"`
	Stream     string          `json:"stream"`
	Toxicity   *float32        `json:"toxicity"`
	Attributes json.RawMessage `json:"attributes"`
}

// isTheirs tells whether a type is one of toxiproxy's.
func isTheirs(kind string) bool {
	return toxics.New(&toxics.ToxicWrapper{Type: kind}) != nil && !strings.HasPrefix(kind, proxy.DrainedPrefix)
}

// addToxic adds what a client has written.
func (p *proxied) addToxic(body io.Reader) (*toxic, error) {
	data, err := io.ReadAll(body)
	if err != nil {
		return nil, badBody(err)
	}
	var in input
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&in); err != nil {
		return nil, badBody(err)
	}
	if isTheirs(in.Type) || in.Stream != "" && in.Stream != "upstream" && in.Stream != "downstream" {
		return p.addTheirs(data)
	}
	if _, err := fault.Find(in.Type); err != nil {
		return nil, toxiproxy.ErrInvalidToxicType
	}
	f, err := faultOf(in.Type, nil, in.Attributes)
	if err != nil {
		return nil, badBody(err)
	}
	if in.Toxicity != nil && *in.Toxicity != 1 && *in.Toxicity != -1 {
		return nil, badBody(errToxicity)
	}
	if in.Stream == "" {
		in.Stream = "downstream"
	}
	if in.Name == "" {
		in.Name = in.Type + "_" + in.Stream
	}
	return p.addFault(in.Name, in.Stream, f)
}

var errToxicity = errors.New("a toxicity is for toxiproxy's own toxics: where a fault acts is said by its position")

// addTheirs adds a toxic of toxiproxy's, which reads it itself, and so also says what is wrong with it.
func (p *proxied) addTheirs(data []byte) (*toxic, error) {
	w, err := p.book.AddToxicJson(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	t := &toxic{theirs: w}
	if p.toxic(w.Name) != nil { // one of ours
		_ = p.book.RemoveToxic(p.server.ctx, w.Name) // it is there
		return nil, toxiproxy.ErrToxicAlreadyExists
	}
	if err := p.apply(t); err != nil {
		_ = p.book.RemoveToxic(p.server.ctx, w.Name) // it is there
		return nil, err
	}
	p.toxics = append(p.toxics, t)
	p.server.tell("%s: toxic %s, %s", p.name, w.Name, w.Type)
	return t, nil
}

// arm adds a fault under a name that is free.
func (p *proxied) arm(f fault.Fault) (*toxic, error) {
	name := f.Name()
	for n := 2; p.toxic(name) != nil; n++ {
		name = fmt.Sprintf("%s_%d", f.Name(), n)
	}
	return p.addFault(name, "downstream", f)
}

// addFault adds a fault of ours.
func (p *proxied) addFault(name, stream string, f fault.Fault) (*toxic, error) {
	if p.toxic(name) != nil {
		return nil, toxiproxy.ErrToxicAlreadyExists
	}
	t := &toxic{Name: name, Type: f.Name(), Stream: stream, Toxicity: 1, fault: f}
	if err := p.apply(t); err != nil {
		return nil, err
	}
	p.toxics = append(p.toxics, t)
	p.server.tell("%s: armed: %s, %s", p.name, name, fault.Where(f))
	return t, nil
}

// updateToxic changes what a client names of a toxic: its attributes, and its toxicity.
func (p *proxied) updateToxic(name string, body io.Reader) (*toxic, error) {
	t := p.toxic(name)
	if t == nil {
		return nil, toxiproxy.ErrToxicNotFound
	}
	if t.theirs != nil {
		w, err := p.book.UpdateToxicJson(name, body)
		if err != nil {
			return nil, err
		}
		t.theirs = w
	} else {
		var in input
		if err := json.NewDecoder(body).Decode(&in); err != nil {
			return nil, badBody(err)
		}
		f, err := faultOf(t.Type, t.fault, in.Attributes)
		if err != nil {
			return nil, badBody(err)
		}
		t.fault = f
	}
	if err := p.lift(t); err != nil {
		return nil, err
	}
	p.server.tell("%s: toxic %s is changed", p.name, name)
	return t, p.apply(t)
}

// removeToxic ends a toxic.
func (p *proxied) removeToxic(t *toxic) error {
	if t.theirs != nil {
		if err := p.book.RemoveToxic(p.server.ctx, t.theirs.Name); err != nil {
			return err
		}
	}
	p.forget(t)
	p.server.tell("%s: removed: %s", p.name, t.name())
	return p.lift(t)
}

// apply has a toxic act.
func (p *proxied) apply(t *toxic) (err error) {
	if t.theirs == nil {
		ctx := p.server.ctx // a fault outlives who has asked for it
		if t.injection, err = p.env.Inject(ctx, t.fault); err != nil {
			return &toxiproxy.ApiError{Message: err.Error(), StatusCode: http.StatusBadRequest}
		}
		return nil
	}
	w := t.theirs
	if w.Toxicity <= 0 {
		return nil // it acts on none
	}
	encoded, err := json.Marshal(w.Toxic)
	if err != nil {
		return fmt.Errorf("encode toxic: %w", err)
	}
	var attributes map[string]any
	if err := json.Unmarshal(encoded, &attributes); err != nil {
		return fmt.Errorf("encode toxic: %w", err)
	}
	return p.env.Toxics().Add(p.server.ctx, fault.Toxic{
		Name: apiPrefix + w.Name, Type: w.Type, Stream: wire.Direction(w.Stream), Toxicity: fault.Toxicity(min(w.Toxicity, 1)), Seed: p.server.cfg.Seed, Attributes: attributes,
	})
}

// apiPrefix keeps the names of clients apart from those of faults.
const apiPrefix = "api "

// lift has a toxic act no longer. Connections that had to be cut for it are gone, as toxiproxy's would hang.
func (p *proxied) lift(t *toxic) error {
	if t.theirs == nil {
		if t.injection == nil {
			return nil
		}
		return t.injection.Heal(p.server.ctx)
	}
	if err := p.env.Toxics().Remove(p.server.ctx, apiPrefix+t.theirs.Name); err != nil && !errors.Is(err, proxy.ErrCut) {
		return err
	}
	return nil
}

func (t *toxic) name() string {
	if t.theirs != nil {
		return t.theirs.Name
	}
	return t.Name
}

// upstream tells whether a toxic is of the client's way, which toxiproxy lists first.
func (t *toxic) upstream() bool {
	if t.theirs != nil {
		return t.theirs.Stream == "upstream"
	}
	return t.Stream == "upstream"
}

// shown is a toxic as it is told: toxiproxy's as it tells them itself.
func (t *toxic) shown() (any, error) {
	if t.theirs != nil {
		return t.theirs, nil
	}
	fields, err := scenarioyaml.Fields(t.fault)
	if err != nil {
		return nil, err
	}
	fields[firedAttribute] = len(t.injection.Fired())
	out := *t
	out.Attributes = fields
	return out, nil
}

// firedAttribute is what is told beside a fault's fields: how often it acted. Who writes it is not heeded.
const firedAttribute = "fired"

// faultOf makes a fault of attributes, and of the fields of the one before where there is one.
func faultOf(kind string, before fault.Fault, attributes json.RawMessage) (fault.Fault, error) {
	fields := map[string]any{}
	if before != nil {
		var err error
		if fields, err = scenarioyaml.Fields(before); err != nil {
			return nil, err
		}
	}
	if len(attributes) > 0 {
		given := map[string]any{}
		dec := json.NewDecoder(bytes.NewReader(attributes))
		dec.UseNumber()
		if err := dec.Decode(&given); err != nil {
			return nil, fmt.Errorf("attributes: %w", err)
		}
		maps.Copy(fields, given)
	}
	delete(fields, firedAttribute)
	data, err := json.Marshal(fields)
	if err != nil {
		return nil, fmt.Errorf("attributes: %w", err)
	}
	return scenarioyaml.FaultOf(kind, data)
}

// badBody is what toxiproxy says of a request that can't be read.
func badBody(err error) error {
	return &toxiproxy.ApiError{Message: toxiproxy.ErrBadRequestBody.Message + ": " + err.Error(), StatusCode: toxiproxy.ErrBadRequestBody.StatusCode}
}
