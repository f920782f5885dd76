package ground

import (
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/arabic"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/hungarian"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/romanian"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	"github.com/blevesearch/snowballstem/turkish"
)

var stemmers = map[string]func(*snowballstem.Env) bool{
	"ar": arabic.Stem, "da": danish.Stem, "de": german.Stem, "en": english.Stem, "es": spanish.Stem, "fi": finnish.Stem,
	"fr": french.Stem, "hu": hungarian.Stem, "it": italian.Stem, "nb": norwegian.Stem, "nl": dutch.Stem, "no": norwegian.Stem,
	"pt": portuguese.Stem, "ro": romanian.Stem, "ru": russian.Stem, "sv": swedish.Stem, "tr": turkish.Stem,
}

// mostStemBytes bounds what is stemmed: no word is longer.
const mostStemBytes = 64

// stemmer returns what takes the ending off a word of the language: Snowball's
// algorithm, or where it has none the first letters of a long word.
func stemmer(code string) func(string) string {
	algorithm, ok := stemmers[code]
	if !ok {
		return firstLetters
	}
	return func(w string) string {
		if len(w) < 3 || len(w) > mostStemBytes {
			return w
		}
		env := snowballstem.NewEnv(w)
		algorithm(env)
		return env.Current()
	}
}

// firstLetters keeps five letters, or all but three of a longer word.
func firstLetters(w string) string {
	n := utf8.RuneCountInString(w)
	keep := max(5, n-3)
	if n <= keep {
		return w
	}
	for i := range w {
		if keep == 0 {
			return w[:i]
		}
		keep--
	}
	return w
}
