package server

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/nutgraf/nutgraf/internal/render"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

type draftInput struct {
	Prefer string `header:"Prefer" doc:"respond-async: do not wait, the answer is 202 with a job. With wait=SECONDS: wait so long at most. What else it says is passed over" example:"respond-async, wait=5"`
	Body   service.DraftRequest
}

func (s *Server) draft(ctx context.Context, in *draftInput) (*raw, error) {
	in.Body.Stream = infoOf(ctx).stream
	work, err := s.o.Service.Draft(ctx, infoOf(ctx).caller, in.Body)
	if err != nil {
		return nil, err
	}
	return s.answer(run{Run: work, created: true, deadline: milliseconds(in.Body.Options.DeadlineMS)}), nil
}

func milliseconds(n int) time.Duration { return time.Duration(n) * time.Millisecond }

// page is a piece of a list.
type page[T any] struct {
	Items []T     `json:"items" doc:"What the list holds, in its order; empty for nothing"`
	Next  *string `json:"next" doc:"Cursor of the next piece, null when this is the last"`
}

type pageOutput[T any] struct {
	Link string `header:"Link" doc:"Address of the next piece, as rel=next; absent with the last one"`
	Body page[T]
}

// Paging is exported, as are the others that inputs have in common, because huma
// looks into exported structs only.
type Paging struct {
	Cursor string `query:"cursor" maxLength:"500" doc:"next of the piece before; left out for the first piece"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many items a piece has at most"`
}

func (p Paging) page() store.Page { return store.Page{Cursor: p.Cursor, Limit: p.Limit} }

// paged tells where the next piece is: at the same address, with its cursor.
func paged[T any](path string, query url.Values, items []T, next string) *pageOutput[T] {
	out := &pageOutput[T]{Body: page[T]{Items: items}}
	if items == nil {
		out.Body.Items = []T{}
	}
	if next != "" {
		query.Set("cursor", next)
		out.Body.Next = &next
		out.Link = "<" + path + "?" + query.Encode() + `>; rel="next"`
	}
	return out
}

type listInput struct {
	Status  string    `query:"status" enum:"draft,needs_review,approved,rejected,stale" doc:"Only summaries that stand so; all when left out"`
	Desk    string    `query:"desk" maxLength:"100" doc:"Only summaries for this desk" example:"city"`
	Article string    `query:"article" maxLength:"200" doc:"Only summaries of the article with this ID" example:"story-4711"`
	Q       string    `query:"q" maxLength:"200" doc:"Only summaries whose title has this text in it, whatever the case" example:"ferry"`
	From    time.Time `query:"from" doc:"Only summaries that changed at this time or later" example:"2026-11-24T00:00:00Z"`
	To      time.Time `query:"to" doc:"Only summaries that changed before this time" example:"2026-11-25T00:00:00Z"`
	Paging
}

func (in *listInput) query() url.Values {
	q := url.Values{"limit": {strconv.Itoa(in.Limit)}}
	for name, value := range map[string]string{"status": in.Status, "desk": in.Desk, "article": in.Article, "q": in.Q} {
		if value != "" {
			q.Set(name, value)
		}
	}
	for name, at := range map[string]time.Time{"from": in.From, "to": in.To} {
		if !at.IsZero() {
			q.Set(name, at.Format(time.RFC3339Nano))
		}
	}
	return q
}

func (s *Server) list(ctx context.Context, in *listInput) (*pageOutput[service.SummaryInfo], error) {
	filter := store.Filter{Article: in.Article, Status: in.Status, Desk: in.Desk, Text: in.Q, From: in.From, To: in.To}
	items, next, err := s.o.Service.List(ctx, infoOf(ctx).caller, filter, in.page())
	if err != nil {
		return nil, err
	}
	return paged("/v1/summaries", in.query(), items, next), nil
}

// SummaryID is the summary that a path names.
type SummaryID struct {
	ID string `path:"id" maxLength:"100" doc:"ID of the summary" example:"sum_06fj3w8k2r5m9q1t7v0x4z6b8d"`
}

type getInput struct {
	SummaryID
	Version     string `query:"version" pattern:"^(approved|[1-9][0-9]{0,8})$" patternDescription:"a number from 1, or approved" doc:"Number of a version, or approved for the newest that was approved; the newest when left out" example:"approved"`
	IfNoneMatch string `header:"If-None-Match" doc:"ETag of the version that you have: 304 when it is still the one" example:"\"3\""`
}

func (s *Server) get(ctx context.Context, in *getInput) (*raw, error) {
	known, err := parseTags(in.IfNoneMatch)
	if err != nil {
		return nil, err
	}
	summary, err := s.version(ctx, in.ID, in.Version)
	if err != nil {
		return nil, err
	}
	return &raw{Body: func(c huma.Context) {
		r, w := humago.Unwrap(c)
		if known.has(summary.Version) {
			w.Header().Set("ETag", etag(summary.Version))
			w.WriteHeader(http.StatusNotModified)
			return
		}
		respondSummary(w, r, http.StatusOK, summary)
	}}, nil
}

// version finds a summary as a version parameter asks for it.
func (s *Server) version(ctx context.Context, id, which string) (*service.Summary, error) {
	caller := infoOf(ctx).caller
	number, _ := strconv.Atoi(which) // 0, the newest, for "approved"
	summary, err := s.o.Service.Get(ctx, caller, id, number)
	if err != nil || which != "approved" {
		return summary, err
	}
	switch approved := summary.ApprovedVersion; {
	case approved == nil:
		return nil, fault.New(fault.NotFound, "no version of this summary was approved")
	case *approved == summary.Version:
		return summary, nil
	default:
		return s.o.Service.Get(ctx, caller, id, *approved)
	}
}

type versionsInput struct {
	SummaryID
	Paging
}

func (s *Server) versions(ctx context.Context, in *versionsInput) (*pageOutput[service.VersionInfo], error) {
	items, next, err := s.o.Service.Versions(ctx, infoOf(ctx).caller, in.ID, in.page())
	if err != nil {
		return nil, err
	}
	return paged("/v1/summaries/"+url.PathEscape(in.ID)+"/versions", url.Values{"limit": {strconv.Itoa(in.Limit)}}, items, next), nil
}

type articleInput struct {
	SummaryID
	Version int `query:"version" minimum:"1" doc:"Version of the summary; the newest when left out"`
}

type articleOutput struct {
	Body render.ArticleJSON
}

func (s *Server) article(ctx context.Context, in *articleInput) (*articleOutput, error) {
	read, err := s.o.Service.Article(ctx, infoOf(ctx).caller, in.ID, in.Version)
	if err != nil {
		return nil, err
	}
	return &articleOutput{Body: read}, nil
}
