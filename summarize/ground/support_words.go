package ground

import (
	"strings"
	"sync"
	"unicode"
)

// supportWords is what the rule knows of a language: data/support/<code>.yaml.
type supportWords struct {
	Function []string          `yaml:"function"` // words that say nothing by themselves
	Numerals map[string]string `yaml:"numerals"` // numbers that are written as words
	Alike    [][]string        `yaml:"alike"`    // words that can stand for each other

	once  sync.Once
	kin   map[string][]string // stem -> stems of words that are alike
	digit map[string]string   // folded numeral -> digits
}

// prepare folds and stems the words, once for all checkers of the language.
func (w *supportWords) prepare(stem func(string) string) {
	w.once.Do(func() {
		w.digit = map[string]string{}
		for name, digits := range w.Numerals {
			w.digit[fold(name)] = digits
		}
		w.kin = map[string][]string{}
		for _, group := range w.Alike {
			stems := make([]string, len(group))
			for i, word := range group {
				stems[i] = stem(fold(word))
			}
			for i, s := range stems {
				w.kin[s] = append(w.kin[s], stems[:i]...)
				w.kin[s] = append(w.kin[s], stems[i+1:]...)
			}
		}
	})
}

// key is what a content word is compared by: its stem, and a number's digits.
func (w *supportWords) key(t token) string {
	if t.kind == number {
		return plainDigits(t.text)
	}
	if digits, ok := w.digit[t.norm]; ok {
		return digits
	}
	return t.stem
}

// isNumber reports whether the token is a number, in digits or in words.
func (w *supportWords) isNumber(t token) bool {
	return t.kind == number || w.digit[t.norm] != ""
}

// tells reports whether a token is a content word: neither a function word nor a
// letter that stands alone.
func tells(t token) bool {
	return !t.stop && (t.kind == number || t.dense || len(t.norm) > 1 && t.norm != "'")
}

// plainDigits writes a number with ASCII digits, without what sets off thousands.
func plainDigits(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		if d, ok := digitValue(r); ok {
			b.WriteByte('0' + byte(d))
		} else if thousands := len(runes) == i+4 || len(runes) > i+4 && !unicode.IsDigit(runes[i+4]); !thousands {
			b.WriteByte('.')
		}
	}
	return b.String()
}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
