package ground

import (
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/article"
)

var harbourStory = pressStory("en", "Harbour crane falls",
	"A crane fell into Velmond harbour on Tuesday night. Nobody was hurt. Divers will search the quay on Thursday.",
	"The crane was built in 1974 by Orrin Steel. Inspectors found cracks in its base last spring. The port paid €2.4 million for repairs in June.",
	"Fishing boats may leave by the north gate. The mayor, Hanne Dufresne, asked for a report by Friday.",
)

func TestCitation(t *testing.T) {
	c := New(harbourStory, only("citation"))
	ids := func(n ...article.SentenceID) []article.SentenceID { return n }
	for _, test := range []struct {
		claim  string
		cites  []article.SentenceID
		want   Verdict
		code   string
		better article.SentenceID
		says   string // in the message
	}{
		{"A crane fell into Velmond harbour on Tuesday", nil, "", "", 0, ""},
		{"A crane fell into Velmond harbour on Tuesday", ids(1), Pass, "", 0, ""},
		{"A crane fell into Velmond harbour on Tuesday", ids(1, 7), Pass, "", 0, ""},
		{"A crane fell into Velmond harbour on Tuesday", ids(7, 1, 2), Pass, "", 0, ""},
		{"A crane fell into Velmond harbour on Tuesday", ids(7), Warn, "better", 1, "sentence 1"},
		{"A crane fell into Velmond harbour on Tuesday", ids(2, 7), Warn, "better", 1, "sentences 2 and 7"},
		{"Inspectors found cracks in the base", ids(5), Pass, "", 0, ""},
		{"Inspectors found cracks in the base", ids(3), Warn, "better", 5, "sentence 5"},
		{"The port paid €2.4 million for repairs", ids(1), Warn, "better", 6, "sentence 6"},
		{"The port paid €2.4 million for repairs", ids(6, 6), Pass, "", 0, ""},
		{"Mayor Hanne Dufresne asked for a report", ids(8), Pass, "", 0, ""},
		{"Mayor Hanne Dufresne asked for a report", ids(9), Fail, "no_sentence", 0, "sentence 9: the article has sentences 1 to 8"},
		{"Mayor Hanne Dufresne asked for a report", ids(0), Fail, "no_sentence", 0, "sentence 0"},
		{"Mayor Hanne Dufresne asked for a report", ids(-4, 99), Fail, "no_sentence", 0, "sentences -4 and 99"},
		{"Mayor Hanne Dufresne asked for a report", ids(8, 99), Fail, "no_sentence", 0, "sentence 99"},
		{"Mayor Hanne Dufresne asked for a report", ids(99, 100, 101, 102, 103, 104), Fail, "no_sentence", 0, "and more"},
		{"Volcanoes erupted on three continents", ids(1), "", "", 0, ""},
		{"It was so", ids(1), "", "", 0, ""},
		{"", ids(1), "", "", 0, ""},
	} {
		var worst Finding
		for _, f := range c.Check(article.Claim{Text: test.claim, Cites: test.cites}).Claims[0].Findings {
			if worst.Verdict.Worse(f.Verdict) != worst.Verdict {
				worst = f
			}
		}
		if worst.Verdict != test.want || worst.Code != test.code || worst.Sentence != test.better || !strings.Contains(worst.Message, test.says) {
			t.Errorf("%q citing %v: %+v, want %s %s %d %q", test.claim, test.cites, worst, test.want, test.code, test.better, test.says)
		}
	}
}

func TestCitationInOtherLanguages(t *testing.T) {
	for code, lines := range map[string][3]string{
		"tr": {"Liman vinci salı gecesi suya devrildi.", "Belediye yeni bir park açıyor.", "Vinç salı gecesi suya devrildi"},
		"ru": {"Портовый кран упал в воду во вторник.", "Город открывает новый парк.", "Кран упал в воду во вторник"},
		"zh": {"港口起重机周二夜间坠入水中。", "市政府将开放一座新公园。", "起重机周二夜间坠入水中"},
	} {
		c := New(pressStory(code, "T", lines[0], lines[1]), only("citation"))
		r := c.Check(article.Claim{Text: lines[2], Cites: []article.SentenceID{1}}, article.Claim{Text: lines[2], Cites: []article.SentenceID{2}})
		if r.Claims[0].Verdict != Pass || r.Claims[1].Verdict != Warn {
			t.Errorf("%s: %+v", code, r.Claims)
		}
	}
}

func TestCitationOfAnEmptyArticle(t *testing.T) {
	r := Check(&article.Article{Lang: "en"}, only("citation"), article.Claim{Text: "A crane fell", Cites: []article.SentenceID{1}})
	if r.Verdict != Fail {
		t.Errorf("%+v", r)
	}
}
