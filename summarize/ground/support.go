package ground

import (
	"fmt"
	"strings"
)

// supportRule scores how much of a claim the article carries: by the cheapest
// way to read its content words off the article, in order. Words that are
// missing cost most; words from different places cost too.
type supportRule struct {
	tracer tracer
	model  *supportModel
	known  bool // the language's function words are known
}

func newSupportRule(c *Checker) rule {
	r := &supportRule{model: load[supportModel]("support", "weights")}
	words := load[supportWords]("support", c.lang)
	if r.known = words != nil; !r.known {
		words = new(supportWords)
	}
	words.prepare(c.words.stem)
	r.tracer = tracer{spots: newSpots(c.title, c.sentences, words), words: words, costs: &r.model.Costs}
	return r
}

// The marks that a verdict goes by. From fair on a claim is carried well enough
// for a pass, if the article has any word of it; under weak it can fail.
const (
	fairSupport = 0.30
	weakSupport = 0.15
	// A claim of leastToFail content words or more fails when nearlyAll are
	// missing, or mostMissing of them and its support is weak.
	leastToFail = 4
	mostMissing = 0.82
	nearlyAll   = 0.85
)

// mostUnsupported is how many findings name words that are not in the article.
const mostUnsupported = 5

func (r *supportRule) check(cl *claim) {
	f, missing := r.read(cl, nil)
	if f.words == 0 {
		return
	}
	score := chance(r.model.odds(f))
	cl.support = &score
	carried := score >= fairSupport && f.missing < f.words
	switch {
	case !r.known && !carried:
		cl.note(Unknown, "language", whole, "The small words of this language are not known, so that support cannot be judged", "", -1)
	case unrelated(f, score):
		cl.note(Fail, "unrelated", whole, "Hardly any of this is in the article: "+r.list(cl, missing), "", -1)
	case carried:
		r.pass(cl, score)
	case len(missing) > 0:
		for _, where := range missing[:min(len(missing), mostUnsupported)] {
			cl.note(Warn, "unsupported", where, fmt.Sprintf("%s is not in the article", quoted(cl, where)), "", -1)
		}
	default:
		cl.note(Warn, "scattered", whole, "The article has these words, but in sentences far apart: see that it joins them so", "", -1)
	}
}

// unrelated reports whether hardly anything of a claim is carried.
func unrelated(f facts, score float64) bool {
	share := f.missing / f.words
	return f.words >= leastToFail && (share >= nearlyAll || share >= mostMissing && score < weakSupport)
}

// pass says which sentences carry the claim, the cited ones or others.
func (r *supportRule) pass(cl *claim, score float64) {
	message := fmt.Sprintf("The article carries it (%.2f)", score)
	if len(cl.cited) > 0 {
		f, _ := r.read(cl, cl.cited)
		if cited := chance(r.model.odds(f)); cited >= fairSupport {
			message = fmt.Sprintf("The cited sentences carry it (%.2f)", cited)
		} else {
			message += fmt.Sprintf(", the cited sentences alone do not (%.2f)", cited)
		}
	}
	cl.note(Pass, "", whole, message, "", -1)
}

// read reads a claim off the article, or off some sentences of it when only is
// not nil, and returns the runs of its content words that are missing.
func (r *supportRule) read(cl *claim, only []int) (f facts, missing []at) {
	for _, p := range cl.parts {
		near := only
		if only == nil {
			for _, m := range p.evidence {
				near = append(near, m.sentence)
			}
		}
		want := r.tracer.want(cl.tokens[p.from:p.to], p.from, near, only != nil)
		if len(want) == 0 {
			continue
		}
		t := r.tracer.follow(want)
		f.add(t, want, r.model.Costs.Repeated*r.repeats(cl, want, t))
		missing = append(missing, gaps(cl, want, t)...)
	}
	return f, missing
}

// repeats counts the content words that stand in a sentence for another time,
// but for those that the article has right after the word before.
func (r *supportRule) repeats(cl *claim, want []wanted, t trace) float64 {
	seen, again := make(map[string]bool, len(want)), 0.0
	for i, w := range want {
		key := r.tracer.words.key(cl.tokens[w.token])
		verbatim := i > 0 && t.spots[i-1] >= 0 && t.spots[i] == t.spots[i-1]+1
		if seen[key] && !verbatim {
			again += w.size
		}
		seen[key] = true
	}
	return again
}

// gaps are the runs of content words that a trace did not find. Small words
// between two of them belong to the run, marks do not.
func gaps(cl *claim, want []wanted, t trace) []at {
	var out []at
	for i, w := range want {
		if t.spots[i] >= 0 {
			continue
		}
		if last := len(out) - 1; i > 0 && t.spots[i-1] < 0 && !marked(cl.tokens[out[last].to:w.token]) {
			out[last].to = w.token + 1
		} else {
			out = append(out, at{w.token, w.token + 1})
		}
	}
	return out
}

func marked(tokens []token) bool {
	for _, t := range tokens {
		if t.kind == mark {
			return true
		}
	}
	return false
}

func quoted(cl *claim, where at) string {
	return "“" + cl.text[cl.tokens[where.from].start:cl.tokens[where.to-1].end] + "”"
}

// list names the first runs of missing words.
func (r *supportRule) list(cl *claim, missing []at) string {
	var names []string
	for _, where := range missing[:min(len(missing), mostUnsupported)] {
		names = append(names, quoted(cl, where))
	}
	return "it does not have " + strings.Join(names, ", ")
}
