package ground

import (
	"slices"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/article"
)

func read(t testing.TB, text string) *article.Article {
	t.Helper()
	a, err := article.Read(strings.NewReader(text), article.Options{Format: article.Text, Lang: "en", KeepAll: true})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

const ferry = `The ferry Marenka ran aground off Tolvik on Tuesday with 212 passengers on board, the coast guard said.

Divers found a tear of four metres in the hull. The owner, Skarne Lines, said that nobody was hurt.

The harbour of Tolvik was dredged last year at a cost of 3 million euros.`

func evidenceOf(t *testing.T, text string, cites ...article.SentenceID) []int {
	t.Helper()
	return New(read(t, ferry), Options{}).read(article.Claim{ID: "t1", Text: text, Cites: cites}).evidence()
}

func TestEvidence(t *testing.T) {
	for _, c := range []struct {
		text  string
		cites []article.SentenceID
		want  []int
	}{
		{"Divers found a tear in the hull", nil, []int{1}},
		{"A tear of four metres was found in the hull of the ferry Marenka off Tolvik", nil, []int{1, 0}},
		{"Divers found a tear in the hull", []article.SentenceID{3}, []int{1, 2}},
		{"Divers found a tear in the hull", []article.SentenceID{2, 2, 99, 0, -1}, []int{1}},
		{"Wholly unrelated words", nil, nil},
		{"", []article.SentenceID{1}, nil},
		{"Divers found a tear. Nobody was hurt.", nil, []int{1, 2}},
	} {
		if got := evidenceOf(t, c.text, c.cites...); !slices.Equal(got, c.want) {
			t.Errorf("%q %v rests on %v, not %v", c.text, c.cites, got, c.want)
		}
	}
}

func TestShareOfASentenceInItselfIsAll(t *testing.T) {
	c := New(read(t, ferry), Options{})
	for i, s := range c.article.Sentences {
		cl := c.read(article.Claim{Text: s.Text})
		if m := cl.parts[0].evidence[0]; m.sentence != i || m.share < 0.999 {
			t.Errorf("sentence %d is best carried by %d with %.3f", i, m.sentence, m.share)
		}
	}
}

func TestNotePointsAtItsWords(t *testing.T) {
	c := New(read(t, ferry), Options{})
	cl := c.read(article.Claim{ID: "t1", Text: "Die Fähre “Marenka” hatte 212 Gäste"})
	for i := range cl.tokens {
		cl.note(Warn, "test", at{i, i + 1}, "m", "", -1)
		f := cl.findings[i]
		if got := string([]rune(cl.text)[f.Start:f.End]); got != f.Found || got != cl.tokens[i].text {
			t.Errorf("offsets %d:%d are %q, found is %q, the token is %q", f.Start, f.End, got, f.Found, cl.tokens[i].text)
		}
		if f.Sentence != 0 || f.Claim != "t1" {
			t.Errorf("finding %+v", f)
		}
	}
}

func TestGrades(t *testing.T) {
	if got := Warns.of(Fail); got != Warn {
		t.Errorf("a fail of a rule that warns is %s", got)
	}
	if got := Warns.of(Pass); got != Pass {
		t.Errorf("a pass of a rule that warns is %s", got)
	}
	if got := AsFound.of(Fail); got != Fail {
		t.Errorf("a fail is %s", got)
	}
}
