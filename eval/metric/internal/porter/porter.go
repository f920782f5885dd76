// Package porter stems English words with the algorithm of Martin Porter (1980)
// as NLTK extends it, which is the form that rouge_score uses.
//
// The journey of the data: Stem looks a word up among the irregular ones; else
// step 1 takes plurals, -ed, -ing and -y off, steps 2 and 3 shorten double
// suffixes, step 4 takes single ones off, and step 5 tidies the end.
//
// The package does not lower-case, and knows nothing of other languages.
package porter

import "strings"

// irregular are words that no rule stems well, with their stems.
func irregular(word string) (string, bool) {
	switch word {
	case "sky", "skies":
		return "sky", true
	case "dying":
		return "die", true
	case "lying":
		return "lie", true
	case "tying":
		return "tie", true
	case "inning", "innings":
		return "inning", true
	case "outing", "outings":
		return "outing", true
	case "canning", "cannings":
		return "canning", true
	case "news", "howe", "proceed", "exceed", "succeed":
		return word, true
	}
	return "", false
}

// Stem returns the stem of a word, which is in lower case. Digits count as
// consonants. Words of one or two letters are their own stems.
func Stem(word string) string {
	if stem, ok := irregular(word); ok {
		return stem
	}
	if len(word) <= 2 {
		return word
	}
	word = plural(word)
	word = participle(word)
	word = finalY(word)
	word = doubleSuffix(word)
	word = replace(word, step3, some)
	word = singleSuffix(word)
	return tidy(word)
}

// plural is step 1a.
func plural(word string) string {
	switch {
	case len(word) == 4 && strings.HasSuffix(word, "ies"):
		return word[:3]
	case strings.HasSuffix(word, "sses"), strings.HasSuffix(word, "ies"):
		return word[:len(word)-2]
	case strings.HasSuffix(word, "ss"):
		return word
	}
	return strings.TrimSuffix(word, "s")
}

// participle is step 1b.
func participle(word string) string {
	if strings.HasSuffix(word, "ied") {
		if len(word) == 4 {
			return word[:3]
		}
		return word[:len(word)-2]
	}
	if stem, ok := strings.CutSuffix(word, "eed"); ok {
		if measure(stem) > 0 {
			return stem + "ee"
		}
		return word
	}
	for _, suffix := range [...]string{"ed", "ing"} {
		if stem, ok := strings.CutSuffix(word, suffix); ok && hasVowel(stem) {
			return restored(stem)
		}
	}
	return word
}

// restored mends the end of a word whose -ed or -ing is off.
func restored(stem string) string {
	last := stem[len(stem)-1]
	switch {
	case strings.HasSuffix(stem, "at"), strings.HasSuffix(stem, "bl"), strings.HasSuffix(stem, "iz"):
		return stem + "e"
	case endsDouble(stem):
		if last == 'l' || last == 's' || last == 'z' {
			return stem
		}
		return stem[:len(stem)-1]
	case measure(stem) == 1 && endsShort(stem):
		return stem + "e"
	}
	return stem
}

// finalY is step 1c.
func finalY(word string) string {
	stem, ok := strings.CutSuffix(word, "y")
	if ok && len(stem) > 1 && isConsonant(stem, len(stem)-1) {
		return stem + "i"
	}
	return word
}

// tidy is step 5.
func tidy(word string) string {
	if stem, ok := strings.CutSuffix(word, "e"); ok {
		if m := measure(stem); m > 1 || m == 1 && !endsShort(stem) {
			word = stem
		}
	}
	if strings.HasSuffix(word, "ll") && measure(word[:len(word)-1]) > 1 {
		word = word[:len(word)-1]
	}
	return word
}
