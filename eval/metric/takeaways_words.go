package metric

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/lang"
)

const (
	numberWeight = 3 // of a number, in words
	stemLetters  = 5 // of a word that count
)

// term is a word that says what a takeaway is about: its number and its weight.
type term struct {
	word   int32
	weight float64
}

// similarities compares each takeaway of a draft with each of a reference: the F
// of the weights of the words that they share, where it is no more than alike 0.
// A word that several takeaways of a side have says less about which is which,
// and counts for less: the name of the company, the town.
func similarities(draft, reference []string, language string) [][]float64 {
	r := &termReader{known: symbols[string]{}, common: map[string]bool{}}
	for _, w := range lang.For(language).Common {
		r.common[w] = true
	}
	mine, theirs := r.all(draft), r.all(reference)
	often := make([]int, len(r.known)) // in how many takeaways of a side a word is
	countInto(often, mine)
	countInto(often, theirs)
	for _, side := range [][][]term{mine, theirs} {
		for _, terms := range side {
			for i := range terms {
				terms[i].weight /= float64(often[terms[i].word])
			}
		}
	}
	gain := make([][]float64, len(mine))
	for i, a := range mine {
		gain[i] = make([]float64, len(theirs))
		for j, b := range theirs {
			if f := sharedWeight(a, b); f > alike {
				gain[i][j] = f
			}
		}
	}
	return gain
}

// countInto raises each word's count to the number of takeaways that have it.
func countInto(often []int, side [][]term) {
	here := make([]int, len(often))
	for _, terms := range side {
		for _, t := range terms {
			here[t.word]++
		}
	}
	for i, n := range here {
		often[i] = max(often[i], n)
	}
}

// sharedWeight is the share of all weight of two takeaways that is on words of
// both. Terms are sorted by word.
func sharedWeight(a, b []term) float64 {
	all, both := 0.0, 0.0
	for _, t := range a {
		all += t.weight
	}
	for _, t := range b {
		all += t.weight
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].word < b[j].word:
			i++
		case a[i].word > b[j].word:
			j++
		default:
			both += a[i].weight + b[j].weight
			i, j = i+1, j+1
		}
	}
	if all == 0 {
		return 0
	}
	return both / all
}

type termReader struct {
	known  symbols[string]
	common map[string]bool
}

func (r *termReader) all(texts []string) [][]term {
	out := make([][]term, len(texts))
	for i, text := range texts {
		out[i] = r.read(text)
	}
	return out
}

// read returns the different words of a takeaway that are not common, sorted,
// each by its first letters. Where words are single characters it takes those
// that stand together in twos.
func (r *termReader) read(text string) []term {
	words := lang.Words(text)
	out := make([]term, 0, len(words))
	for i, w := range words {
		key := bare(w.Text)
		weight := 1.0
		switch {
		case isCharacter(key):
			if i+1 == len(words) || words[i+1].Start != w.End || !isCharacter(words[i+1].Text) {
				continue
			}
			key += words[i+1].Text
		case r.common[key]:
			continue
		case strings.ContainsFunc(key, unicode.IsNumber):
			weight = numberWeight
		default:
			key = firstRunes(key, stemLetters)
		}
		out = append(out, term{r.known.number(key), weight})
	}
	slices.SortFunc(out, func(a, b term) int { return int(a.word) - int(b.word) })
	return slices.CompactFunc(out, func(a, b term) bool { return a.word == b.word })
}

// bare takes what belongs to other words off a word: "bank's" becomes "bank",
// and "l'accord" "accord".
func bare(word string) string {
	before, after, found := strings.Cut(strings.ReplaceAll(word, "’", "'"), "'")
	if found && utf8.RuneCountInString(before) <= 2 && after != "" {
		return after
	}
	return before
}

// isCharacter reports whether a word is one character of a script that is
// written without spaces.
func isCharacter(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	return size == len(word) && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

func firstRunes(word string, n int) string {
	for i := range word {
		if n == 0 {
			return word[:i]
		}
		n--
	}
	return word
}
