package article

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// monthNames finds months by name: whole ones, and beginnings by their first
// character. A name that several months have in different languages is 0.
type monthNames struct {
	whole      map[string]int
	beginnings map[rune][]monthName
}

type monthName struct {
	text  string
	month int
}

var months = sync.OnceValue(func() monthNames {
	t := monthNames{whole: map[string]int{}, beginnings: map[rune][]monthName{}}
	for _, names := range dateTable().Full {
		for i, name := range names {
			if known, taken := t.whole[name]; taken && known != i+1 {
				t.whole[name] = 0
			} else {
				t.whole[name] = i + 1
			}
		}
	}
	for _, names := range dateTable().Months {
		for i, name := range names {
			r, _ := utf8.DecodeRuneInString(name)
			t.beginnings[r] = append(t.beginnings[r], monthName{name, i + 1})
		}
	}
	return t
})

// monthOf returns the month that a word names, 0 for none, and for a word that
// names another month in another language ("listopada").
func monthOf(word string) int {
	if len(word) < 3 {
		return 0
	}
	word = strings.ToLower(word)
	if n, known := months().whole[word]; known {
		return n
	}
	month := 0
	r, _ := utf8.DecodeRuneInString(word)
	for _, name := range months().beginnings[r] {
		if !strings.HasPrefix(word, name.text) || len(word) > len(name.text)+16 {
			continue
		}
		if month != 0 && month != name.month {
			return 0
		}
		month = name.month
	}
	return month
}
