package ground

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// directionWords is data/direction/<code>.yaml. A pair has two strings of words;
// one says the contrary of the other.
type directionWords struct {
	Verbs  [][]string `yaml:"verbs"` // base forms, or base/past/participle
	Nouns  [][]string `yaml:"nouns"` // singular/plural
	Words  [][]string `yaml:"words"`
	Right  [][]string `yaml:"right"` // contrary only with the same behind them
	Mutual []string   `yaml:"mutual"`
	Be     []string   `yaml:"be"`
	By     []string   `yaml:"by"`
}

// oppositePair is two sets of words that say contraries.
type oppositePair struct {
	sides [2][]lexeme
	right bool
}

// lexeme is a word with its forms, as the data writes them.
type lexeme []string

// pole is one side of a pair, and which form of which of its words.
type pole struct {
	pair         int
	side         uint8
	lexeme, form int
}

func (v *vocabulary) learnOpposites(d *directionWords, code string, w *words) {
	v.mutual, v.be, v.by = foldedSet(d.Mutual), foldedSet(d.Be), foldedSet(d.By)
	forms := func(entry string) lexeme { return strings.Split(entry, "/") }
	verbs := forms
	if code == "en" {
		verbs = englishVerb
	}
	for _, kind := range []struct {
		lines [][]string
		forms func(string) lexeme
		right bool
	}{{d.Verbs, verbs, false}, {d.Nouns, forms, false}, {d.Words, forms, false}, {d.Right, forms, true}} {
		for _, line := range kind.lines {
			v.addPair(line, kind.forms, kind.right, w)
		}
	}
}

func (v *vocabulary) addPair(line []string, forms func(string) lexeme, right bool, w *words) {
	p := oppositePair{right: right}
	for side, text := range line {
		for _, entry := range strings.Fields(text) {
			p.sides[side] = append(p.sides[side], forms(entry))
		}
	}
	for side, lexemes := range p.sides {
		for l, forms := range lexemes {
			for f, form := range forms {
				v.addPole(form, pole{len(v.pairs), uint8(side), l, f}, w)
			}
		}
	}
	v.pairs = append(v.pairs, p)
}

func (v *vocabulary) addPole(form string, p pole, w *words) {
	tokens := w.cut(form).tokens
	keys := []string{tokens[0].norm}
	if tokens[0].dense || v.stemmed && tokens[0].stem != tokens[0].norm {
		keys = []string{tokens[0].stem}
		if !tokens[0].dense {
			keys = append(keys, tokens[0].norm)
		}
	}
	for _, key := range keys {
		known := false
		for _, q := range v.poles[key] {
			known = known || q.pair == p.pair && q.side == p.side
		}
		if !known {
			v.poles[key] = append(v.poles[key], p)
		}
	}
}

// polesOf returns the sides that a word is on.
func (v *vocabulary) polesOf(t token) []pole {
	if t.dense {
		return v.poles[t.stem]
	}
	if list := v.poles[t.norm]; list != nil || !v.stemmed {
		return list
	}
	return v.poles[t.stem]
}

// contrary returns the other side's word in the form of the pole; the word with
// the text theirs if it is one of them.
func (v *vocabulary) contrary(p pole, theirs string) string {
	theirs = fold(theirs)
	other := v.pairs[p.pair].sides[1-p.side]
	pick := other[0]
	for _, l := range other {
		for _, form := range l {
			if fold(form) == theirs {
				pick = l
			}
		}
	}
	return pick[min(p.form, len(pick)-1)]
}

// englishVerb inflects "base" or "base/past/participle": base, third person, past,
// participle, -ing.
func englishVerb(entry string) lexeme {
	parts := strings.Split(entry, "/")
	base := parts[0]
	past := regularPast(base)
	participle := past
	if len(parts) > 1 {
		past, participle = parts[1], parts[len(parts)-1]
	}
	return lexeme{base, thirdPerson(base), past, participle, ingForm(base, past)}
}

func regularPast(base string) string {
	switch n := len(base); {
	case strings.HasSuffix(base, "e"):
		return base + "d"
	case strings.HasSuffix(base, "y") && !isVowel(base[n-2]):
		return base[:n-1] + "ied"
	}
	return base + "ed"
}

func thirdPerson(base string) string {
	switch n := len(base); {
	case strings.HasSuffix(base, "s"), strings.HasSuffix(base, "sh"), strings.HasSuffix(base, "ch"), strings.HasSuffix(base, "x"):
		return base + "es"
	case strings.HasSuffix(base, "y") && !isVowel(base[n-2]):
		return base[:n-1] + "ies"
	}
	return base + "s"
}

// ingForm doubles the last consonant where the past does, and in irregular verbs
// of one syllable: "dropping", "winning".
func ingForm(base, past string) string {
	n := len(base)
	switch {
	case strings.HasSuffix(base, "ie"):
		return base[:n-2] + "ying"
	case strings.HasSuffix(base, "e") && !strings.HasSuffix(base, "ee"):
		return base[:n-1] + "ing"
	case past == base+base[n-1:]+"ed", !strings.HasPrefix(past, base+"e") && isShort(base):
		return base + base[n-1:] + "ing"
	}
	return base + "ing"
}

// isShort reports whether a verb is one vowel between consonants: win, cut.
func isShort(base string) bool {
	n := len(base)
	return n >= 3 && !isVowel(base[n-1]) && base[n-1] != 'w' && base[n-1] != 'y' && isVowel(base[n-2]) && !isVowel(base[n-3])
}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// likeCase writes a word as another is written: with a capital, or in capitals.
func likeCase(model token, text string) string {
	switch {
	case model.upper:
		return strings.ToUpper(text)
	case model.capital:
		r, size := utf8.DecodeRuneInString(text)
		return string(unicode.ToUpper(r)) + text[size:]
	}
	return text
}
