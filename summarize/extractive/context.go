package extractive

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// voice says whose word the sentences of a paragraph are by now.
type voice int

const (
	narrator voice = iota
	reported       // somebody was quoted or reported
	accusing       // a party to a case, or somebody who accuses
)

const shortIntroduction = 6 // words

// hear follows who speaks through the article, and rules out the sentences
// that are somebody's word and do not say so.
func (d *draft) hear() {
	asked, ours := d.firstQuestion(), d.personal()
	v, carried, paragraph := narrator, false, -1
	for i, s := range d.sentences {
		if at := d.a.Sentences[i].Paragraph; at != paragraph {
			paragraph = at
			if !carried || s.kind == article.Heading {
				v, carried = narrator, false
			}
		}
		if s.p.needsVoice(v) || s.p.introduces() || i >= asked || ours && s.p.speaks() {
			s.fitness = unusable
		}
		if own := s.p.voice(); own > v || own == reported && carried {
			v, carried = own, false
		}
		last := i+1 == len(d.sentences) || d.a.Sentences[i+1].Paragraph != paragraph
		carried = carried || last && s.p.introduces()
	}
}

// voice says whose word this sentence makes of those that follow.
func (p *parsed) voice() voice {
	switch {
	case p.has(0, len(p.words), accuser):
		return accusing
	case p.labelled() || p.introduces():
		return reported
	}
	for i := range p.words {
		if p.tellsWho(i) {
			return reported
		}
	}
	return narrator
}

// introduces reports whether the next paragraph is the word of somebody that
// this sentence names: it ends with a colon, or says shortly that a party spoke.
func (p *parsed) introduces() bool {
	if strings.HasSuffix(p.text, ":") || strings.HasSuffix(p.text, "：") {
		return true
	}
	return len(p.words) <= shortIntroduction && p.has(0, 3, accuser) && !p.has(0, len(p.words), attribution|negation|hedge) &&
		!p.hasQuote && !strings.ContainsFunc(p.text, unicode.IsDigit)
}

// needsVoice reports whether a sentence is another's word, after the sentences
// before it or by the form of its verb, and does not say whose.
func (p *parsed) needsVoice(v voice) bool {
	if v == narrator && !p.relays(v) {
		return false
	}
	if v == accusing {
		return !p.has(0, len(p.words), accuser|reporting)
	}
	for i := range p.words {
		if p.tellsWho(i) {
			return false
		}
	}
	return true
}

// relays reports whether the verb has the form of reported speech.
func (p *parsed) relays(v voice) bool {
	for i := range p.words {
		if p.plays(i, subjunctive) && p.outside(i) && !p.capital(i) && (v != narrator || !p.plays(i, irrealis)) {
			return true
		}
	}
	return false
}

// tellsWho reports whether words[i] attributes the sentence to somebody.
func (p *parsed) tellsWho(i int) bool {
	if !p.plays(i, attribution) || p.plays(i, unspoken) || !p.outside(i) {
		return false
	}
	if !p.plays(i, weakSpeech) {
		return true
	}
	return i > 0 && strings.Contains(p.text[p.words[i-1].End:p.words[i].Start], ",")
}

// firstQuestion returns where the questions and answers of an interview begin:
// the index of the sentence, or one beyond the last in any other article.
func (d *draft) firstQuestion() int {
	first, lines, personal := len(d.sentences), 0, false
	labels := map[string]int{}
	for _, p := range d.a.Paragraphs {
		if p.Count < 1 || p.First < 0 || p.First+p.Count > len(d.sentences) {
			continue
		}
		label := d.sentences[p.First].p.label()
		if label != "" {
			labels[label]++
		}
		if !d.asks(p) && labels[label] < 2 {
			continue
		}
		first = min(first, p.First)
		lines++
		personal = personal || p.Kind != article.Heading || d.sentences[p.First+p.Count-1].p.addresses()
	}
	if lines < fewestQuestions || !personal {
		return len(d.sentences)
	}
	return first
}

// addresses reports whether the sentence speaks to somebody: the headings of an
// explanation ask as well, but nobody in particular.
func (p *parsed) addresses() bool {
	for i := 1; i < len(p.words); i++ {
		if p.plays(i, address) && p.capital(i) {
			return true
		}
	}
	return p.speaks()
}

const (
	fewestQuestions = 2
	longestQuestion = 4 // sentences
)

// asks reports whether a paragraph is a question.
func (d *draft) asks(p article.Paragraph) bool {
	if p.Count > longestQuestion || d.sentences[p.First].p.hasQuote && p.Count == 1 {
		return false
	}
	text := strings.TrimRight(d.a.Sentences[p.First+p.Count-1].Text, "*_ ")
	return strings.HasSuffix(text, "?") || strings.HasSuffix(text, "？") || strings.HasSuffix(text, "؟")
}

const longestLabel = 3 // words

// label returns the name before a colon that opens the text, "" for none.
func (p *parsed) label() string {
	if len(p.marks) == 0 {
		return ""
	}
	m := p.marks[0]
	if m.kind != colon || m.next == 0 || m.next > longestLabel || m.next == len(p.words) {
		return ""
	}
	return p.text[:m.start]
}

// personal reports whether the article is told in the first person to a good
// part: a column, or an interview without its questions.
func (d *draft) personal() bool {
	n, all := 0, 0
	for _, s := range d.sentences {
		if s.kind == article.Heading {
			continue
		}
		all++
		if s.p.speaks() {
			n++
		}
	}
	return n >= 4 && n*10 >= all
}

// speaks reports whether somebody speaks for himself, outside quotations.
func (p *parsed) speaks() bool {
	for i := range p.words {
		if p.plays(i, speaker) && p.outside(i) && !p.initials(i) {
			return true
		}
	}
	return false
}

// initials reports whether words[i] is written in capitals, like "US".
func (p *parsed) initials(i int) bool {
	text := p.text[p.words[i].Start:p.words[i].End]
	r, _ := utf8.DecodeRuneInString(text)
	return utf8.RuneCountInString(text) > 1 && unicode.IsUpper(r) && text == strings.ToUpper(text)
}
