package service

import (
	"context"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
)

const (
	cleanEvery  = time.Hour
	cleanPiece  = 200            // rows in one write
	answersKept = 24 * time.Hour // to requests with an idempotency key
)

// janitor cleans up at the start and every hour.
func (s *Service) janitor() {
	ticker := time.NewTicker(cleanEvery)
	defer ticker.Stop()
	for {
		s.clean(s.idle)
		select {
		case <-ticker.C:
		case <-s.idle.Done():
			return
		}
		s.mu.Lock()
		s.sweep(time.Now())
		s.mu.Unlock()
	}
}

// clean deletes what is not to be kept any longer. What fails is tried again the
// next time.
func (s *Service) clean(ctx context.Context) {
	now := s.now()
	if s.RetentionDays > 0 {
		before := now.AddDate(0, 0, -s.RetentionDays)
		s.inPieces(ctx, func(tx *store.Tx) (int, error) { return tx.DeleteTexts(before, cleanPiece) })
	}
	s.inPieces(ctx, func(tx *store.Tx) (int, error) { return tx.DropCached(now.Add(-max(s.CacheTTL, 0)), cleanPiece) })
	s.inPieces(ctx, func(tx *store.Tx) (int, error) { return tx.DropAnswers(now.Add(-answersKept), cleanPiece) })
	_ = s.Store.Flush(ctx)
}

// inPieces deletes until nothing is left, in writes between which others come to
// their turn.
func (s *Service) inPieces(ctx context.Context, drop func(*store.Tx) (int, error)) {
	for ctx.Err() == nil {
		n := 0
		err := s.Store.Write(ctx, func(tx *store.Tx) (err error) {
			n, err = drop(tx)
			return err
		})
		if err != nil || n == 0 {
			return
		}
	}
}
