package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
)

// maxBody is the longest request that is read, in bytes.
const maxBody = 4 << 20

// Handler is the API. As toxiproxy's, it refuses browsers, whose pages could be anybody's.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	for pattern, do := range map[string]func(*http.Request) (int, any, error){
		"GET /proxies":                           s.list,
		"POST /proxies":                          s.create,
		"POST /populate":                         s.populate,
		"POST /reset":                            s.reset,
		"GET /proxies/{proxy}":                   s.onProxy(show),
		"POST /proxies/{proxy}":                  s.onProxy(change),
		"PATCH /proxies/{proxy}":                 s.onProxy(change),
		"DELETE /proxies/{proxy}":                s.onProxy(remove),
		"GET /proxies/{proxy}/toxics":            s.onProxy(listToxics),
		"POST /proxies/{proxy}/toxics":           s.onProxy(createToxic),
		"GET /proxies/{proxy}/toxics/{toxic}":    s.onProxy(showToxic),
		"POST /proxies/{proxy}/toxics/{toxic}":   s.onProxy(changeToxic),
		"PATCH /proxies/{proxy}/toxics/{toxic}":  s.onProxy(changeToxic),
		"DELETE /proxies/{proxy}/toxics/{toxic}": s.onProxy(deleteToxic),
	} {
		mux.HandleFunc(pattern, s.answering(do))
	}
	mux.HandleFunc("GET /version", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json;charset=utf-8")
		_, _ = fmt.Fprintf(w, "{\"version\": %q}\n", version) // who asked may be gone
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.UserAgent(), "Mozilla/") {
			http.Error(w, "User agent not allowed", http.StatusForbidden)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		mux.ServeHTTP(w, r)
	})
}

// version is that of the API which this is.
const version = "2.12.0"

// answering answers with what do gives, one request after the other.
func (s *Server) answering(do func(*http.Request) (int, any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		code, body, err := do(r)
		var data []byte
		if err == nil && body != nil {
			data, err = json.Marshal(body)
		}
		s.mu.Unlock()
		if err != nil {
			data, err := json.Marshal(apiError(err))
			if err == nil {
				http.Error(w, string(data), apiErrorCode(data))
			}
			return
		}
		if body != nil {
			w.Header().Set("Content-Type", "application/json")
		}
		w.WriteHeader(code)
		_, _ = w.Write(data) // who asked may be gone
	}
}

// apiError is an error as toxiproxy tells it.
func apiError(err error) *toxiproxy.ApiError {
	if own, ok := errors.AsType[*toxiproxy.ApiError](err); ok {
		return own
	}
	return &toxiproxy.ApiError{Message: err.Error(), StatusCode: http.StatusInternalServerError}
}

func apiErrorCode(data []byte) int {
	var e toxiproxy.ApiError
	_ = json.Unmarshal(data, &e) // it was just written
	return e.StatusCode
}

func (s *Server) list(*http.Request) (int, any, error) {
	all := map[string]view{}
	for name, p := range s.proxies {
		one, err := p.shown()
		if err != nil {
			return 0, nil, err
		}
		all[name] = one
	}
	return http.StatusOK, all, nil
}

func (s *Server) reset(*http.Request) (int, any, error) {
	for _, p := range s.sorted() {
		if err := p.reset(); err != nil {
			return 0, nil, err
		}
	}
	return http.StatusNoContent, nil, nil
}

func (s *Server) create(r *http.Request) (int, any, error) {
	var in settings
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		return 0, nil, badBody(err)
	}
	switch {
	case in.Name == "":
		return 0, nil, missing("name")
	case in.Upstream == "":
		return 0, nil, missing("upstream")
	case s.proxies[in.Name] != nil:
		return 0, nil, toxiproxy.ErrProxyAlreadyExists
	}
	p, err := s.make(in)
	if err != nil {
		return 0, nil, err
	}
	one, err := p.shown()
	return http.StatusCreated, one, err
}

// make makes an endpoint of a client's own.
func (s *Server) make(in settings) (*proxied, error) {
	p := &proxied{server: s, name: in.Name, listen: in.Listen, upstream: in.Upstream, enabled: true, book: s.book(in.Name)}
	if err := p.open(); err != nil {
		return nil, err
	}
	if in.Enabled != nil {
		if err := p.enable(*in.Enabled); err != nil {
			return nil, err
		}
	}
	s.proxies[p.name] = p
	s.tell("%s: %s leads to %s", p.name, p.listen, p.upstream)
	return p, nil
}

func missing(field string) error {
	return &toxiproxy.ApiError{Message: toxiproxy.ErrMissingField.Message + ": " + field, StatusCode: toxiproxy.ErrMissingField.StatusCode}
}

// populate makes endpoints, or again those that are to be otherwise.
func (s *Server) populate(r *http.Request) (int, any, error) {
	var all []settings
	if err := json.NewDecoder(r.Body).Decode(&all); err != nil {
		return s.populated(nil, badBody(err))
	}
	for i, in := range all {
		switch {
		case in.Name == "":
			return s.populated(nil, missing(fmt.Sprintf("name at proxy %d", i+1)))
		case in.Upstream == "":
			return s.populated(nil, missing(fmt.Sprintf("upstream at proxy %d", i+1)))
		}
	}
	done := []view{}
	for _, in := range all {
		p, err := s.replace(r.Context(), in)
		if err != nil {
			return s.populated(done, err)
		}
		one, err := p.shown()
		if err != nil {
			return s.populated(done, err)
		}
		done = append(done, one)
	}
	return s.populated(done, nil)
}

// replace makes an endpoint in the place of the one of that name, unless that is the same.
func (s *Server) replace(ctx context.Context, in settings) (*proxied, error) {
	if p := s.proxies[in.Name]; p != nil {
		moved, err := differs(p.listen, in.Listen)
		if err != nil || !moved && p.upstream == in.Upstream {
			return p, err
		}
		if p.endpoint == nil {
			return nil, p.update(ctx, in) // which is refused
		}
		if err := errors.Join(p.removeAll(), p.close(ctx)); err != nil {
			return nil, err
		}
		delete(s.proxies, in.Name)
	}
	return s.make(in)
}

// populated is the answer: what was made, and what is wrong beside it.
func (s *Server) populated(done []view, err error) (int, any, error) {
	code := http.StatusCreated
	var said *toxiproxy.ApiError
	if err != nil {
		said = apiError(err)
		code = said.StatusCode
	}
	return code, struct {
		*toxiproxy.ApiError `json:",omitempty"`
		Proxies             []view `json:"proxies"`
	}{said, done}, nil
}

// onProxy is what is done to the proxy that the path names.
func (s *Server) onProxy(do func(*proxied, *http.Request) (int, any, error)) func(*http.Request) (int, any, error) {
	return func(r *http.Request) (int, any, error) {
		p, err := s.proxy(r.PathValue("proxy"))
		if err != nil {
			return 0, nil, err
		}
		return do(p, r)
	}
}

func show(p *proxied, _ *http.Request) (int, any, error) {
	one, err := p.shown()
	return http.StatusOK, one, err
}

func change(p *proxied, r *http.Request) (int, any, error) {
	in := settings{Listen: p.listen, Upstream: p.upstream, Enabled: &p.enabled}
	enabled := p.enabled
	in.Enabled = &enabled
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		return 0, nil, badBody(err)
	}
	if in.Enabled == nil { // null
		in.Enabled = &p.enabled
	}
	if err := p.update(r.Context(), in); err != nil {
		return 0, nil, err
	}
	return show(p, r)
}

// remove ends a proxy. One that is made elsewhere is disabled, and is not shown any more.
func remove(p *proxied, r *http.Request) (int, any, error) {
	if err := errors.Join(p.enable(false), p.removeAll(), p.close(r.Context())); err != nil {
		return 0, nil, err
	}
	delete(p.server.proxies, p.name)
	p.server.tell("%s: deleted", p.name)
	return http.StatusNoContent, nil, nil
}

func listToxics(p *proxied, _ *http.Request) (int, any, error) {
	all, err := p.shownToxics()
	return http.StatusOK, all, err
}

func createToxic(p *proxied, r *http.Request) (int, any, error) {
	t, err := p.addToxic(r.Body)
	return shownAs(t, err)
}

func changeToxic(p *proxied, r *http.Request) (int, any, error) {
	t, err := p.updateToxic(r.PathValue("toxic"), r.Body)
	return shownAs(t, err)
}

func showToxic(p *proxied, r *http.Request) (int, any, error) {
	t := p.toxic(r.PathValue("toxic"))
	if t == nil {
		return 0, nil, toxiproxy.ErrToxicNotFound
	}
	return shownAs(t, nil)
}

func deleteToxic(p *proxied, r *http.Request) (int, any, error) {
	t := p.toxic(r.PathValue("toxic"))
	if t == nil {
		return 0, nil, toxiproxy.ErrToxicNotFound
	}
	return http.StatusNoContent, nil, p.removeToxic(t)
}

func shownAs(t *toxic, err error) (int, any, error) {
	if err != nil {
		return 0, nil, err
	}
	one, err := t.shown()
	return http.StatusOK, one, err
}
