package plant

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// Source says where a true claim is from.
type Source string

// The sources.
const (
	Reference Source = "reference" // a paraphrase that was written for an article of testdata
	Sentence  Source = "sentence"  // of the article itself
	Cut       Source = "cut"       // a sentence that the extractive engine shortened
	Human     Source = "human"     // a system's summary that people judged to be true
)

// Kind is a kind of error.
type Kind string

// The kinds, as reports show them.
const (
	Number      Kind = "number"
	Unit        Kind = "unit"
	Date        Kind = "date"
	Name        Kind = "name"
	Role        Kind = "role"
	Place       Kind = "place"
	Quotation   Kind = "quotation"
	Speaker     Kind = "speaker" // a quotation given to another
	Negation    Kind = "negation"
	Direction   Kind = "direction"
	Hedge       Kind = "hedge"
	HedgeAdded  Kind = "hedge added"
	Attribution Kind = "attribution"
	Mixed       Kind = "mixed"
)

// Kinds lists the kinds in the order of reports.
func Kinds() []Kind {
	return []Kind{
		Number, Unit, Date, Name, Role, Place, Quotation, Speaker, Negation, Direction, Hedge, HedgeAdded, Attribution, Mixed,
	}
}

// Claim is a true claim about an article.
type Claim struct {
	Doc    string // names the article
	Source Source
	Text   string
	Cites  []article.SentenceID // nil when nobody said what it rests on
}

// Plant is a claim with one error.
type Plant struct {
	Kind Kind
	How  string // "little", "swapped"
	Of   Claim
	Text string
	// Start and End are byte offsets in Text of what was put in, and Was is what
	// stood there in Of.Text. Start equals End where something was left out.
	Start, End int
	Was        string
}

// Now returns what stands where the error is.
func (p Plant) Now() string { return p.Text[p.Start:p.End] }

// newPlant finds out where two texts differ, in whole words.
func newPlant(kind Kind, how string, of Claim, text string) Plant {
	before, after := of.Text, text
	start := 0
	for start < len(before) && start < len(after) && before[start] == after[start] {
		start++
	}
	start = pieceStart(after, start)
	end := 0
	for end < len(before)-start && end < len(after)-start && before[len(before)-1-end] == after[len(after)-1-end] {
		end++
	}
	end = len(after) - pieceEnd(after, len(after)-end)
	return Plant{
		Kind: kind, How: how, Of: of, Text: text,
		Start: start, End: len(after) - end, Was: strings.TrimSpace(before[start:max(start, len(before)-end)]),
	}
}

// wordStart goes back to the beginning of the word at i.
func wordStart(s string, i int) int {
	for i > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		if !inWord(r) {
			break
		}
		i -= size
	}
	return i
}

// wordEnd goes on to the end of the word at i.
func wordEnd(s string, i int) int {
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !inWord(r) && utf8.RuneStart(s[i]) {
			break
		}
		i += size
	}
	return i
}

// pieceStart is like wordStart, and goes back over what joins words and digits too:
// it does not stop inside "2.5" or "fifty-six".
func pieceStart(s string, i int) int {
	for {
		i = wordStart(s, i)
		if i == 0 || !strings.ContainsRune(joiners, rune(s[i-1])) || wordStart(s, i-1) == i-1 {
			return i
		}
		i--
	}
}

func pieceEnd(s string, i int) int {
	for {
		i = wordEnd(s, i)
		if i+1 >= len(s) || !strings.ContainsRune(joiners, rune(s[i])) || wordEnd(s, i+1) == i+1 {
			return i
		}
		i++
	}
}

const joiners = ".,-"

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == utf8.RuneError }
