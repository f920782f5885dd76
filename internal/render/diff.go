package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

// DiffJSON is what became of a summary when its article changed, as data. Its
// schema is docs/schema/diff.schema.json.
type DiffJSON struct {
	Old       CheckedArticle `json:"old" doc:"The revision before"`
	New       CheckedArticle `json:"new" doc:"The revision that it is compared with"`
	Sentences []SentencePair `json:"sentences" doc:"The sentences of both versions, each in one pair, in the order of the new version; what was removed stands where it stood"`
	Claims    []RevisedClaim `json:"claims" doc:"The claims of the summary, in its order"`
	Verdict   ground.Verdict `json:"verdict" doc:"The gravest verdict that a claim has in the new version; empty when there is no claim"`
}

// SentencePair is a sentence of the old version and the one that stands for it.
type SentencePair struct {
	Old    *article.SentenceID `json:"old" doc:"Number of the sentence in the old version, null when it was added"`
	New    *article.SentenceID `json:"new" doc:"Number of the sentence in the new version, null when it was removed"`
	Status ground.Change       `json:"status" enum:"unchanged,moved,changed,added,removed" doc:"What became of the sentence: unchanged, moved (the same text elsewhere), changed (a similar one stands for it), added, removed"`
}

// RevisedClaim is a claim, what became of the sentences behind it, and what is
// found about it in the new version.
type RevisedClaim struct {
	ID       string            `json:"id" doc:"Name of the claim in the summary: why, t1 and so on for takeaways, s1 and so on for sentences of running text, or the id that the JSON gave" example:"t1"`
	Text     string            `json:"text" doc:"What the summary says, as it was read. In why a line break parts paragraphs"`
	Status   ground.Standing   `json:"status" enum:"kept,changed,lost" doc:"What became of the sentences behind it: kept (all stand as they stood, or there were none), changed (one was changed, none removed), lost (one was removed)"`
	Evidence []RevisedEvidence `json:"evidence" doc:"The sentences of the old version behind the claim, in their order"`
	Verdict  ground.Verdict    `json:"verdict" enum:"pass,warn,fail,unknown" doc:"What the new version says of the claim: the gravest of the findings"`
	Support  *float64          `json:"support" doc:"How much of the claim the article carries, from 0 to 1; null when that could not be scored"`
	Findings []ground.Finding  `json:"findings" doc:"What the rules found, in the order of the rules. A rule that had nothing to compare says nothing"`

	now CheckedClaim
}

// RevisedEvidence is a sentence behind a claim in both versions.
type RevisedEvidence struct {
	Old    summarize.Evidence  `json:"old" doc:"The sentence in the old version"`
	New    *summarize.Evidence `json:"new" doc:"The sentence that stands for it in the new version, null when it was removed"`
	Status ground.Change       `json:"status" enum:"unchanged,moved,changed,added,removed" doc:"What became of it, as of a sentence pair"`
}

// DiffData makes data of what became of claims when their article changed.
func DiffData(old, revised *article.Article, r ground.Revisions) DiffJSON {
	out := DiffJSON{
		Old: headOf(old), New: headOf(revised), Verdict: r.Verdict,
		Sentences: make([]SentencePair, 0, len(r.Alignment.Pairs)), Claims: []RevisedClaim{},
	}
	for _, p := range r.Alignment.Pairs {
		out.Sentences = append(out.Sentences, SentencePair{idOrNull(p.Old), idOrNull(p.New), p.Status})
	}
	before, after := startsOf(old), startsOf(revised)
	for _, c := range r.Claims {
		now := checkedClaim(revised, after, c.Report)
		claim := RevisedClaim{
			ID: now.ID, Text: now.Text, Status: c.Status, Evidence: []RevisedEvidence{},
			Verdict: now.Verdict, Support: now.Support, Findings: now.Findings, now: now,
		}
		for _, p := range c.Evidence {
			if e := evidenceAt(old, before, p.Old); e != nil {
				claim.Evidence = append(claim.Evidence, RevisedEvidence{*e, evidenceAt(revised, after, p.New), p.Status})
			}
		}
		out.Claims = append(out.Claims, claim)
	}
	return out
}

func idOrNull(id article.SentenceID) *article.SentenceID {
	if id == 0 {
		return nil
	}
	return &id
}

// WriteDiff writes what became of claims when their article changed.
func WriteDiff(w io.Writer, old, revised *article.Article, r ground.Revisions, o Options) error {
	data := DiffData(old, revised, r)
	if o.Format == JSON {
		return writeJSON(w, data, o.Compact)
	}
	p := &Printer{out: w, o: o}
	for _, c := range data.Claims {
		if o.Format == Markdown {
			p.markdownRevised(c)
		} else {
			p.revised(c, revisedWidth(data.Claims))
			p.line("")
		}
	}
	if o.Format == Markdown {
		p.line("")
		p.line(escapeMarkdown(sentenceTally(data.Sentences)))
		p.line("")
		p.line("**" + escapeMarkdown(claimTally(data.Claims)) + "**")
		return p.Close()
	}
	p.headlines(data)
	p.wrapped("", "", sentenceTally(data.Sentences), nil)
	p.wrapped("", "", claimTally(data.Claims), text.Colors{text.Bold})
	return p.Close()
}

// headlines tells that the headline was changed: no sentence says so.
func (p *Printer) headlines(d DiffJSON) {
	if d.Old.Title != d.New.Title && d.Old.Title != "" && d.New.Title != "" {
		p.runs("", "", p.difference("headline: ", plain.Clean(d.Old.Title), plain.Clean(d.New.Title)))
	}
}

func revisedWidth(claims []RevisedClaim) int {
	var list []CheckedClaim
	for _, c := range claims {
		list = append(list, c.now)
	}
	return idWidth(list)
}

// standing is the verdict on a claim that the change of its evidence alone gives.
func (c RevisedClaim) standing() ground.Verdict {
	switch {
	case c.Status == ground.EvidenceLost:
		return ground.Fail
	case c.Status == ground.EvidenceChanged:
		return ground.Warn.Worse(c.Verdict)
	}
	return c.Verdict
}

// lot says in words what became of a claim's evidence.
func (c RevisedClaim) lot() string {
	switch {
	case c.Status == ground.EvidenceLost:
		return "lost: a sentence behind it was removed"
	case c.Status == ground.EvidenceChanged && c.Verdict == ground.Pass:
		return "changed: a sentence behind it was changed, and still carries it"
	case c.Status == ground.EvidenceChanged:
		return "changed: a sentence behind it was changed"
	case len(c.Evidence) == 0:
		return "kept: no sentence of the old version carried it"
	}
	return "kept: the sentences behind it stand"
}

func (p *Printer) revised(c RevisedClaim, width int) {
	rest := p.claimLine(sign(c.standing()), c.now, width)
	p.wrapped(rest, rest, c.lot(), verdictColor(c.standing()))
	for _, e := range c.Evidence {
		number := fmt.Sprintf("[%d]", e.Old.Sentence)
		if e.New != nil && e.New.Sentence != e.Old.Sentence {
			number = fmt.Sprintf("[%d, now %d]", e.Old.Sentence, e.New.Sentence)
		}
		switch e.Status {
		case ground.Changed:
			p.runs(rest, rest+"    ", p.difference(number+" ", plain.Clean(e.Old.Quote), plain.Clean(e.New.Quote)))
		case ground.Removed:
			p.runs(rest, rest+"    ", append([]run{{text: number + " "}}, p.gone(plain.Clean(e.Old.Quote))...))
		default:
			p.wrapped(rest, rest+"    ", number+" "+shorten(plain.Clean(e.Old.Quote)), text.Colors{text.Faint})
		}
	}
	for _, f := range grave(c.Findings) {
		p.finding(rest, f)
	}
	if c.Status == ground.EvidenceLost && c.Verdict == ground.Pass && len(c.now.Evidence) > 0 {
		e := c.now.Evidence[0]
		p.wrapped(rest, rest+"    ", fmt.Sprintf("the new version still says: [%d] %s", e.Sentence, shorten(plain.Clean(e.Quote))), nil)
	}
}

func (p *Printer) markdownRevised(c RevisedClaim) {
	p.line(fmt.Sprintf("- %s **%s** %s", sign(c.standing()), escapeMarkdown(c.ID), escapeMarkdown(c.Text)))
	p.line("  - " + escapeMarkdown(c.lot()))
	for _, e := range c.Evidence {
		p.line(fmt.Sprintf("  - *Old sentence %d, %s:* %s", e.Old.Sentence, e.Status, escapeMarkdown(e.Old.Quote)))
		if e.Status == ground.Changed {
			p.line(fmt.Sprintf("  - *New sentence %d:* %s", e.New.Sentence, escapeMarkdown(e.New.Quote)))
		}
	}
	for _, f := range grave(c.Findings) {
		p.line(fmt.Sprintf("  - **%s, %s:** %s", f.Verdict, f.Rule, escapeMarkdown(f.Message)))
	}
}

func sentenceTally(list []SentencePair) string {
	count := map[ground.Change]int{}
	for _, p := range list {
		count[p.Status]++
	}
	var parts []string
	for _, status := range []ground.Change{ground.Unchanged, ground.Moved, ground.Changed, ground.Added, ground.Removed} {
		if n := count[status]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, status))
		}
	}
	return "article: " + plain.Count(len(list)-count[ground.Removed], "sentence") + ", " + strings.Join(parts, ", ")
}

func claimTally(claims []RevisedClaim) string {
	count := map[ground.Standing]int{}
	failing := 0
	for _, c := range claims {
		count[c.Status]++
		if c.Verdict == ground.Fail {
			failing++
		}
	}
	line := fmt.Sprintf("%s: %d kept, %d changed, %d lost", plain.Count(len(claims), "claim"),
		count[ground.EvidenceKept], count[ground.EvidenceChanged], count[ground.EvidenceLost])
	if failing > 0 {
		line += fmt.Sprintf("; ✗ %d not what the article says now", failing)
	}
	return line
}
