package render

import (
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	_ "embed"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

// CheckJSON is what was found about a summary, as data. Its schema is
// docs/schema/check.schema.json.
type CheckJSON struct {
	Article CheckedArticle `json:"article" doc:"The text that the summary was compared with"`
	Claims  []CheckedClaim `json:"claims" doc:"The claims of the summary, in its order"`
	Verdict ground.Verdict `json:"verdict" enum:"pass,warn,fail,unknown" doc:"The gravest of the verdicts of the claims"`
}

// CheckedArticle says which text the sentence numbers and offsets are about.
type CheckedArticle struct {
	Title  string `json:"title" doc:"The headline, empty when none was found"`
	Lang   string `json:"lang" doc:"Language as a BCP 47 tag, und when unsure" example:"en"`
	SHA256 string `json:"sha256" doc:"SHA-256 of the canonical text, the one that offsets and sentence numbers are about, in hex"`
}

// CheckedClaim is a claim with what was found about it. Evidence is best first.
type CheckedClaim struct {
	ID       string               `json:"id" doc:"Name of the claim in the summary: why, t1 and so on for takeaways, s1 and so on for sentences of running text, or the id that the JSON gave" example:"t1"`
	Text     string               `json:"text" doc:"What the summary says, as it was read. In why a line break parts paragraphs"`
	Verdict  ground.Verdict       `json:"verdict" enum:"pass,warn,fail,unknown" doc:"The gravest of the findings: fail (not what the article says), warn (to look at), unknown (could not be checked), pass"`
	Support  *float64             `json:"support" doc:"How much of the claim the article carries, from 0 to 1; null when that could not be scored" example:"0.94"`
	Evidence []summarize.Evidence `json:"evidence" doc:"The sentences of the article that carry the claim, best first; empty when none does"`
	Findings []ground.Finding     `json:"findings" doc:"What the rules found, in the order of the rules. A rule that had nothing to compare says nothing"`

	// Shown are the sentences to quote below the claim for people: the best one,
	// and those that findings go by.
	Shown []summarize.Evidence `json:"-"`
}

// CheckData makes data of what was found about a summary of an article.
func CheckData(a *article.Article, r ground.Report) CheckJSON {
	out := CheckJSON{Article: headOf(a), Claims: []CheckedClaim{}, Verdict: r.Verdict}
	starts := startsOf(a)
	for _, c := range r.Claims {
		out.Claims = append(out.Claims, checkedClaim(a, starts, c))
	}
	return out
}

func checkedClaim(a *article.Article, starts []int, c ground.ClaimReport) CheckedClaim {
	out := CheckedClaim{
		ID: c.ID, Text: c.Text, Verdict: c.Verdict, Support: c.Support,
		Evidence: []summarize.Evidence{}, Findings: append([]ground.Finding{}, c.Findings...),
	}
	for _, id := range c.Evidence {
		if e := evidenceAt(a, starts, id); e != nil {
			out.Evidence = append(out.Evidence, *e)
		}
	}
	for _, id := range toShow(c) {
		if e := evidenceAt(a, starts, id); e != nil {
			out.Shown = append(out.Shown, *e)
		}
	}
	return out
}

const mostShown = 3

func toShow(c ground.ClaimReport) []article.SentenceID {
	ids := slices.Clone(c.Evidence[:min(len(c.Evidence), 1)])
	for _, f := range grave(c.Findings) {
		if f.Sentence > 0 && !slices.Contains(ids, f.Sentence) && len(ids) < mostShown {
			ids = append(ids, f.Sentence)
		}
	}
	return ids
}

func headOf(a *article.Article) CheckedArticle {
	return CheckedArticle{Title: a.Title, Lang: a.Lang, SHA256: a.Digest}
}

// startsOf returns where each sentence begins, in code points of the text.
func startsOf(a *article.Article) []int {
	points := &pointCounter{text: a.Text}
	starts := make([]int, len(a.Sentences))
	for i, s := range a.Sentences {
		starts[i] = points.at(s.Span.Start)
	}
	return starts
}

// evidenceAt looks a sentence up; it is nil when there is none with the ID.
func evidenceAt(a *article.Article, starts []int, id article.SentenceID) *summarize.Evidence {
	s, ok := a.Sentence(id)
	if !ok {
		return nil
	}
	start := starts[id-1]
	return &summarize.Evidence{Sentence: id, Start: start, End: start + utf8.RuneCountInString(s.Text), Quote: s.Text}
}

// WriteCheck writes what was found about a summary of an article.
func WriteCheck(w io.Writer, a *article.Article, r ground.Report, o Options) error {
	data := CheckData(a, r)
	switch o.Format {
	case JSON:
		return writeJSON(w, data, o.Compact)
	case HTML:
		return checkTemplate.Execute(w, data)
	case Markdown:
		p := &Printer{out: w, o: o}
		p.line("**" + escapeMarkdown(tally(data.Claims)) + "**")
		p.line("")
		for _, c := range data.Claims {
			p.markdownChecked(c)
		}
		return p.Close()
	}
	p := &Printer{out: w, o: o}
	for _, c := range data.Claims {
		p.checked(c, idWidth(data.Claims))
		p.line("")
	}
	p.wrapped("", "", tally(data.Claims), text.Colors{text.Bold})
	return p.Close()
}

// signs stand before claims, by verdict.
var signs = map[ground.Verdict]string{ground.Pass: "✓", ground.Warn: "!", ground.Fail: "✗", ground.Unknown: "?"}

func sign(v ground.Verdict) string {
	if s, ok := signs[v]; ok {
		return s
	}
	return signs[ground.Unknown]
}

// tally counts claims by verdict: "6 claims: 4 in the article, 1 to look at, 1 not in it".
func tally(claims []CheckedClaim) string {
	count := map[ground.Verdict]int{}
	for _, c := range claims {
		count[c.Verdict]++
	}
	var parts []string
	for _, v := range []struct {
		verdict ground.Verdict
		words   string
	}{
		{ground.Fail, "✗ %d not what the article says"},
		{ground.Warn, "! %d to look at"},
		{ground.Unknown, "? %d not checked"},
		{ground.Pass, "✓ %d in the article"},
	} {
		if n := count[v.verdict]; n > 0 {
			parts = append(parts, fmt.Sprintf(v.words, n))
		}
	}
	return plain.Count(len(claims), "claim") + ": " + strings.Join(parts, ", ")
}

func idWidth(claims []CheckedClaim) int {
	width := 0
	for _, c := range claims {
		width = max(width, utf8.RuneCountInString(plain.Clean(c.ID)))
	}
	return width
}

// checked writes a claim, what was found, its support and the sentences behind
// it, for people.
func (p *Printer) checked(c CheckedClaim, width int) {
	rest := p.claimLine(sign(c.Verdict), c, width)
	for _, f := range grave(c.Findings) {
		p.finding(rest, f)
	}
	p.wrapped(rest, rest, supported(c), text.Colors{text.Faint})
	for _, e := range c.Shown {
		p.wrapped(rest, rest+"    ", fmt.Sprintf("[%d] %s", e.Sentence, shorten(plain.Clean(e.Quote))), text.Colors{text.Faint})
	}
}

// claimLine writes a claim after its sign and its ID, and returns the indent for
// what belongs to it.
func (p *Printer) claimLine(sign string, c CheckedClaim, width int) string {
	rest := strings.Repeat(" ", width+4)
	p.marked(fmt.Sprintf("%s %-*s  ", sign, width, plain.Clean(c.ID)), rest, c)
	return rest
}

func (p *Printer) finding(indent string, f ground.Finding) {
	p.wrapped(indent, indent+"  ", fmt.Sprintf("%s %s: %s", sign(f.Verdict), f.Rule, plain.Clean(f.Message)), verdictColor(f.Verdict))
	found, expected := plain.Clean(f.Found), plain.Clean(f.Expected)
	switch {
	case expected != "" && len(plain.Words(found)) >= leastDifference:
		p.runs(indent+"  ", indent+"  ", p.difference("", found, expected))
	case mends(f):
		p.wrapped(indent+"  ", indent+"  ", fmt.Sprintf("“%s” → “%s”", found, expected), nil)
	}
}

// leastDifference is how many words are so many that the eye needs to be shown
// which of them differ.
const leastDifference = 5

// mends reports that a finding knows better words than the claim's, and that its
// message does not say them.
func mends(f ground.Finding) bool {
	return f.Found != "" && f.Expected != "" && !strings.Contains(f.Message, f.Expected)
}

// grave returns the findings that say something is wrong or was not checked, the
// gravest first. A warning about words that fail already adds nothing.
func grave(list []ground.Finding) []ground.Finding {
	var out []ground.Finding
	for _, v := range []ground.Verdict{ground.Fail, ground.Warn, ground.Unknown} {
		for _, f := range list {
			if f.Verdict == v && !(v == ground.Warn && fails(list, f)) {
				out = append(out, f)
			}
		}
	}
	return out
}

// fails reports that one finding says that all words of another fail.
func fails(list []ground.Finding, of ground.Finding) bool {
	return slices.ContainsFunc(list, func(f ground.Finding) bool {
		return f.Verdict == ground.Fail && of.End > of.Start && f.Start <= of.Start && of.End <= f.End
	})
}

// supported says in words how much of a claim the article carries, and where.
func supported(c CheckedClaim) string {
	if len(c.Evidence) == 0 {
		return "no sentence of the article carries it"
	}
	numbers := make([]string, len(c.Evidence))
	for i, e := range c.Evidence {
		numbers[i] = fmt.Sprint(e.Sentence)
	}
	by := "sentence"
	if len(numbers) > 1 {
		by = "sentences"
	}
	how := "nearest"
	if c.Support != nil {
		how = fmt.Sprintf("%d%% supported by", int(math.Floor(*c.Support*100+0.5)))
	}
	return fmt.Sprintf("%s %s %s", how, by, strings.Join(numbers, ", "))
}

// longestShown bounds a quoted sentence, in characters.
const longestShown = 160

// shorten cuts a text after a word.
func shorten(s string) string {
	points := []rune(s)
	if len(points) <= longestShown {
		return s
	}
	cut := string(points[:longestShown])
	if at := strings.LastIndexByte(cut, ' '); at > len(cut)/2 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,;:") + " …"
}

// markdownChecked writes a claim as a list item.
func (p *Printer) markdownChecked(c CheckedClaim) {
	p.line(fmt.Sprintf("- %s **%s** %s", sign(c.Verdict), escapeMarkdown(c.ID), escapeMarkdown(c.Text)))
	for _, f := range grave(c.Findings) {
		line := fmt.Sprintf("  - **%s, %s:** %s", f.Verdict, f.Rule, escapeMarkdown(f.Message))
		if mends(f) {
			line += fmt.Sprintf(" (“%s” → “%s”)", escapeMarkdown(f.Found), escapeMarkdown(f.Expected))
		}
		p.line(line)
	}
	p.line("  - " + escapeMarkdown(supported(c)))
	for _, e := range c.Shown {
		p.line(fmt.Sprintf("  - *Sentence %d:* %s", e.Sentence, escapeMarkdown(shorten(e.Quote))))
	}
}

//go:embed check.html
var checkPage string

var checkTemplate = template.Must(template.New("check").Funcs(template.FuncMap{
	"clean": plain.Clean, "sign": sign, "tally": tally, "supported": supported, "grave": grave, "segments": segments, "mends": mends,
}).Parse(checkPage))
