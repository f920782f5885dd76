package desk

import (
	"context"
	"time"

	"github.com/nutgraf/nutgraf/internal/service"
)

func (s *shelf) Difference(context.Context, service.Caller, string, int, int) (*service.Difference, error) {
	return &service.Difference{Summary: s.summary, From: 1, To: 1, Old: s.article, New: s.article}, nil
}

func (s *shelf) PreviewCorrection(context.Context, service.Caller, string, service.ArticleInput) (*service.Correction, error) {
	return &service.Correction{}, s.err
}

func (s *shelf) Desks(context.Context, service.Caller) ([]string, error) { return nil, nil }

func (s *shelf) Quality(context.Context, service.Caller, time.Time, *time.Location) (*service.Quality, error) {
	return &service.Quality{}, nil
}
