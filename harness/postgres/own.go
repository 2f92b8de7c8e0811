package postgres

import "context"

// Own starts a private server of the same provider, version and language as this one, for one who will harm it. Of a
// server that somebody else runs there is none: ErrUnavailable.
func (s *Server) Own(ctx context.Context) (*Server, error) {
	cfg := s.cfg
	cfg.Private = true
	if cfg.Version == "" {
		cfg.Version = s.version
	}
	if s.provider != External {
		cfg.Provider = s.provider
	}
	return Start(ctx, cfg)
}
