package server

import (
	"context"
	"net/url"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/nutgraf/nutgraf/internal/render"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
)

type checkInput struct {
	Body service.CheckRequest
}

type checkOutput struct {
	Body render.CheckJSON
}

func (s *Server) check(ctx context.Context, in *checkInput) (*checkOutput, error) {
	found, err := s.o.Service.Check(ctx, infoOf(ctx).caller, in.Body)
	if err != nil {
		return nil, err
	}
	return &checkOutput{Body: found}, nil
}

type reviseInput struct {
	ID      string `path:"id" maxLength:"200" doc:"Your ID of the article, which it was drafted with" example:"story-4711"`
	DryRun  bool   `query:"dry_run" doc:"Say what would become of the summaries, and keep nothing"`
	Becomes int    `query:"revision" minimum:"1" doc:"Only if this becomes the revision of the article, as the answer to a dry run said: 412 when somebody was faster" example:"4"`
	SHA256  string `query:"sha256" pattern:"^[0-9a-f]{64}$" doc:"Only if this is the SHA-256 of the text, as the answer to a dry run said: 412 when the page at an address reads differently now" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	Body    service.ArticleInput
}

type reviseOutput struct {
	Body service.RevisionReport
}

// Resolve refuses a dry_run without a value, which would not be dry.
func (in *reviseInput) Resolve(c huma.Context) []error {
	u := c.URL()
	if asked := u.Query(); asked.Has("dry_run") && asked.Get("dry_run") == "" {
		return []error{&huma.ErrorDetail{Location: "query.dry_run", Message: "expected true or false"}}
	}
	return nil
}

func (s *Server) revise(ctx context.Context, in *reviseInput) (*reviseOutput, error) {
	revise := s.o.Service.Revise
	if in.DryRun {
		revise = s.o.Service.PreviewRevision
	}
	report, err := revise(ctx, infoOf(ctx).caller, in.ID, in.Body, service.Expected{Revision: in.Becomes, SHA256: in.SHA256})
	if err != nil {
		return nil, err
	}
	infoOf(ctx).article = report.Article.SHA256
	return &reviseOutput{Body: report}, nil
}

type auditInput struct {
	Object string `query:"object" maxLength:"300" doc:"Only entries about it: summary/ID, article/ID, job/ID or token/ID; all of the space when left out" example:"summary/sum_06fj3w8k2r5m9q1t7v0x4z6b8d"`
	Paging
}

func (s *Server) audit(ctx context.Context, in *auditInput) (*pageOutput[store.Entry], error) {
	entries, next, err := s.o.Service.AuditOf(ctx, infoOf(ctx).caller, in.Object, in.page())
	if err != nil {
		return nil, err
	}
	query := url.Values{"limit": {strconv.Itoa(in.Limit)}}
	if in.Object != "" {
		query.Set("object", in.Object)
	}
	return paged("/v1/audit", query, entries, next), nil
}
