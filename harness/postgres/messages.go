package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// checkMessages sees that the server speaks the language that was asked for: it makes an error, whose severity is a
// word of that language beside the one that is never translated. See the protocol's "Error and Notice Message Fields".
func (s *Server) checkMessages(ctx context.Context) error {
	language, _, _ := strings.Cut(s.cfg.Messages, "_")
	if language == "" || language == "en" || strings.HasPrefix(s.cfg.Messages, "C") || s.cfg.Messages == "POSIX" {
		return nil
	}
	_, err := s.admin.exec(ctx, "SELECT 1/0")
	var answer *pgconn.PgError
	if !errors.As(err, &answer) {
		return fmt.Errorf("ask for an error: %w", err)
	}
	if answer.Severity != answer.SeverityUnlocalized {
		return nil
	}
	return &UnavailableError{
		Provider: s.provider,
		Reason:   "the server has no messages in the language of " + s.cfg.Messages,
		Advice:   "install PostgreSQL's translations and the locale, or take an image of ours (make images)",
	}
}
