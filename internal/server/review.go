package server

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// OnVersion is a change of a summary, on the condition that it is still at the
// version that the caller saw.
type OnVersion struct {
	SummaryID
	IfMatch string `header:"If-Match" doc:"ETag of the version that the change is of. Without it the answer is 428, and 412 when there is a newer version" example:"\"3\""`
}

// precondition is the version that a change is of.
func (s *Server) precondition(ctx context.Context, in OnVersion) (int, error) {
	if in.IfMatch == "" {
		return 0, fault.New(fault.PreconditionRequired, "say which version this is a change of: send its ETag as If-Match")
	}
	wanted, err := parseTags(in.IfMatch)
	if err != nil {
		return 0, err
	}
	if !wanted.any && len(wanted.strong) == 1 {
		return wanted.strong[0], nil
	}
	newest, err := s.o.Service.Get(ctx, infoOf(ctx).caller, in.ID, 0)
	if err != nil {
		return 0, err
	}
	wanted.weak = nil
	if !wanted.has(newest.Version) {
		return 0, fault.New(fault.VersionConflict, "the summary is at another version than If-Match says: read it again")
	}
	return newest.Version, nil
}

type summaryOutput struct {
	ETag string `header:"ETag" doc:"Names the new version, for If-Match" example:"\"3\""`
	Body *service.Summary
}

// changed answers with the new version.
func changed(ctx context.Context, summary *service.Summary, err error) (*summaryOutput, error) {
	if err != nil {
		return nil, err
	}
	infoOf(ctx).article = summary.Article.SHA256
	return &summaryOutput{ETag: etag(summary.Version), Body: summary}, nil
}

type editInput struct {
	OnVersion
	Body struct {
		Changes []service.Change `json:"changes" minItems:"1" maxItems:"100" doc:"What to do, in this order; all of it or nothing"`
		Note    string           `json:"note,omitempty" maxLength:"1000" doc:"Why, for the list of versions; none when left out"`
	}
}

func (s *Server) edit(ctx context.Context, in *editInput) (*summaryOutput, error) {
	version, err := s.precondition(ctx, in.OnVersion)
	if err != nil {
		return nil, err
	}
	accepts := func(c service.Change) bool { return c.Op == service.AcceptClaim }
	if slices.ContainsFunc(in.Body.Changes, accepts) && !may(infoOf(ctx).scopes, Review) {
		return nil, huma.ErrorWithHeaders(lacks(Review), http.Header{"Www-Authenticate": {challenge(Review)}})
	}
	summary, err := s.o.Service.Edit(ctx, infoOf(ctx).caller, in.ID, version, in.Body.Changes, in.Body.Note)
	return changed(ctx, summary, err)
}

type approveInput struct {
	OnVersion
	Body *struct {
		Note string `json:"note,omitempty" maxLength:"1000" doc:"For the list of versions; none when left out"`
	}
}

func (s *Server) approve(ctx context.Context, in *approveInput) (*summaryOutput, error) {
	version, err := s.precondition(ctx, in.OnVersion)
	if err != nil {
		return nil, err
	}
	text := ""
	if in.Body != nil {
		text = in.Body.Note
	}
	summary, err := s.o.Service.Approve(ctx, infoOf(ctx).caller, in.ID, version, text)
	return changed(ctx, summary, err)
}

type rejectInput struct {
	OnVersion
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"1000" doc:"Why, for the list of versions"`
	}
}

func (s *Server) reject(ctx context.Context, in *rejectInput) (*summaryOutput, error) {
	version, err := s.precondition(ctx, in.OnVersion)
	if err != nil {
		return nil, err
	}
	summary, err := s.o.Service.Reject(ctx, infoOf(ctx).caller, in.ID, version, in.Body.Reason)
	return changed(ctx, summary, err)
}

type restoreInput struct {
	OnVersion
	Body struct {
		Version int `json:"version" minimum:"1" doc:"Number of the version to go back to; its copy becomes a new version" example:"2"`
	}
}

func (s *Server) restore(ctx context.Context, in *restoreInput) (*summaryOutput, error) {
	version, err := s.precondition(ctx, in.OnVersion)
	if err != nil {
		return nil, err
	}
	summary, err := s.o.Service.Restore(ctx, infoOf(ctx).caller, in.ID, version, in.Body.Version)
	return changed(ctx, summary, err)
}

type regenerateInput struct {
	OnVersion
	Prefer string `header:"Prefer" doc:"respond-async: do not wait, the answer is 202 with a job. With wait=SECONDS: wait so long at most. What else it says is passed over" example:"respond-async, wait=5"`
	Body   *struct {
		Claims     []string `json:"claims,omitempty" maxItems:"100" doc:"IDs of the claims to write anew; all that are not locked when left out" example:"t1,t3"`
		DeadlineMS int      `json:"deadline_ms,omitempty" minimum:"0" maximum:"600000" doc:"After this many milliseconds the answer is 202 and the work goes on as a job. When it is 0 or left out, after the time that the service is set to. A stream has no deadline" example:"20000"`
		MaxUSD     *float64 `json:"max_usd,omitempty" minimum:"0" doc:"Refuse with over_budget, before anything is sent, when it may cost more US dollars than this. What counts is the most that drafting the whole summary can cost. No limit of its own when left out" example:"0.05"`
	}
}

func (s *Server) regenerate(ctx context.Context, in *regenerateInput) (*raw, error) {
	version, err := s.precondition(ctx, in.OnVersion)
	if err != nil {
		return nil, err
	}
	var claims []string
	var most *float64
	var deadline int
	if in.Body != nil {
		claims, most, deadline = in.Body.Claims, in.Body.MaxUSD, in.Body.DeadlineMS
	}
	work, err := s.o.Service.Regenerate(ctx, infoOf(ctx).caller, in.ID, version, claims, most)
	if err != nil {
		return nil, err
	}
	return s.answer(run{Run: work, deadline: milliseconds(deadline)}), nil
}

type alternativesInput struct {
	SummaryID
	Body struct {
		Claim  string   `json:"claim" maxLength:"100" doc:"ID of the claim" example:"t1"`
		N      int      `json:"n,omitempty" minimum:"1" maximum:"5" default:"3" doc:"How many at most; there may be fewer"`
		MaxUSD *float64 `json:"max_usd,omitempty" minimum:"0" doc:"Refuse with over_budget, before anything is sent, when it may cost more US dollars than this. What counts is the most that drafting the whole summary can cost. No limit of its own when left out" example:"0.05"`
	}
}

type alternativesOutput struct {
	Body service.Choices
}

func (s *Server) alternatives(ctx context.Context, in *alternativesInput) (*alternativesOutput, error) {
	choices, err := s.o.Service.Alternatives(ctx, infoOf(ctx).caller, in.ID, in.Body.Claim, in.Body.N, in.Body.MaxUSD)
	if err != nil {
		return nil, err
	}
	return &alternativesOutput{Body: choices}, nil
}

// unsaved is a claim as it stands in an editor.
type unsaved struct {
	ID    string `json:"id" maxLength:"100" doc:"ID of the claim; any other for a new one" example:"t1"`
	Text  string `json:"text" maxLength:"2000" doc:"The words of the claim as they stand now"`
	Cites []int  `json:"cites,omitempty" maxItems:"100" doc:"Numbers of the sentences that carry it; looked for when left out" example:"[1,4]"`
}

type previewInput struct {
	SummaryID
	Body struct {
		Claims []unsaved `json:"claims" maxItems:"100" doc:"All claims of the summary, why first"`
	}
}

type previewOutput struct {
	Body service.Preview
}

func (s *Server) preview(ctx context.Context, in *previewInput) (*previewOutput, error) {
	claims := make([]article.Claim, len(in.Body.Claims))
	for i, u := range in.Body.Claims {
		claims[i] = article.Claim{ID: u.ID, Text: u.Text}
		for _, n := range u.Cites {
			claims[i].Cites = append(claims[i].Cites, article.SentenceID(n))
		}
	}
	found, err := s.o.Service.Preview(ctx, infoOf(ctx).caller, in.ID, claims)
	if err != nil {
		return nil, err
	}
	return &previewOutput{Body: found}, nil
}
