package metric

import (
	"strings"
	"testing"
)

func TestSyllables(t *testing.T) {
	// Counted by hand, as the words are spoken.
	tests := map[string]string{
		"en": "made:1 makes:1 named:1 table:2 houses:2 wanted:2 council:2 bridge:1 approved:2 people:2 the:1 every:3 harbour:2 rule:1 rules:1 " +
			"bank's:1 closed:1 boxes:2 agree:2 2026:1 minister:3 quality:3 tale:1 able:2",
		"de": "haus:1 freibad:2 gemeinde:3 häuser:2 euro:2 beschließt:2 prüfen:2",
		"es": "ciudad:2 río:2 agua:2 teatro:3 gobierno:3 hectáreas:4 país:2",
		"fr": "ville:1 villes:1 hôpital:3 fusion:2 maternité:4 idée:2",
		"it": "governo:3 paese:3 acqua:2 città:2",
		"nl": "gemeente:3 water:2 financiële:5",
		"ru": "город:2 правительство:4 вода:2",
		"tr": "belediye:4 otobüs:3 ihale:3",
	}
	for code, words := range tests {
		for _, pair := range strings.Fields(words) {
			word, want, _ := strings.Cut(pair, ":")
			if got := fleschFormulas[code].syllablesOf(word); string(rune('0'+got)) != want {
				t.Errorf("%s: %q has %d syllables: want %s", code, word, got, want)
			}
		}
	}
}

func TestReadability(t *testing.T) {
	tests := map[string]struct {
		lang, text string
		want       map[string]float64
	}{
		// 9 words, 2 sentences, 11 syllables, one long word.
		"English": {"en-GB", "The old bridge will close. Boats cannot pass today.", map[string]float64{
			"readability.flesch": 206.835 - 1.015*4.5 - 84.6*11/9, "readability.lix": 4.5, "readability.sentence_words": 4.5,
		}},
		// 8 words, 2 lines, 14 syllables, three long words.
		"German": {"de", "Der Gemeinderat schließt das Freibad\nEin Zuschuss fehlt", map[string]float64{
			"readability.flesch": 180 - 4 - 58.5*13/8, "readability.lix": 4 + 100*4./8, "readability.sentence_words": 4,
		}},
		"Latin without a formula": {"sv", "Bron stängs i dag.", map[string]float64{"readability.lix": 4, "readability.sentence_words": 4}},
		"other script":            {"el", "Η γέφυρα κλείνει σήμερα.", map[string]float64{"readability.sentence_words": 4}},
		"no spaces":               {"ja", "橋は今日閉まる。", nil},
		"nothing":                 {"en", " \n… ", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			wantScores(t, newReadability(nil, Options{}), &Sample{Lang: test.lang, Text: test.text}, test.want)
		})
	}
}
