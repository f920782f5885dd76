package scripted

import (
	"regexp"
	"slices"
	"strings"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// attributed finds the words that a cut would leave out, and with them who says it.
var attributed = regexp.MustCompile(`(?i)\b(said|says|told|according to)\b`)

// choose picks up to n sentences that differ: the first that is fit for a
// takeaway, then others spread over the text. Sentences that need no cut come
// first where there are enough of them; those that are short, questions or speech
// come only when there are too few of the rest.
func (p *prompt) choose(n int) []sentence {
	var whole, fit, rest []sentence
	seen := map[string]bool{}
	for _, s := range p.sentences {
		if seen[s.text] || s.text == "" {
			continue
		}
		seen[s.text] = true
		size := length(s.text)
		switch {
		case size < p.takeMin || strings.ContainsAny(s.text, "?\"“”„«»‘") || size > p.takeMax && attributed.MatchString(s.text):
			rest = append(rest, s)
			continue
		case size <= p.takeMax:
			whole = append(whole, s)
		}
		fit = append(fit, s)
	}
	if len(whole) >= n {
		fit = whole
	}
	if len(fit) <= n {
		return append(fit, rest[:min(n-len(fit), len(rest))]...)
	}
	out := make([]sentence, n)
	for i := range out {
		out[i] = fit[i*len(fit)/n]
	}
	return out
}

// takeaway is a sentence cut to the house's length.
func (p *prompt) takeaway(s sentence) string {
	whole := strings.TrimRight(s.text, " .。!")
	text := clip(whole, p.takeMax)
	if text != whole {
		text = p.dropShortWords(text)
	}
	if p.fullStop {
		text = clip(text, p.takeMax-1) + "."
	}
	return text
}

// dropShortWords takes articles and prepositions off the end of what was cut.
func (p *prompt) dropShortWords(text string) string {
	for {
		space := strings.LastIndexByte(text, ' ')
		if space < 0 || len(text)-space > 4 || length(text[:space]) < p.takeMin || text[space+1:] != strings.ToLower(text[space+1:]) {
			return text
		}
		text = strings.TrimRight(text[:space], " ,;:–—-")
	}
}

// clip cuts text at a word boundary to at most limit characters, or in the
// middle of a word where the words are longer than half the limit. A quotation
// that the cut would leave open goes as well when something remains.
func clip(text string, limit int) string {
	if length(text) <= limit {
		return text
	}
	end := 0
	g := graphemes.FromString(text)
	for n := 0; n < limit && g.Next(); n++ {
		end = g.End()
	}
	cut := text[:end]
	if space := strings.LastIndexByte(cut, ' '); space > end/2 && text[end] != ' ' {
		cut = cut[:space]
	}
	if open := strings.LastIndexAny(cut, "“„«"); open > end/2 && !strings.ContainsAny(cut[open:], "”»") {
		cut = cut[:open]
	}
	return strings.TrimRight(cut, " ,;:–—-.")
}

// why is two sentences that follow each other and are within the limits,
// sentences that are no takeaway first; or one, or what can be cut from the
// beginning.
func (p *prompt) why(taken []sentence) claim {
	for _, size := range []int{2, 1} {
		for _, avoid := range [][]sentence{taken, nil} {
			for i := 0; i+size <= len(p.sentences); i++ {
				group := p.sentences[i : i+size]
				if n := p.extent(join(group)); n >= p.whyMin && n <= p.whyMax && !overlap(group, avoid) {
					return claim{Text: join(group), Sentences: ids(group)}
				}
			}
		}
	}
	group := p.sentences[:min(2, len(p.sentences))]
	text := join(group)
	if p.extent(text) > p.whyMax {
		group = group[:1]
		text = p.cutWhy(group[0].text)
	}
	return claim{Text: text, Sentences: ids(group)}
}

func (p *prompt) cutWhy(text string) string {
	if !p.whyInWords {
		return clip(text, p.whyMax)
	}
	words := strings.Fields(text)
	return strings.TrimRight(strings.Join(words[:min(len(words), p.whyMax)], " "), " ,;:.") + "."
}

// extent measures a why paragraph as the prompt does.
func (p *prompt) extent(text string) int {
	if p.whyInWords {
		return len(strings.Fields(text))
	}
	return length(text)
}

func join(group []sentence) string {
	texts := make([]string, len(group))
	for i, s := range group {
		texts[i] = s.text
	}
	return strings.Join(texts, " ")
}

func ids(group []sentence) []int {
	out := make([]int, len(group))
	for i, s := range group {
		out[i] = s.id
	}
	return out
}

func overlap(a, b []sentence) bool {
	return slices.ContainsFunc(a, func(s sentence) bool { return slices.Contains(b, s) })
}

var figure = regexp.MustCompile(`\p{Nd}+`)

// opinion compares the numbers of a claim with those of its sentences: it is all
// that a reader without understanding can do.
func (p *prompt) opinion() object {
	claim := ""
	for line := range strings.Lines(p.raw) {
		if text, ok := strings.CutPrefix(line, "Claim: "); ok {
			claim = strings.TrimSpace(text)
			break
		}
	}
	known := figure.FindAllString(join(p.sentences), -1)
	for _, n := range figure.FindAllString(claim, -1) {
		if !slices.Contains(known, n) {
			return object{"verdict": "contradicted", "reason": "The sentences do not have " + n, "words": n}
		}
	}
	return object{"verdict": "supported", "reason": "The sentences say so", "words": ""}
}
