package summarize

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
	"github.com/nutgraf/nutgraf/summarize/tokens"
)

// counter is shared, so that the encoding is loaded once.
var counter = tokens.New("")

// articleOf makes an article of paragraphs of sentences.
func articleOf(code string, paragraphs ...[]string) *article.Article {
	a := &article.Article{Title: "A title", Lang: code}
	var text strings.Builder
	for i, sentences := range paragraphs {
		if i > 0 {
			text.WriteString("\n\n")
		}
		p := article.Paragraph{First: len(a.Sentences), Count: len(sentences)}
		p.Span.Start = text.Len()
		for k, s := range sentences {
			if k > 0 {
				text.WriteString(" ")
			}
			start := text.Len()
			text.WriteString(s)
			a.Sentences = append(a.Sentences, article.Sentence{
				ID: article.SentenceID(len(a.Sentences) + 1), Span: article.Span{Start: start, End: text.Len()}, Paragraph: i, Text: s,
			})
		}
		p.Span.End = text.Len()
		a.Paragraphs = append(a.Paragraphs, p)
	}
	a.Text = text.String()
	sum := sha256.Sum256([]byte(a.Text))
	a.Digest = hex.EncodeToString(sum[:])
	return a
}

// ferry is a short article in English, with eight sentences.
func ferry() *article.Article {
	return articleOf("en",
		[]string{
			"Corvel Bay council voted on Tuesday to close the night ferry in March.",
			"The vote was 9 to 4 after three hours of debate.",
		},
		[]string{
			"The harbour union said that 38 deckhands could lose their jobs by summer.",
			"Lindqvist Lines, which runs the boat, blamed a 22% rise in fuel costs since May.",
		},
		[]string{
			"Islanders would have to take the bridge road, which adds 50 minutes to a trip.",
			"The night ferry is the only public link to the island after ten in the evening.",
			"About 1,200 residents work late shifts on the mainland.",
		},
		[]string{"A review of the decision is planned for October, Mayor Ilse Tarn said."},
	)
}

// long is an article of n paragraphs of four sentences, all different.
func long(n int) *article.Article {
	var paragraphs [][]string
	for i := range n {
		k := strconv.Itoa(i + 1)
		paragraphs = append(paragraphs, []string{
			"Station " + k + " on the Marrow line will stay shut until the spring, the railway said on Monday.",
			"Engineers found " + k + " cracks in the concrete of its platforms during the yearly survey.",
			"Traders near stop number " + k + " fear for their custom and ask the city for help.",
			"A bus numbered " + k + " will run every ten minutes in its place.",
		})
	}
	return articleOf("en", paragraphs...)
}

func mustProfile(t testing.TB, yaml string) *Profile {
	t.Helper()
	p, err := ParseProfile([]byte(yaml), "test")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// fullProfile is the default house style, which asks five takeaways of short
// articles too. Claims are not compared with the article, so that tests of other
// things can make up what a model says; groundedProfile compares them.
func fullProfile(t testing.TB) *Profile {
	var off []string
	for _, rule := range ground.RuleNames() {
		off = append(off, rule+": off")
	}
	return mustProfile(t, "{name: test, short_under: 0, grounding: {rules: {"+strings.Join(off, ", ")+"}}}")
}

// groundedProfile is the default house style, which asks five takeaways of short
// articles too. What becomes of claims that fail is as said, "" as the default has it.
func groundedProfile(t testing.TB, grounding string) *Profile {
	return mustProfile(t, "{name: test, short_under: 0, grounding: {"+grounding+"}}")
}

// houseOf is the default house style for an article in a language.
func houseOf(t testing.TB, code string) *house {
	return newHouse(fullProfile(t), articleOf(code, []string{"x"}))
}

// builtInPrompts are loaded once: a Set does not change.
var builtInPrompts = sync.OnceValues(func() (*prompts.Set, error) { return prompts.Load(nil, "") })

func mustPrompts(t testing.TB) *prompts.Set {
	t.Helper()
	set, err := builtInPrompts()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// modelFunc is a model that is a function.
type modelFunc func(ctx context.Context, req Request) (Response, error)

// Complete calls the function.
func (f modelFunc) Complete(ctx context.Context, req Request) (Response, error) { return f(ctx, req) }

// fakeModel records what it is asked. Its usage is one call, with the tokens
// counted when counted is set.
type fakeModel struct {
	answer  func(ctx context.Context, req Request) (string, error)
	counted bool
	// piece is the length of the pieces in which a stream comes, in bytes. 0 is
	// the whole answer in one.
	piece int

	mu       sync.Mutex
	requests []Request
	flying   int
	most     int // calls at the same time
}

// Complete answers a request.
func (m *fakeModel) Complete(ctx context.Context, req Request) (Response, error) {
	m.mu.Lock()
	m.requests = append(m.requests, req)
	m.flying++
	m.most = max(m.most, m.flying)
	m.mu.Unlock()
	text, err := m.answer(ctx, req)
	m.mu.Lock()
	m.flying--
	m.mu.Unlock()
	if err == nil && req.OnText != nil {
		for _, p := range piecesOf(text, m.piece) {
			req.OnText(p)
		}
	}
	return Response{Text: text, WireFormat: "json_schema", Usage: m.usage(req, text)}, err
}

func (m *fakeModel) usage(req Request, text string) Usage {
	u := Usage{Calls: 1}
	if !m.counted {
		return u
	}
	for _, message := range req.Messages {
		n, _ := counter.Count(message.Text)
		u.InputTokens += n
	}
	u.OutputTokens, _ = counter.Count(text)
	return u
}

func piecesOf(text string, size int) []string {
	if size <= 0 {
		return []string{text}
	}
	var out []string
	for len(text) > size {
		out = append(out, text[:size])
		text = text[size:]
	}
	return append(out, text)
}

// steps lists the steps that were asked for, in order.
func (m *fakeModel) steps() []string {
	var out []string
	for _, req := range m.requests {
		out = append(out, req.Step)
	}
	return out
}

// of returns the requests of one step.
func (m *fakeModel) of(step string) []Request {
	var out []Request
	for _, req := range m.requests {
		if req.Step == step {
			out = append(out, req)
		}
	}
	return out
}

// scripted answers with each of the texts once, in order.
func scripted(t testing.TB, texts ...string) *fakeModel {
	i := 0
	return &fakeModel{answer: func(_ context.Context, req Request) (string, error) {
		if i == len(texts) {
			t.Errorf("call %d (%s) was not expected", i+1, req.Step)
			return "", context.Canceled
		}
		i++
		return texts[i-1], nil
	}}
}

func engineOf(t testing.TB, m Model) *ModelEngine {
	return &ModelEngine{
		Model: m, Prompts: mustPrompts(t), Counter: counter,
		Info: ModelInfo{Name: "test-model", EndpointHost: "models.example", Context: 32000, MaxOutput: 1500, Encoding: tokens.Default},
	}
}

// said is a claim as the models of the tests write it.
type said struct {
	ID        string `json:"id,omitempty"`
	Text      string `json:"text"`
	Sentences []int  `json:"sentences"`
}

func summaryJSON(why said, takeaways ...said) string {
	return mustJSON(struct {
		Why       said   `json:"why"`
		Takeaways []said `json:"takeaways"`
	}{why, takeaways})
}

func claimsJSON(claims ...said) string {
	return mustJSON(map[string]any{"claims": append([]said{}, claims...)})
}

func mustJSON(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(data)
}

// What can be said of the ferry, in house style.
var (
	ferryWhy = said{Text: "The night ferry is the only public link to Corvel Island after ten in the evening, " +
		"and about 1,200 residents who work late shifts on the mainland would have no way home without a car.", Sentences: []int{6, 7}}
	ferryClaims = []said{
		{Text: "Corvel Bay council votes 9 to 4 to close the night ferry in March", Sentences: []int{1, 2}},
		{Text: "Harbour union says 38 deckhands could lose their jobs by summer", Sentences: []int{3}},
		{Text: "Lindqvist Lines blames a 22% rise in fuel costs since May", Sentences: []int{4}},
		{Text: "Islanders would face a road trip that is 50 minutes longer", Sentences: []int{5}},
		{Text: "Mayor Ilse Tarn says a review of the decision is planned for October", Sentences: []int{8}},
	}
)

// with returns the ferry's claims with one of them replaced.
func with(i int, c said) []said {
	out := append([]said{}, ferryClaims...)
	out[i] = c
	return out
}

func textsOf(r *Result) []string {
	var out []string
	for _, c := range r.Takeaways {
		out = append(out, c.Text)
	}
	return out
}

func saidTexts(claims []said) []string {
	var out []string
	for _, c := range claims {
		out = append(out, c.Text)
	}
	return out
}

func codes(warnings []Warning) map[string]int {
	out := map[string]int{}
	for _, w := range warnings {
		out[w.Code]++
	}
	return out
}

var numberedLine = regexp.MustCompile(`(?m)^\[(\d+)\] (.*)$`)

// shownLine is a numbered line of a prompt.
type shownLine struct {
	id   int
	text string
}

// linesOf returns the numbered lines that a request shows to the model.
func linesOf(req Request) []shownLine {
	var out []shownLine
	for _, m := range numberedLine.FindAllStringSubmatch(req.Messages[1].Text, -1) {
		id, _ := strconv.Atoi(m[1])
		out = append(out, shownLine{id, m[2]})
	}
	return out
}

func anyShown(article.SentenceID) bool { return true }

func itoa(n int) string { return strconv.Itoa(n) }

func utf16Of(text string) []uint16 { return utf16.Encode([]rune(text)) }

func hex4(unit uint16) string { return fmt.Sprintf("%04x", unit) }
