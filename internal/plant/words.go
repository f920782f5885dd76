package plant

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// word is a word of a text, without the punctuation around it.
type word struct {
	start, end int // byte offsets
	text       string
	low        string
	quoted     bool // stands between quotation marks
}

func (w word) capital() bool {
	r, _ := utf8.DecodeRuneInString(w.text)
	return unicode.IsUpper(r)
}

// words cuts a text. A word has letters or digits, and inside it apostrophes,
// hyphens, and stops or commas between digits or single letters.
func words(text string) []word {
	var out []word
	var q quoting
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !inWord(r) {
			q.see(text, i, r)
			i += size
			continue
		}
		end := endOf(text, i)
		out = append(out, word{i, end, text[i:end], strings.ToLower(text[i:end]), q.double || q.single})
		i = end
	}
	return out
}

// quoting says which marks of quotation are open.
type quoting struct{ double, single bool }

// see takes a mark. A single one opens before a word and closes after a stop or a comma:
// all others are apostrophes.
func (q *quoting) see(text string, i int, r rune) {
	switch r {
	case '"':
		q.double = !q.double
	case '“', '«', '„':
		q.double = true
	case '”', '»':
		q.double = false
	case '\'', '‘', '’':
		if i > 0 && strings.ContainsRune(",.!?", rune(text[i-1])) {
			q.single = false
		} else if r != '’' && (i == 0 || text[i-1] == ' ') {
			q.single = true
		}
	}
}

func endOf(text string, i int) int {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !inWord(r) {
			next, _ := utf8.DecodeRuneInString(text[i+size:])
			before, _ := utf8.DecodeLastRuneInString(text[:i])
			digits := unicode.IsDigit(before) && unicode.IsDigit(next)
			letters := unicode.IsLetter(before) && inWord(next)
			if !(strings.ContainsRune("'’-", r) && (letters || r == '-' && inWord(next))) && !(strings.ContainsRune(".,", r) && digits) {
				return i
			}
		}
		i += size
	}
	return i
}

// before returns the low form of the word n before ws[i], "" if there is none.
func before(ws []word, i, n int) string { return at(ws, i-n) }

// after returns the low form of the word n after ws[i], "" if there is none.
func after(ws []word, i, n int) string { return at(ws, i+n) }

func at(ws []word, i int) string {
	if i < 0 || i >= len(ws) {
		return ""
	}
	return ws[i].low
}

// between is the text between two words.
func between(text string, a, b word) string { return text[a.end:b.start] }

// replaced returns a text with the bytes from start to end exchanged.
func replaced(text string, start, end int, by string) string { return text[:start] + by + text[end:] }

// contents are the stems of the words that tell something: a crude stem is the
// first five letters.
func contents(text string) []string {
	var out []string
	for _, w := range words(text) {
		if len(w.low) < 4 && !unicode.IsDigit(rune(w.low[0])) || plain[w.low] {
			continue
		}
		out = append(out, crude(w.low))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func crude(low string) string {
	low = strings.TrimSuffix(strings.TrimSuffix(low, "'s"), "’s")
	n := 0
	for i := range low {
		if n++; n > 5 {
			return low[:i]
		}
	}
	return low
}

// share is how many of wanted are in have (both sorted), from 0 to 1.
func share(wanted, have []string) float64 {
	if len(wanted) == 0 {
		return 0
	}
	n := 0
	for _, w := range wanted {
		if _, ok := slices.BinarySearch(have, w); ok {
			n++
		}
	}
	return float64(n) / float64(len(wanted))
}

func set(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// plain are longer words that tell nothing about a topic.
var plain = set(`about above after again against also although among another because been before being below between both
	could does doing down during each even every from further have having here hers herself himself however into itself
	just more most much must once only other over said same says shall should since some such than that their them then there
	these they this those though through under until very were what when where whether which while will with within without
	would your yours told`)

// sorted goes through a map in the order of its keys.
func sorted[V any](m map[string]V) func(yield func(string, V) bool) {
	return func(yield func(string, V) bool) {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			if !yield(k, m[k]) {
				return
			}
		}
	}
}
