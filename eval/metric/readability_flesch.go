package metric

import (
	"strings"
	"unicode/utf8"
)

// fleschFormula is base - words × words a sentence - syllables × syllables a
// word, with how syllables are counted: as groups of vowels.
type fleschFormula struct {
	base, words, syllables float64

	vowels string
	// apart are vowels of which each makes a syllable, also beside another one of
	// these: all vowels, or the strong ones. So does a vowel with a trema.
	apart string
	// silent returns how many of the groups at the end of a word are not spoken.
	silent func(word string) int
}

// fleschFormulas are those that were published for a language. In the order of
// the list: Flesch 1948, Amstad 1978, Fernández Huerta 1959 (words a sentence, as
// Law showed to be meant), Kandel and Moles 1958, Franchina and Vacca 1986,
// Douma 1960, Oborneva 2005, Ateşman 1997.
var fleschFormulas = map[string]fleschFormula{
	"en": {base: 206.835, words: 1.015, syllables: 84.6, vowels: "aeiouyé", silent: silentEnglish},
	"de": {base: 180, words: 1, syllables: 58.5, vowels: "aeiouyäöüé"},
	"es": {base: 206.84, words: 1.02, syllables: 60, vowels: "aeiouáéíóúü", apart: "aeoáéíóú"},
	"fr": {base: 207, words: 1.015, syllables: 73.6, vowels: "aeiouyàâäæèéêëîïôöœùûüÿ", silent: silentFrench},
	"it": {base: 217, words: 1.3, syllables: 60, vowels: "aeiouàèéìíòóù", apart: "aeoàèéìíòóù"},
	"nl": {base: 206.835, words: 0.93, syllables: 77, vowels: "aeiouyáéëïóöü"},
	"ru": {base: 206.835, words: 1.3, syllables: 60.1, vowels: "аеёиоуыэюя", apart: "аеёиоуыэюя"},
	"tr": {base: 198.825, words: 2.61, syllables: 40.175, vowels: "aeıioöuüâîû", apart: "aeıioöuüâîû"},
}

// syllablesOf counts the syllables of a word in lower case: at least one. A
// number counts as one.
func (f fleschFormula) syllablesOf(word string) int {
	n := 0
	var before rune // the vowel before, 0 for none
	for _, r := range word {
		switch {
		case !strings.ContainsRune(f.vowels, r):
			before = 0
			continue
		case before == 0, r == 'ë', r == 'ï', strings.ContainsRune(f.apart, r) && strings.ContainsRune(f.apart, before):
			n++
		}
		before = r
	}
	if f.silent != nil && n > 1 {
		n -= f.silent(word)
	}
	return max(n, 1)
}

// silentEnglish finds the e that is not spoken: "made", "makes", "named"; but
// "table", "houses" and "wanted" have theirs.
func silentEnglish(word string) int {
	word = strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s")
	stem, end := word, ""
	for _, end = range []string{"es", "ed", "e"} {
		if s, ok := strings.CutSuffix(word, end); ok {
			stem = s
			break
		}
	}
	if stem == word || endsIn(stem, "aeiouy") {
		return 0
	}
	switch {
	case end == "es" && (endsIn(stem, "sxzcg") || strings.HasSuffix(stem, "ch") || strings.HasSuffix(stem, "sh")):
		return 0
	case end == "ed" && endsIn(stem, "td"):
		return 0
	case end != "ed" && endsIn(stem, "l") && !endsIn(stem[:len(stem)-1], "aeiouyl"):
		return 0
	}
	return 1
}

// silentFrench finds the e at the end that is not spoken: "ville", "villes".
func silentFrench(word string) int {
	stem, ok := strings.CutSuffix(strings.TrimSuffix(word, "s"), "e")
	if !ok || endsIn(stem, "aeiouyàâäæèéêëîïôöœùûüÿ") {
		return 0
	}
	return 1
}

// endsIn reports whether the last letter of a word is one of some.
func endsIn(word, letters string) bool {
	last, size := utf8.DecodeLastRuneInString(word)
	return size > 0 && strings.ContainsRune(letters, last)
}
