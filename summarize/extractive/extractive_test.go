package extractive

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

// build makes an article of paragraphs, each given as its sentences.
func build(code, title string, paragraphs ...[]string) *article.Article {
	a := &article.Article{Title: title, Lang: code}
	for i, sentences := range paragraphs {
		if i > 0 {
			a.Text += "\n\n"
		}
		p := article.Paragraph{First: len(a.Sentences), Count: len(sentences)}
		p.Span.Start = len(a.Text)
		for j, text := range sentences {
			if j > 0 {
				a.Text += " "
			}
			start := len(a.Text)
			a.Text += text
			a.Sentences = append(a.Sentences, article.Sentence{
				ID: article.SentenceID(len(a.Sentences) + 1), Paragraph: i, Text: text,
				Span: article.Span{Start: start, End: len(a.Text)},
			})
		}
		p.Span.End = len(a.Text)
		a.Paragraphs = append(a.Paragraphs, p)
	}
	return a
}

// texts returns the takeaways' texts.
func texts(s article.Summary) []string {
	out := []string{}
	for _, c := range s.Takeaways {
		out = append(out, c.Text)
	}
	return out
}

func harbour() *article.Article {
	return build(
		"en", "Selmouth council closes harbour bridge",
		[]string{"SELMOUTH (Norwick Press) — The council of Selmouth voted on Tuesday to close the harbour bridge to lorries."},
		[]string{
			"\"It is a sad day,\" said the mayor, Ilka Brandvold.",
			"She said the bridge had carried lorries since 1958.",
		},
		[]string{
			"The decision affects thousands of residents and could mean that about 400 lorries a day must take the coast road, which has no pavement in two villages.",
		},
		[]string{
			"However, inspectors allegedly warned the council of cracks in 2019.",
			"What happens next?",
			"The port company, which employs 1,200 people in the town, said the closure would cost it 3 million crowns a year.",
		},
	)
}

func TestSummarize(t *testing.T) {
	got := Summarize(harbour(), Options{})
	want := article.Summary{
		Why: article.Claim{
			ID: "why", Cites: []article.SentenceID{4},
			Text: "The decision affects thousands of residents and could mean that about 400 lorries a day must take the coast road, which has no pavement in two villages.",
		},
		Takeaways: []article.Claim{
			{ID: "t1", Text: "The council of Selmouth voted on Tuesday to close the harbour bridge to lorries", Cites: []article.SentenceID{1}},
			{ID: "t2", Text: "Inspectors allegedly warned the council of cracks in 2019", Cites: []article.SentenceID{5}},
			{ID: "t3", Text: "The port company said the closure would cost it 3 million crowns a year", Cites: []article.SentenceID{7}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(got, Summarize(harbour(), Options{})); diff != "" {
		t.Errorf("not the same twice: %s", diff)
	}
}

func TestSummarizeFullStop(t *testing.T) {
	for _, text := range texts(Summarize(harbour(), Options{FullStop: true})) {
		if !strings.HasSuffix(text, ".") || length(text) > 90 {
			t.Errorf("%q", text)
		}
	}
}

func TestSummarizeNothing(t *testing.T) {
	long := strings.Repeat("of the long and winding road that leads to the town ", 4)
	for name, a := range map[string]*article.Article{
		"nil":       nil,
		"empty":     {},
		"questions": build("en", "", []string{"Why?", "Who would have thought that the road is closed?"}),
		"too long":  build("en", "", []string{"The mayor opened the first half " + long + "."}),
	} {
		if got := Summarize(a, Options{}); len(got.Takeaways) > 0 {
			t.Errorf("%s: %q", name, texts(got))
		}
	}
}

// Sentences that cannot stand alone are not used while others can be.
func TestStandAlone(t *testing.T) {
	good := []string{
		"The ferry company Nordsund Line carries 40,000 passengers a month.",
		"Two of its ships failed an inspection in the port of Aldhaven in March.",
		"The transport ministry ordered the company to repair both of the ships.",
	}
	for _, bad := range []string{
		"He told the ministry that the ships would sail again within a week.",
		"This would make the crossing to the islands longer by forty minutes.",
		"Those ships carried most of the passengers on the route to the islands.",
		"Will the ferry company Nordsund Line carry its passengers in the summer?",
		"\"The ferry company Nordsund Line has carried us well for forty years.\"",
		"A ferry of the company Nordsund Line in the port of Aldhaven in March",
		"For the ferry company Nordsund Line, write to ferries@nordsund.example.",
		"The first was repaired in the port of Aldhaven at the start of April.",
		"The ministry said it would not let them sail before the repair was done.",
	} {
		a := build("en", "Nordsund Line ferries fail inspection", good, []string{bad})
		if got := texts(Summarize(a, Options{WhyMinWords: 60})); slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(bad, s) }) {
			t.Errorf("%q in %q", bad, got)
		}
	}
}

// A sentence in the middle of a quotation has no quotation mark of its own.
func TestInsideQuotation(t *testing.T) {
	a := build("en", "Mill closes", []string{
		"“The mill was the heart of the valley.",
		"Every family had somebody at the looms.",
		"Nothing will replace it,” said Oona Farrelly, a weaver.",
	}, []string{"The owners of the mill will close it at the end of September."})
	got := texts(Summarize(a, Options{}))
	if diff := cmp.Diff([]string{"The owners of the mill will close it at the end of September"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestOtherLanguages(t *testing.T) {
	tests := []struct {
		name string
		a    *article.Article
		o    Options
		want string
	}{
		{"no data", build("xx", "Dorvan", []string{"Dorvan ketal misore (lan dor) vasil tumen karo besal lunda dorin matev soral."}), Options{TakeawayMax: 75}, "Dorvan ketal misore vasil tumen karo besal lunda dorin matev soral"},
		{"turkish capital", build("tr", "İlçe", []string{"Ancak ilçe belediyesi yeni köprünün yapımına haziran ayında başlayacak."}), Options{}, "İlçe belediyesi yeni köprünün yapımına haziran ayında başlayacak"},
		{"german", build("de", "Bad", []string{"Die Stadt schließt das Hallenbad im Juli, weil das Dach des Gebäudes nach dem langen Winter undicht geworden ist."}), Options{}, "Die Stadt schließt das Hallenbad im Juli"},
		{"german relative clause stays", build("de", "Autos", []string{"Autos, die vor 2010 gebaut wurden, dürfen nicht in die Stadt."}), Options{}, "Autos, die vor 2010 gebaut wurden, dürfen nicht in die Stadt"},
		{"chinese", build("zh", "地铁", []string{"岚州市地铁七号线将于明年三月开通（全长二十公里）。"}), Options{TakeawayMin: 10, TakeawayMax: 20, WhyInCharacters: true}, "岚州市地铁七号线将于明年三月开通"},
	}
	for _, test := range tests {
		test.o.WhyMaxWords = 2
		if got := texts(Summarize(test.a, test.o)); len(got) != 1 || got[0] != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// An article with few usable sentences gets its takeaways before its why.
func TestTakeawaysFirst(t *testing.T) {
	a := build("en", "Dam", []string{
		"The dam above Karrowdale lost water for the first time since it was built.",
		"Engineers lowered the lake by two metres during the night.",
		"The valley is home to thousands of residents.",
	})
	if got := Summarize(a, Options{}); len(got.Takeaways) != 3 {
		t.Errorf("%q", texts(got))
	}
}

func TestWhyIsCutOnlyWhenTooLong(t *testing.T) {
	a := build("en", "Dam", []string{"The dam holds."}, []string{
		"The ruling affects thousands of residents of the valley, which was settled by miners in the nineteenth century and is known for its slate.",
	})
	for limit, want := range map[int]string{
		15: "The ruling affects thousands of residents of the valley.",
		70: "The ruling affects thousands of residents of the valley, which was settled by miners in the nineteenth century and is known for its slate.",
	} {
		if got := Summarize(a, Options{WhyMinWords: 5, WhyMaxWords: limit}).Why.Text; got != want {
			t.Errorf("%d: %q", limit, got)
		}
	}
}

func TestLexiconIsShared(t *testing.T) {
	if lexiconOf(lang.For("en")) != lexiconOf(lang.For("en-GB")) {
		t.Error("English is compiled twice")
	}
	for _, code := range lang.Codes() {
		if lexiconOf(lang.For(code)) == nil {
			t.Error(code)
		}
	}
}

func ExampleSummarize() {
	s := Summarize(harbour(), Options{})
	for _, t := range s.Takeaways {
		fmt.Println(t.ID, t.Cites, t.Text)
	}
	// Output:
	// t1 [1] The council of Selmouth voted on Tuesday to close the harbour bridge to lorries
	// t2 [5] Inspectors allegedly warned the council of cracks in 2019
	// t3 [7] The port company said the closure would cost it 3 million crowns a year
}
