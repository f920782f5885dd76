package extractive

import (
	"slices"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

type liveEntry struct{ head, text string }

// livePage makes an article of entries, each a heading and a paragraph.
func livePage(entries []liveEntry) *article.Article {
	var paragraphs [][]string
	for _, e := range entries {
		paragraphs = append(paragraphs, []string{e.head}, strings.SplitAfter(e.text, ". "))
	}
	for _, p := range paragraphs {
		for i := range p {
			p[i] = strings.TrimSpace(p[i])
		}
	}
	a := build("en", "Storm on the Karrow coast: live", paragraphs...)
	for i := 0; i < len(a.Paragraphs); i += 2 {
		a.Paragraphs[i].Kind = article.Heading
	}
	return a
}

// A live page gives its newest figures, whichever end they are at.
func TestLivePage(t *testing.T) {
	entries := []liveEntry{
		{"18:20 Power returns to most streets", "The grid company counted 210 homes without power in Karrow this evening. The coast road is open to cars again after the storm."},
		{"5.05pm School opens its hall", "The school in Karrow opened its hall to people from the coast."},
		{"16:10 Rain is easing on the coast", "The rain on the Karrow coast has eased and the wind has turned."},
		{"12:30 Storm cuts the power", "The storm has left 1,900 homes without power in Karrow and around it."},
		{"06:40 Storm reaches Karrow", "The storm has left 80 homes without power on the Karrow coast. The coast road is closed to cars because of the storm."},
	}
	backward := slices.Clone(entries)
	slices.Reverse(backward)
	for name, list := range map[string][]liveEntry{"newest first": entries, "newest last": backward} {
		a := livePage(list)
		got := strings.Join(texts(Summarize(a, Options{WhyMaxWords: 2})), "\n")
		if !strings.Contains(got, "210 homes") || strings.Contains(got, "1,900") || strings.Contains(got, "80 homes") || strings.Contains(got, "is closed") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestTimeOf(t *testing.T) {
	for text, want := range map[string]int{
		"06:40 Two warnings": 400, "16:30": 990, "4.15pm Rain eases": 975, "12.05 a.m. Calm": 5, "9 Uhr Regen": 540, "18h30 La pluie": 1110,
		"4.15 million homes": -1, "2026 in figures": -1, "400 homes": -1, "25:10 no time": -1, "": -1, "At 06:40 it rained": -1,
	} {
		got, ok := timeOf(text, false)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

// An article that names three times of day is not a live page.
func TestNotLive(t *testing.T) {
	d := newDraft(harbour(), lexiconOf(lang.For("en")), Options{}.withDefaults())
	if d.ages != 1 {
		t.Errorf("%d ages", d.ages)
	}
}
