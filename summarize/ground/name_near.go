package ground

import (
	"strings"
	"unicode/utf8"
)

// likely returns the word of the article's names that a word is a misspelling
// of, "" when there is none or when two are as near.
func (x *nameIndex) likely(norm string) string {
	n := utf8.RuneCountInString(norm)
	if n < 4 {
		return ""
	}
	best, least, ties := "", mostMistakes(n)+1, false
	letters := []rune(norm)
	for _, word := range x.proper {
		if d := len(word) - len(norm); d > 4 || d < -4 {
			continue
		}
		switch d := nameDistance(letters, []rune(word), least); {
		case d == 0 || d > least:
		case d < least:
			best, least, ties = word, d, false
		case best != "":
			ties = true
		}
	}
	if ties {
		return ""
	}
	return best
}

// mostMistakes is how many letters of a word of n may be wrong.
func mostMistakes(n int) int {
	switch {
	case n < 7:
		return 1
	case n < 12:
		return 2
	}
	return 3
}

// nameDistance counts the letters to put in, leave out, change or exchange with the
// next to make b of a: more than most is most+1.
func nameDistance(a, b []rune, most int) int {
	if d := len(a) - len(b); d > most || -d > most {
		return most + 1
	}
	if len(a) > mostNameRunes || len(b) > mostNameRunes {
		return most + 1
	}
	var rows [3][mostNameRunes + 1]int
	before, above, row := rows[0][:len(b)+1], rows[1][:len(b)+1], rows[2][:len(b)+1]
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > most {
			return most + 1
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}

// mostNameRunes bounds the names that are compared letter by letter.
const mostNameRunes = 40

// derived reports whether one word is made of the other, or both of a third: a
// place and those who live there.
func (x *nameIndex) derived(norm string) bool {
	if len(norm) < 5 {
		return false
	}
	for _, word := range x.proper {
		n := nameStart(norm, word)
		if n >= 4 && x.w.derives(norm[n:]) && x.w.derives(word[n:]) {
			return true
		}
	}
	return false
}

func nameStart(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && n < len(a) && !utf8.RuneStart(a[n]) {
		n--
	}
	return n
}

// derives reports whether an ending makes one word of another.
func (w *nameWords) derives(ending string) bool {
	if ending == "" {
		return true
	}
	for _, d := range w.Derived {
		if d == ending {
			return true
		}
	}
	return false
}

// plainVowels writes vowels without the second letter that stands for a diacritic.
var plainVowels = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u", "aa", "a")

// respelt reports whether two words are one in two spellings of its diacritics:
// Mueller and Müller, Aagaard and Ågård.
func respelt(a, b string) bool {
	return a != b && (plainVowels.Replace(a) == b || plainVowels.Replace(b) == a)
}
