package service

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/nutgraf/nutgraf/internal/render"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/draft"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// Check says what of a summary that anyone wrote is in an article. No model is
// called, and nothing is stored.
func (s *Service) Check(ctx context.Context, _ Caller, r CheckRequest) (render.CheckJSON, error) {
	ctx, leave, err := s.enter(ctx)
	if err != nil {
		return render.CheckJSON{}, err
	}
	defer leave()
	p, err := s.profile(r.Profile)
	if err != nil {
		return render.CheckJSON{}, err
	}
	a, err := s.read(ctx, r.Article, true)
	if err != nil {
		return render.CheckJSON{}, err
	}
	claims, err := claimsAbout(a, r.Summary)
	if err != nil {
		return render.CheckJSON{}, err
	}
	_, ended := s.Observer.Step(ctx, stepCheck)
	defer ended(nil)
	report := ground.Check(a, ground.Options{Rules: p.GroundRules(), ClaimLang: draft.Lang(claims)}, claims...)
	return render.CheckData(a, report), ctx.Err()
}

// claimsAbout reads the claims of a summary: a text, or the JSON of one. What they
// cite counts only when it is this article's text.
func claimsAbout(a *article.Article, summary json.RawMessage) ([]article.Claim, error) {
	data := []byte(summary)
	var text string
	if json.Unmarshal(summary, &text) == nil {
		data = []byte(text)
	}
	d, err := draft.Read(bytes.NewReader(data), draft.Options{Lang: a.Lang})
	if err != nil {
		return nil, err
	}
	if d.SHA256 != a.Digest {
		for i := range d.Claims {
			d.Claims[i].Cites = nil
		}
	}
	return d.Claims, nil
}

// Preview says what would be found about claims of a summary if they were stored
// as they are. They are all claims of it, in their order. No model is called.
func (s *Service) Preview(ctx context.Context, c Caller, id string, claims []article.Claim) (Preview, error) {
	if len(claims) > mostClaims {
		return Preview{}, invalid("claims: a summary has at most %d", mostClaims)
	}
	st, _, err := s.stand(ctx, c.Space, id)
	if err != nil {
		return Preview{}, err
	}
	p, err := s.profileOf(st.result)
	if err != nil {
		return Preview{}, err
	}
	d, err := s.deskFor(st.row, p, st.result.Lang)
	if err != nil {
		return Preview{}, err
	}
	rows, edited, err := unsaved(st, claims)
	if err != nil {
		return Preview{}, err
	}
	checked, err := s.recheck(ctx, d, rows, edited)
	keepLetStand(rows, checked)
	return Preview{Claims: checked}, err
}

// recheck holds claims against their article, seen by the observer.
func (s *Service) recheck(ctx context.Context, d *desk, rows []summarize.ClaimResult, edited []string) ([]summarize.ClaimResult, error) {
	ctx, ended := s.Observer.Step(ctx, stepCheck)
	checked, err := d.Recheck(ctx, rows, edited...)
	ended(err)
	return checked, err
}

// unsaved puts the words of claims that are not stored into those that are.
func unsaved(st *standing, claims []article.Claim) (rows []summarize.ClaimResult, edited []string, err error) {
	stored := map[string]summarize.ClaimResult{}
	for _, c := range claimsOf(st.result) {
		stored[c.ID] = c
	}
	seen := map[string]bool{}
	for i, c := range claims {
		line := oneLine(c.Text)
		switch {
		case c.ID == "" || !fits(c.ID, 20) || seen[c.ID]:
			return nil, nil, invalid("claims[%d]: each claim has an ID of its own: why, t1, t2", i)
		case !fits(line, mostClaimText):
			return nil, nil, invalid("claims[%d]: text has at most %d characters", i, mostClaimText)
		}
		seen[c.ID] = true
		row, known := stored[c.ID]
		if !known || row.Text != line {
			row.ID, row.Text, row.Origin = c.ID, line, summarize.FromHuman
			edited = append(edited, c.ID)
		}
		rows = append(rows, row)
	}
	return rows, edited, nil
}
