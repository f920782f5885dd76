package summarize

import (
	"context"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/extractive"
	"github.com/nutgraf/nutgraf/summarize/ground"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

// Engine drafts summaries. ModelEngine and Extractive are the engines.
type Engine interface {
	// draft drafts a summary of the job's article in its house style. A draft
	// that comes with an error holds what was spent.
	draft(ctx context.Context, j *job) (*draft, error)
	// profile is the profile as far as the engine can follow it.
	profile(p *Profile) *Profile
	// signature names what decides the engine's output, without the article.
	signature() string
}

// job is one article on its way through an engine.
type job struct {
	article *article.Article
	house   *house
	wanted  *Profile    // as the caller gave it; house follows what the engine can
	on      func(Event) // never nil
	again   *redraft    // what of a summary is to be written again; nil for all of a new one
	reader  *readings   // nil for none
}

// draft is what an engine makes.
type draft struct {
	summary  article.Summary // claims with text, numbered anew
	origin   Origin
	checked  map[string]checked // by claim ID
	choices  []ClaimResult      // for a place, where there is to be something to choose from
	repairs  []Repair
	warnings []Warning
	coverage Coverage
	made     made
	broke    []string // rules for which claims were withheld
	read     Usage    // of the second reader
	reading  *Reading // nil where there is none
}

// checked is what is known of a claim besides its text.
type checked struct {
	origin   Origin
	findings []ground.Finding
	support  *float64
}

// made is the part of the provenance that the engine knows.
type made struct {
	engine     string
	model      ModelInfo
	prompt     string
	wireFormat string
	usage      Usage
	disclosure Disclosure
}

// Event tells how far the drafting of one article is. Events come one at a
// time, in order.
type Event struct {
	Kind EventKind
	// Claim is a whole and checked claim (EventClaim). Claims come in their final
	// order and are not changed any more.
	Claim *ClaimResult
	// Done and Total count the calls of the step (EventPlan has Done 0).
	Done, Total int
	// Engine is the one that begins anew (EventFallback).
	Engine Engine
}

// EventKind names a step of the work.
type EventKind string

// The kinds of event.
const (
	EventPlan     EventKind = "plan"
	EventChunk    EventKind = "chunk"
	EventClaim    EventKind = "claim"
	EventRepair   EventKind = "repair"
	EventFallback EventKind = "fallback"
)

// Extractive is the embedded engine: it needs no model and no network, and
// writes in the article's own words. The zero value works.
type Extractive struct{}

const extractiveVersion = "extractive.1"

func (Extractive) signature() string { return extractiveVersion }

// profile leaves the language to the article, whose words the engine uses.
func (Extractive) profile(p *Profile) *Profile {
	own := *p
	own.Language = articleLanguage
	return &own
}

func (Extractive) draft(ctx context.Context, j *job) (*draft, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	j.on(Event{Kind: EventPlan, Total: 0})
	d := &draft{
		origin: FromExtractive,
		made: made{engine: "extractive", disclosure: Disclosure{
			Label:             "Sentences chosen from the article by a program",
			DigitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicallyEnhanced",
		}},
	}
	n := len(j.article.Sentences)
	d.coverage = Coverage{Sentences: n, SentencesRead: n, Complete: true}
	if j.again != nil {
		d.others(j)
		return d, nil
	}
	summary := extractive.Summarize(j.article, j.house.extractive())
	summary.Why.ID = whyID
	claims := append([]article.Claim{summary.Why}, summary.Takeaways...)
	seen := func(id article.SentenceID) bool { return id >= 1 && int(id) <= n }
	d.finish(j, claims, seen)
	if want := j.wanted.Language; want != articleLanguage && lang.Primary(want) != lang.Primary(j.article.Lang) {
		d.warnings = append(d.warnings, Warning{
			Code:    "language",
			Message: "The embedded engine writes in the article's own words: the summary is in the article's language, not the profile's",
		})
	}
	return d, nil
}

// finish settles claims in order, numbers those that stay and tells of them.
func (d *draft) finish(j *job, claims []article.Claim, seen shown) {
	e := newEmitter(j, d, seen)
	e.readAhead(claims)
	for _, c := range claims {
		e.last(c)
	}
	e.close()
}
