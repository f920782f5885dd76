package extractive

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

// item is an article of the collection with its reference.
type item struct {
	Article    string `yaml:"article"`
	Lang       string `yaml:"lang"`
	References []struct {
		Why       string   `yaml:"why"`
		Takeaways []string `yaml:"takeaways"`
	} `yaml:"references"`

	a *article.Article
}

func items(t testing.TB) []item {
	t.Helper()
	const folder = "../../testdata/articles"
	files, err := filepath.Glob(folder + "/items/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no articles: %v", err)
	}
	var out []item
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var it item
		if err := yaml.Unmarshal(data, &it); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		text, err := os.ReadFile(filepath.Join(folder, it.Article))
		if err != nil {
			t.Fatal(err)
		}
		it.a, err = article.Read(bytes.NewReader(text), article.Options{Name: it.Article, Lang: it.Lang})
		if err != nil {
			t.Fatalf("%s: %v", it.Article, err)
		}
		out = append(out, it)
	}
	return out
}

func optionsFor(code string) Options {
	if code == "zh" || code == "ja" {
		return Options{TakeawayMin: 14, TakeawayMax: 45, WhyMinWords: 40, WhyMaxWords: 140, WhyInCharacters: true}
	}
	return Options{}
}

// interviews are for the most part the word of one person, and give less.
var interviews = map[string]bool{"interview-ambulance-chief.md": true}

func TestArticles(t *testing.T) {
	for _, it := range items(t) {
		o := optionsFor(it.Lang)
		s := Summarize(it.a, o)
		if len(s.Takeaways) < 3 && !interviews[it.Article] {
			t.Errorf("%s: %d takeaways", it.Article, len(s.Takeaways))
		}
		for _, problem := range faults(it.a, s, o) {
			t.Errorf("%s: %s", it.Article, problem)
		}
	}
}

// faults says what no summary may have, whatever the article.
func faults(a *article.Article, s article.Summary, o Options) []string {
	o = o.withDefaults()
	var out []string
	fail := func(c article.Claim, what string) { out = append(out, c.ID+": "+what+": "+c.Text) }
	for _, c := range append([]article.Claim{s.Why}, s.Takeaways...) {
		if c.Text == "" {
			continue
		}
		source := ""
		for _, id := range c.Cites {
			sentence, ok := a.Sentence(id)
			if !ok {
				fail(c, "no such sentence")
			}
			source += sentence.Text + " "
		}
		switch {
		case !utf8.ValidString(c.Text):
			fail(c, "not UTF-8")
		case c.Text != strings.TrimSpace(c.Text) || strings.Contains(c.Text, "  ") && !strings.Contains(source, "  "):
			fail(c, "white space")
		case !within(c.Text, source):
			fail(c, "words that the sentence does not have in this order")
		case strings.Count(c.Text, "“") != strings.Count(c.Text, "”") || strings.Count(c.Text, "\"")%2 != 0:
			fail(c, "half a quotation")
		case c.ID != "why" && length(c.Text) > o.TakeawayMax:
			fail(c, "too long")
		case c.ID != "why" && slices.ContainsFunc(s.Why.Cites, func(id article.SentenceID) bool { return id == c.Cites[0] }):
			fail(c, "says what the why says")
		}
		if number := unitLost(c.Text, source); number != "" {
			fail(c, "lost the unit of "+number)
		}
		if word := guardLost(c.Text, source, a.Lang); word != "" {
			fail(c, "lost "+word)
		}
	}
	return out
}

// within reports whether the words of a text are a subsequence of a source's.
func within(text, source string) bool {
	words := lang.Words(source)
	for _, w := range lang.Words(text) {
		for len(words) > 0 && !strings.EqualFold(words[0].Text, w.Text) {
			words = words[1:]
		}
		if len(words) == 0 {
			return false
		}
		words = words[1:]
	}
	return true
}

// unitLost returns a number after which another word follows than in the source.
func unitLost(text, source string) string {
	words := lang.Words(text)
	for i, w := range words[:max(len(words)-1, 0)] {
		between := text[w.End:words[i+1].Start]
		if unicode.IsDigit(firstRune(w.Text)) && between == " " && !strings.Contains(source, text[w.Start:words[i+1].End]) {
			return w.Text
		}
	}
	return ""
}

// guardLost returns a word of the source that a form of it must not lose.
func guardLost(text, source, code string) string {
	guards := map[string][]string{
		"en": {"alleged", "allegedly", "accused", "suspected", "reportedly", "not", "no", "never", "denied", "denies", "unless", "if", "only", "according"},
		"de": {"mutmaßlich", "angeblich", "soll", "nicht", "kein", "keine", "nur", "wenn", "laut"},
		"es": {"presunto", "presunta", "supuesto", "no", "sin", "si", "solo", "según"},
		"fr": {"présumé", "présumée", "pas", "sans", "si", "sauf", "selon"},
	}
	has := map[string]int{}
	for _, w := range lang.Words(text) {
		has[w.Text]++
	}
	for _, w := range lang.Words(source) {
		if slices.Contains(guards[lang.Primary(code)], w.Text) {
			if has[w.Text]--; has[w.Text] < 0 {
				return w.Text
			}
		}
	}
	return ""
}

// rouge1 is the F-measure of the words that a draft shares with a reference.
func rouge1(draft, reference []string) float64 {
	count := func(texts []string) (map[string]int, int) {
		words, n := map[string]int{}, 0
		for _, text := range texts {
			for _, w := range lang.Words(text) {
				words[w.Text]++
				n++
			}
		}
		return words, n
	}
	d, dn := count(draft)
	r, rn := count(reference)
	shared := 0
	for w, n := range r {
		shared += min(n, d[w])
	}
	if shared == 0 {
		return 0
	}
	precision, recall := float64(shared)/float64(dn), float64(shared)/float64(rn)
	return 2 * precision * recall / (precision + recall)
}

// lead takes the first n sentences that can be brought to the house length.
func lead(a *article.Article, o Options, n int) []string {
	d := newDraft(a, lexiconOf(lang.For(a.Lang)), o.withDefaults())
	var out []string
	for _, s := range d.sentences {
		if f, ok := d.form(s); ok && len(out) < n {
			out = append(out, f.text)
		}
	}
	return out
}

// The engine is nearer to the references than the first three sentences are.
func TestBeatsLead(t *testing.T) {
	var ours, lead3, lead5, why float64
	all := items(t)
	for _, it := range all {
		o := optionsFor(it.Lang)
		s := Summarize(it.a, o)
		reference := it.References[0]
		ours += rouge1(texts(s), reference.Takeaways)
		lead3 += rouge1(lead(it.a, o, 3), reference.Takeaways)
		lead5 += rouge1(lead(it.a, o, len(reference.Takeaways)), reference.Takeaways)
		why += rouge1([]string{s.Why.Text}, []string{reference.Why})
	}
	n := float64(len(all))
	t.Logf("%d articles: takeaways %.3f, lead-3 %.3f, as many of the lead %.3f, why %.3f", len(all), ours/n, lead3/n, lead5/n, why/n)
	if ours <= lead3 {
		t.Errorf("takeaways %.3f, lead-3 %.3f", ours/n, lead3/n)
	}
}
