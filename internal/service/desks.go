package service

import (
	"context"

	"github.com/maypok86/otter/v2"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// desks keeps articles that were read for checking, so that a keystroke's check
// need not read its article anew. What is kept depends on content alone.
type desks struct {
	cache *otter.Cache[deskKey, *desk]
}

// deskKey names everything that decides what a desk finds.
type deskKey struct {
	body     string // digest of the article with its dates and names
	profile  string
	language string
}

// desk is a stored article that claims are checked against.
type desk struct {
	article *article.Article
	*summarize.Desk
}

// Memory of the desks, in bytes of stored articles, and how much more an article
// takes once it was read for checking.
const (
	deskBytes = 48 << 20
	deskTimes = 24
)

func newDesks() (*desks, error) {
	cache, err := otter.New(&otter.Options[deskKey, *desk]{
		MaximumWeight: deskBytes,
		Weigher: func(_ deskKey, d *desk) uint32 {
			return uint32(min(deskTimes*(len(d.article.Text)+1024), deskBytes))
		},
	})
	return &desks{cache}, err
}

// deskFor is the desk of a stored article. It fails with text_deleted when its text
// is not kept any more, although the desk may be.
func (s *Service) deskFor(row store.Article, p *summarize.Profile, language string) (*desk, error) {
	if len(row.Body) == 0 {
		_, err := decode(row)
		return nil, err
	}
	key := deskKey{body: digest(row.Body), profile: p.Digest(), language: language}
	return s.desks.cache.Get(context.Background(), key, otter.LoaderFunc[deskKey, *desk](func(context.Context, deskKey) (*desk, error) {
		a, err := decode(row)
		if err != nil {
			return nil, err
		}
		return &desk{a, summarize.NewDesk(a, p, language)}, nil
	}))
}

// profileOf is the house style that a result was drafted in.
func (s *Service) profileOf(r *summarize.Result) (*summarize.Profile, error) {
	p, err := s.Profiles(r.Provenance.Profile)
	if err != nil {
		return nil, fault.Wrap(fault.BadConfig, err, "the profile of the summary, %s, is not there any more: whoever runs nutgraf can put it back", r.Provenance.Profile)
	}
	return p, nil
}
