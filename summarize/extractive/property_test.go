package extractive

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

// sentences draws sentences put together from parts of news prose.
func sentences() *rapid.Generator[string] {
	part := func(options ...string) *rapid.Generator[string] { return rapid.SampledFrom(options) }
	opening := part("", "", "However, ", "But ", "On Monday, ", "After the vote, ", "If the court agrees, ", "According to the union, ")
	subject := part("the council", "Oona Farrelly", "the man arrested on Friday", "Arvik, Lund and Tarnow", "he", "those who voted", "the “Blue Line”")
	inner := part("", "", ", which is run by nuns,", ", who denies the charge,", ", 45,", ", a port of 40,000 people,", " (founded in 1890)", " — a rival —", ", police said,")
	verb := part("approved", "allegedly sold", "did not close", "said it would close", "was", "could lose", "will open", "called")
	object := part("the bridge", "1.5 million euros", "only 12 km of road", "“a plan, which nobody wanted”", "Spain, the islands and Malta", "the plant on Tuesday")
	end := part("", ", which cost 4.2 million euros", ", forcing 300 families out", " after a fire in the docks", ", unless the city pays", ", police said", ", but not for good", "; the owners agreed", ", the highest since 1992", ", and the mayor resigned")
	return rapid.Custom(func(t *rapid.T) string {
		text := opening.Draw(t, "opening") + subject.Draw(t, "subject") + inner.Draw(t, "inner") + " " +
			verb.Draw(t, "verb") + " " + object.Draw(t, "object") + end.Draw(t, "end") + end.Draw(t, "end") + "."
		return capitalise(text, "en")
	})
}

func TestShortenProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := sentences().Draw(t, "sentence")
		max := rapid.IntRange(10, 120).Draw(t, "max")
		got, ok := Shorten(text, max, lang.For("en"))
		if !ok {
			return
		}
		s := article.Summary{Takeaways: []article.Claim{{ID: "t1", Text: got, Cites: []article.SentenceID{1}}}}
		for _, fault := range faults(build("en", "", []string{text}), s, Options{TakeawayMax: max}) {
			t.Fatalf("%s\nof %s", fault, text)
		}
		if strings.Contains(text, ", which nobody wanted") != strings.Contains(got, ", which nobody wanted") && strings.Contains(got, "“a plan") {
			t.Fatalf("cut inside a quotation: %s", got)
		}
	})
}

func TestSummarizeProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var paragraphs [][]string
		for range rapid.IntRange(1, 8).Draw(t, "paragraphs") {
			paragraphs = append(paragraphs, rapid.SliceOfN(sentences(), 1, 4).Draw(t, "paragraph"))
		}
		a := build("en", "Council approves bridge", paragraphs...)
		s := Summarize(a, Options{})
		for _, fault := range faults(a, s, Options{}) {
			t.Fatal(fault)
		}
		for i, c := range s.Takeaways {
			if c.ID != fmt.Sprint("t", i+1) || i > 0 && c.Cites[0] <= s.Takeaways[i-1].Cites[0] {
				t.Fatalf("out of order: %+v", s.Takeaways)
			}
		}
	})
}

func FuzzShorten(f *testing.F) {
	f.Add("The council, which met on Monday, approved the plan — a first — after a vote (12 to 9), officials said.", 40, "en")
	f.Add("“He said ‘no’,” she wrote; «да» – нет… 下雨了，并停了。", 12, "zh")
	f.Add("Die Stadt schließt das Bad, während sie plant.", 30, "de")
	f.Fuzz(func(t *testing.T, text string, max int, code string) {
		got, ok := Shorten(text, max, lang.For(code))
		if !ok {
			return
		}
		if !utf8.ValidString(got) || length(got) > max || got == "" {
			t.Fatalf("%q", got)
		}
		if len(got) < len(text) && !within(got, strings.TrimSpace(strings.ToValidUTF8(text, "\uFFFD"))) {
			t.Fatalf("%q of %q", got, text)
		}
	})
}

func FuzzSummarize(f *testing.F) {
	f.Add("Title\nOne thing, which matters, happened. It was said.\nThe decision affects thousands of people.", "en")
	f.Add("标题\n岚州地铁七号线将于三月开通。居民表示，这是首次。", "zh")
	f.Fuzz(func(t *testing.T, text, code string) {
		title, body, _ := strings.Cut(strings.ToValidUTF8(text, "?"), "\n")
		var paragraphs [][]string
		for _, line := range strings.Split(body, "\n") {
			if parts := strings.SplitAfter(line, ". "); line != "" {
				paragraphs = append(paragraphs, parts)
			}
		}
		a := build(code, title, paragraphs...)
		s := Summarize(a, Options{})
		for _, c := range s.Takeaways {
			source, ok := a.Sentence(c.Cites[0])
			if !ok || !utf8.ValidString(c.Text) || length(c.Text) > 90 || !within(c.Text, source.Text) {
				t.Fatalf("%q of %q", c.Text, source.Text)
			}
		}
	})
}

// Text that is not prose takes linear time as well: these take minutes when
// any step is quadratic.
func TestHugeSentences(t *testing.T) {
	for _, piece := range []string{", which is", "workers' 'a ", "(", ") ", "“", "a", " ", "— and ", "、", "下雨", "; ", "if it had been ", "on Monday ", ". "} {
		text := "The council said " + strings.Repeat(piece, 1<<18/len(piece)) + "."
		Shorten(text, 90, lang.For("en"))
		Summarize(build("en", text, []string{text}, []string{text}), Options{})
	}
}

// prose makes an article of about n words.
func prose(n int) *article.Article {
	base := []string{
		"The council of Selmouth, which is run by three parties, approved the plan for the harbour bridge on Monday.",
		"“It is a sad day for the town and for everybody who lives by the water,” said the mayor, Ilka Brandvold.",
		"The decision affects thousands of residents and could mean that 400 lorries a day must take the coast road, officials said.",
		"The port company (founded in 1912) employs 1,200 people — most of them from the town — and pays 4 million crowns in tax.",
		"However, inspectors warned the council of cracks in 2019, forcing engineers to close one of the two lanes for a year.",
	}
	var paragraphs [][]string
	for words := 0; words < n; {
		i := len(paragraphs)
		text := strings.Replace(base[i%len(base)], "the", fmt.Sprintf("district%d", i%97), 1)
		words += len(strings.Fields(text))
		paragraphs = append(paragraphs, []string{text})
	}
	return build("en", "Selmouth council approves harbour bridge", paragraphs...)
}

func benchmark(b *testing.B, words int) {
	a := prose(words)
	b.ReportAllocs()
	for b.Loop() {
		Summarize(a, Options{})
	}
}

func BenchmarkSummarize800Words(b *testing.B)  { benchmark(b, 800) }
func BenchmarkSummarize120kWords(b *testing.B) { benchmark(b, 120_000) }
