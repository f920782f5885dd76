package summarize

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/extractive"
	"github.com/nutgraf/nutgraf/summarize/ground"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

// asking is the prompt that asks for the summary, or for what is to be written
// again of one. A long article is shown by the facts that were found in it.
func (r *run) asking(long bool, facts []prompts.Fact, source prompts.Source) prompts.Data {
	kind, again := r.engine.Kind, r.job.again
	switch {
	case again != nil:
		return prompts.Again{
			Kind: kind, Places: again.told(), Keep: again.keep(), Each: max(1, again.each), Long: long, Facts: facts, Source: source,
		}
	case long:
		return prompts.Compose{House: r.style, Kind: kind, Thin: r.job.house.short, Facts: facts, Source: source}
	}
	return prompts.Draft{House: r.style, Kind: kind, Thin: r.job.house.short, Source: source}
}

// told are the places as a model is told of them.
func (r *redraft) told() []prompts.Place {
	out := make([]prompts.Place, len(r.places))
	for i, p := range r.places {
		out[i].ID = p.id
		if p.old != nil {
			out[i] = told(*p.old)
		}
	}
	return out
}

// keep are the claims that stay as a model is told of them.
func (r *redraft) keep() []prompts.Place {
	var out []prompts.Place
	for _, c := range r.current.claims() {
		stays := slices.ContainsFunc(r.kept, func(k article.Claim) bool { return k.ID == c.ID })
		if p := told(c); stays && p.Text != "" {
			out = append(out, p)
		}
	}
	return out
}

// told is a claim as it is shown to a model: without its text when that repeats
// what the article tells a machine to say.
func told(c ClaimResult) prompts.Place {
	out := prompts.Place{ID: c.ID, Text: clipBytes(c.Text, 600), Sentences: c.Claim().Cites}
	if slices.ContainsFunc(c.Findings, func(f ground.Finding) bool { return f.Rule == ruleInjection && f.Verdict != ground.Pass }) {
		out.Text = ""
	}
	return out
}

// composeAgain asks for the claims that are to be written again.
func (r *run) composeAgain(ctx context.Context, messages []Message, e *emitter) error {
	answers, resp, err := ask(ctx, r, Request{
		Step: "again", Messages: messages, Schema: json.RawMessage(claimsSchema), SchemaName: "claims",
	}, parseClaims, nil)
	if err != nil {
		return err
	}
	again := r.job.again
	if again.each > 0 {
		var claims []article.Claim
		for _, a := range answers[:min(len(answers), 2*MostAlternatives)] {
			claims = append(claims, a.claim(again.places[0].id))
		}
		e.choose(claims)
		return nil
	}
	claims := make([]article.Claim, len(again.places))
	for i, p := range again.places {
		claims[i].ID = p.id
		for _, a := range answers {
			if a.ID == p.id && a.Text != "" {
				claims[i] = a.claim(p.id)
				break
			}
		}
	}
	return r.take(ctx, messages, resp, e, claims)
}

// others chooses other sentences of the article for what is to be written again.
func (d *draft) others(j *job) {
	again, h := j.again, j.house
	n := len(j.article.Sentences)
	e := newEmitter(j, d, func(id article.SentenceID) bool { return id >= 1 && int(id) <= n })
	if lang.Primary(again.current.Lang) != lang.Primary(j.article.Lang) {
		e.warn("language", "The embedded engine writes in the article's own words, and the summary is in another language")
		return
	}
	found := h.others(again)
	for _, p := range again.places {
		var claims []article.Claim
		for _, c := range found {
			if c, _ = h.tidy(c); (c.ID == whyID) == (p.id == whyID) {
				c.ID = p.id
				claims = append(claims, c)
			}
		}
		if again.each > 0 {
			e.choose(claims)
		} else if i := slices.IndexFunc(claims, func(c article.Claim) bool { return h.usable(c, e.kept, e.seen) }); i >= 0 {
			e.last(claims[i])
		}
	}
}

// others are claims in the article's own words that do not rest on the sentences
// of what is to be written again: the better ones first, and some more than once.
// The fewer are asked for, the better they are.
func (h *house) others(again *redraft) []article.Claim {
	o := h.extractive()
	skip, spent := o.Skip, map[article.SentenceID]bool{}
	for _, p := range again.places {
		if p.old != nil {
			for _, id := range p.old.Claim().Cites {
				spent[id] = true
			}
		}
	}
	o.Skip = func(s article.Sentence) bool { return spent[s.ID] || skip(s) }
	var out []article.Claim
	one := len(again.kept) + len(again.places)
	for _, pick := range []struct{ most, least int }{
		{one, 1}, {one * max(1, again.each), 1}, {mostSubstitutes, 1}, {mostSubstitutes, o.MinTakeaways}, {mostSubstitutes, mostSubstitutes},
	} {
		o.Takeaways, o.MinTakeaways = pick.most, pick.least
		out = append(out, extractive.Summarize(h.article, o).Takeaways...)
	}
	for range max(1, again.each) {
		why := extractive.Summarize(h.article, o).Why
		if why.Text == "" {
			break
		}
		why.ID = whyID
		out = append(out, why)
		for _, id := range why.Cites {
			spent[id] = true
		}
	}
	return out
}
