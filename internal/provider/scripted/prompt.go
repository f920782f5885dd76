package scripted

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

type sentence struct {
	id   int
	text string
}

// prompt is what an attentive reader finds in a request.
type prompt struct {
	sentences        []sentence
	orders           []sentence   // that tell their reader what to write
	used             map[int]bool // cited in an answer earlier in the conversation
	raw              string       // the text between the fences
	takeaways        int
	atMost           int
	takeMin, takeMax int // characters
	whyMin, whyMax   int
	whyInWords       bool
	fullStop         bool
	ids              []string // of the claims to write again
	each             int      // claims to choose from for each
}

var (
	numbered  = regexp.MustCompile(`^\[(\d+)\] (.*)`)
	ofThem    = regexp.MustCompile(`^- (\d+) of them`)
	give      = regexp.MustCompile(`Give (\d+) takeaways`)
	atMost    = regexp.MustCompile(`at most (\d+)`)
	extent    = regexp.MustCompile(`(\d+) to (\d+) (words|characters)`)
	eachOf    = regexp.MustCompile(`each of: ([^\n]*)`)
	restsOn   = regexp.MustCompile(`^- (?:why|t\d+)\b.* \(sentences ([0-9, ]+)\)`)
	toChoose  = regexp.MustCompile(`Write (\d+) claims to choose from`)
	claimID   = regexp.MustCompile(`\b(why|t\d+)\b`)
	injection = regexp.MustCompile(`(?i)\b(ignore|disregard|forget)\b.*\b(instructions?|prompts?|rules?|above|previous)\b|\b(reply|respond|answer) (only )?with\b`)
	quotation = regexp.MustCompile(`["“'‘]([^"”'’]{3,})["”'’]`)
)

func readPrompt(req Request) *prompt {
	p := &prompt{
		used: map[int]bool{}, takeaways: 5, atMost: 8,
		takeMin: 40, takeMax: 90, whyMin: 25, whyMax: 70, whyInWords: true,
	}
	seen := map[int]bool{}
	last := 0
	for i, m := range req.Messages {
		if m.Role == "assistant" {
			p.readAnswer(m.Text)
			continue
		}
		if m.Role == "user" {
			last = i
		}
		p.readMessage(m.Text, seen)
	}
	if len(req.Messages) > 0 {
		p.readIDs(req.Messages[last].Text)
	}
	return p
}

func (p *prompt) readMessage(text string, seen map[int]bool) {
	inside := false
	var raw []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.HasPrefix(line, "<<<"):
			inside = true
		case inside && strings.HasSuffix(line, ">>>") && !numbered.MatchString(line):
			inside = false
		case inside:
			raw = append(raw, line)
		default:
			p.readInstruction(line)
		}
		if m := numbered.FindStringSubmatch(line); m != nil {
			if id, err := strconv.Atoi(m[1]); err == nil && !seen[id] {
				seen[id] = true
				p.add(sentence{id, strings.TrimSpace(m[2])})
			}
		}
	}
	if raw != nil {
		p.raw = strings.Join(raw, "\n")
	}
}

// add takes a sentence as material, or as an order to its reader, which is none.
func (p *prompt) add(s sentence) {
	if injection.MatchString(s.text) {
		p.orders = append(p.orders, s)
		return
	}
	p.sentences = append(p.sentences, s)
}

// readInstruction takes the limits of the house style from a line.
func (p *prompt) readInstruction(line string) {
	number := func(to *int, re *regexp.Regexp) {
		if m := re.FindStringSubmatch(line); m != nil {
			if n, err := strconv.Atoi(m[1]); err == nil {
				*to = n
			}
		}
	}
	number(&p.takeaways, ofThem)
	number(&p.takeaways, give)
	number(&p.atMost, atMost)
	number(&p.each, toChoose)
	if m := restsOn.FindStringSubmatch(line); m != nil {
		for id := range strings.SplitSeq(m[1], ", ") {
			if n, err := strconv.Atoi(id); err == nil {
				p.used[n] = true
			}
		}
	}
	p.fullStop = p.fullStop || strings.Contains(line, "ends with a full stop")
	m := extent.FindStringSubmatch(line)
	if m == nil {
		return
	}
	low, err1 := strconv.Atoi(m[1])
	high, err2 := strconv.Atoi(m[2])
	switch {
	case err1 != nil || err2 != nil:
	case strings.Contains(line, "paragraph"):
		p.whyMin, p.whyMax, p.whyInWords = low, high, m[3] == "words"
	case m[3] == "characters":
		p.takeMin, p.takeMax = low, high
	}
}

func (p *prompt) readAnswer(text string) {
	start := strings.Index(text, "{")
	if start < 0 {
		return
	}
	type cited struct{ Sentences []int }
	var answer struct {
		Why       cited
		Takeaways []cited
		Claims    []cited
	}
	if json.NewDecoder(strings.NewReader(text[start:])).Decode(&answer) != nil {
		return
	}
	for _, c := range slices.Concat([]cited{answer.Why}, answer.Takeaways, answer.Claims) {
		for _, id := range c.Sentences {
			p.used[id] = true
		}
	}
}

// readIDs finds the claims that are to be written again: in the list at the
// end, or else at the heads of lines.
func (p *prompt) readIDs(text string) {
	if m := eachOf.FindStringSubmatch(text); m != nil {
		p.ids = claimID.FindAllString(m[1], -1)
		return
	}
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, "- "); ok {
			if at := claimID.FindStringIndex(rest); at != nil && at[0] == 0 {
				p.ids = append(p.ids, rest[:at[1]])
			}
		}
	}
}

// order is what a sentence of the article tells its reader to write.
func (p *prompt) order() (string, bool) {
	if len(p.orders) == 0 {
		return "", false
	}
	text := p.orders[0].text
	if m := quotation.FindStringSubmatch(text); m != nil {
		return m[1], true
	}
	if _, after, ok := strings.Cut(text, ": "); ok {
		return after, true
	}
	return text, true
}

func length(text string) int {
	n := 0
	for g := graphemes.FromString(text); g.Next(); {
		n++
	}
	return n
}
