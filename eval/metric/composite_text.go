package metric

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// prose is a text as the composite reads it: words in lower case, in sentences.
// It is the same for a text as it was written and for one that a tokeniser has
// been over, with capitals or without.
type prose struct {
	words     []string
	sentences []stretch // none is empty
}

// stretch is a sentence: a half-open range of words, and its text.
type stretch struct {
	from, to int
	text     string
}

func (s stretch) len() int { return s.to - s.from }

// in gives the words of a sentence.
func (p *prose) in(s stretch) []string { return p.words[s.from:s.to] }

// readProse cuts a text into words and sentences. Letters and digits make words;
// a sentence ends with its line, or at a mark with white space after it.
func readProse(text string) *prose {
	text = untokenised(strings.ToLower(text))
	p := &prose{words: make([]string, 0, len(text)/5)}
	from, begins := 0, 0
	end := func(at int) {
		if len(p.words) > from {
			p.sentences = append(p.sentences, stretch{from, len(p.words), strings.TrimSpace(text[begins:at])})
			from = len(p.words)
		}
		begins = at
	}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case isWord(r):
			to := wordEnd(text, i)
			to = contracted(text, i, to)
			p.words = append(p.words, text[i:to])
			size = to - i
		case r == '\n':
			end(i)
		case strings.ContainsRune(".!?…", r):
			if endsHere(text[i+size:]) && !p.abbreviated(from) {
				end(i + size)
			}
		}
		i += size
	}
	end(len(text))
	return p
}

// brackets is how tokenisers write brackets and quotation marks.
var brackets = strings.NewReplacer("-lrb-", "(", "-rrb-", ")", "-lsb-", "[", "-rsb-", "]", "``", `"`, "''", `"`, " n't", "n't", " 's", "'s")

// untokenised writes a text in lower case as it would have been written.
func untokenised(text string) string {
	for _, trace := range []string{" n't", " 's ", "``", "''", "-lrb-", "-lsb-"} {
		if strings.Contains(text, trace) {
			return brackets.Replace(text)
		}
	}
	return text
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

func wordEnd(text string, i int) int {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !isWord(r) {
			break
		}
		i += size
	}
	return i
}

// contracted makes a word of the n of "n't": "didn't" and "did n't"
// are the same words. It returns the end of the word from i.
func contracted(text string, i, end int) int {
	if end-i > 1 && text[end-1] == 'n' && (strings.HasPrefix(text[end:], "'t") || strings.HasPrefix(text[end:], "’t")) {
		return end - 1
	}
	return end
}

// endsHere reports that nothing but closing marks comes before the next white space.
func endsHere(rest string) bool {
	for _, r := range rest {
		switch {
		case unicode.IsSpace(r):
			return true
		case !strings.ContainsRune(`"'”’)].!?…`, r):
			return false
		}
	}
	return true
}

// abbreviations are words with a full stop that does not end a sentence.
var abbreviations = map[string]bool{
	"mr": true, "mrs": true, "ms": true, "dr": true, "st": true, "prof": true, "sen": true, "rep": true,
	"gov": true, "gen": true, "lt": true, "sgt": true, "col": true, "rev": true, "jr": true, "vs": true,
}

// abbreviated reports that the last word of the sentence from a word on is an
// initial or an abbreviation.
func (p *prose) abbreviated(from int) bool {
	if len(p.words) == from {
		return false
	}
	last := p.words[len(p.words)-1]
	return len(last) == 1 && last[0] >= 'a' && last[0] <= 'z' || abbreviations[last]
}
