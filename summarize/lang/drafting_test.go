package lang

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
)

// draftingCodes lists the languages that have drafting data.
func draftingCodes(t *testing.T) []string {
	t.Helper()
	entries, err := fs.ReadDir(files, "data/drafting")
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, e := range entries {
		codes = append(codes, strings.TrimSuffix(path.Base(e.Name()), ".yaml"))
	}
	return codes
}

func (d Drafting) lists() map[string][]string {
	return map[string][]string{
		"attribution": d.Attribution, "hedges": d.Hedges, "negations": d.Negations,
		"conditions": d.Conditions, "significance": d.Significance, "connectives": d.Connectives,
		"pronouns": d.Pronouns, "preambles": d.Preambles, "clause_openers": d.ClauseOpeners,
	}
}

func TestDraftingData(t *testing.T) {
	codes := draftingCodes(t)
	for _, code := range []string{"ar", "de", "en", "es", "fr", "it", "ja", "kk", "pt", "ru", "tr", "zh"} {
		if !slices.Contains(codes, code) {
			t.Errorf("%s: no drafting data", code)
		}
	}
	for _, code := range codes {
		l := For(code)
		if l.WhyLabel == "" || l.TakeawaysLabel == "" {
			t.Errorf("%s: no labels", code)
		}
		for name, list := range l.Drafting.lists() {
			if len(list) == 0 && name != "clause_openers" {
				t.Errorf("%s: no %s", code, name)
			}
			checkPhrases(t, code+" "+name, list)
		}
	}
}

func checkPhrases(t *testing.T, name string, list []string) {
	t.Helper()
	seen := map[string]bool{}
	for _, phrase := range list {
		if phrase != strings.ToLower(strings.TrimSpace(phrase)) {
			t.Errorf("%s: %q is not lower case or not trimmed", name, phrase)
		}
		if len(Words(phrase)) == 0 {
			t.Errorf("%s: %q has no words", name, phrase)
		}
		if seen[phrase] {
			t.Errorf("%s: %q is there twice", name, phrase)
		}
		seen[phrase] = true
	}
}

// An apostrophe is written in two ways: a phrase with one form has the other.
func TestDraftingApostrophes(t *testing.T) {
	for _, code := range draftingCodes(t) {
		for name, list := range For(code).Drafting.lists() {
			for _, phrase := range list {
				if other := strings.ReplaceAll(phrase, "'", "’"); !slices.Contains(list, other) {
					t.Errorf("%s %s: %q but not %q", code, name, phrase, other)
				}
			}
		}
	}
}

func TestDraftingPhrasesAreFound(t *testing.T) {
	tests := []struct {
		code, text string
		list       func(*Language) []string
	}{
		{"en", "The firm allegedly hid its losses", func(l *Language) []string { return l.Hedges }},
		{"en", "He didn’t resign", func(l *Language) []string { return l.Negations }},
		{"en", "The court, according to her lawyer, erred", func(l *Language) []string { return l.Attribution }},
		{"tr", "İddiaya göre belediye başkanı rüşvet aldı", func(l *Language) []string { return l.Attribution }},
		{"es", "El presunto autor huyó", func(l *Language) []string { return l.Hedges }},
		{"de", "Der mutmaßliche Täter schweigt", func(l *Language) []string { return l.Hedges }},
		{"fr", "D’après la mairie, le pont ferme", func(l *Language) []string { return l.Attribution }},
		{"it", "Il ponte non riapre", func(l *Language) []string { return l.Negations }},
		{"pt", "O suposto autor fugiu", func(l *Language) []string { return l.Hedges }},
		{"ru", "По словам мэра, мост закрыт", func(l *Language) []string { return l.Attribution }},
		{"ar", "لم يُغلق الجسر", func(l *Language) []string { return l.Negations }},
		{"kk", "Әкімнің айтуынша, көпір жабық", func(l *Language) []string { return l.Attribution }},
		{"zh", "公司否认有关指控", func(l *Language) []string { return l.Negations }},
		{"ja", "市は計画を撤回した", func(l *Language) []string { return l.Negations }},
	}
	for _, test := range tests {
		if !NewPhrases(test.list(For(test.code))).In(Words(test.text)) {
			t.Errorf("%s: nothing found in %q", test.code, test.text)
		}
	}
}
