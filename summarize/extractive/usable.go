package extractive

import (
	"strings"
	"unicode"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// fitness says how well a sentence stands alone: 0 for not at all, 1 for a
// plain statement that starts with its subject.
type fitness float64

const (
	unusable   fitness = 0
	pointsBack fitness = 0.15 // only where there is nothing else
	vague      fitness = 0.5  // understood, but better with what stands around it
	doubtful   fitness = 0.8
	plain      fitness = 1
)

// fitnessOf judges a sentence that has lost its opening already.
func fitnessOf(p *parsed, kind article.ParagraphKind) fitness {
	if kind == article.Heading || kind == article.Quote || !p.statement() {
		return unusable
	}
	if p.lx.length(p.words, 0, pronoun) > 0 || p.plays(0, contrast|finite) || p.oneOfGroup() || p.unnamed() || p.echoes() || p.ordinalAlone() || p.has(0, len(p.words), backward) || p.lateSubject() ||
		p.plays(0, numeral) && p.plays(1, verb) {
		return pointsBack
	}
	f := plain
	if p.lx.length(p.words, 0, front|scene|opener|connective) > 0 {
		f = doubtful
	}
	if kind == article.ListItem {
		f *= doubtful
	}
	if p.speaks() || p.compares() || p.headless() || p.unknownSpeaker() {
		f *= vague
	}
	return f
}

const fragment = 7 // words, from which a text with a full stop is a sentence

// statement reports whether the text is a whole statement outside quotations:
// no question, no fragment, no address, no speech.
func (p *parsed) statement() bool {
	if len(p.words) < fewestWords || p.overlong() || p.quotedFrom || p.open != 0 || p.stray || p.manySentences() {
		return false
	}
	if p.stop == "" && !p.abbreviated() && !strings.HasSuffix(p.text, "!") && !p.stopInQuote() {
		return false
	}
	first := firstRune(p.text)
	if !unicode.IsLetter(first) && !unicode.IsDigit(first) && !unicode.Is(unicode.Sc, first) {
		return false
	}
	if unicode.IsLower(first) && !mixedCase(p.text[1:]) {
		return false
	}
	if p.has(0, len(p.words), aboutItself) {
		return false
	}
	if p.labelled() || strings.Contains(p.text, "…") || strings.Contains(p.text, "...") || p.address() {
		return false
	}
	return len(p.words) >= fragment || p.lx.has&finite == 0 || p.verbIn(p.kept(nil))
}

// labelled reports whether a label with a colon opens the text.
func (p *parsed) labelled() bool {
	for _, m := range p.marks {
		if m.kind == colon {
			return m.next <= 12 && !p.verbIn(upTo(m.next))
		}
	}
	return false
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func (p *parsed) abbreviated() bool { return strings.HasSuffix(p.text, ".") }

// stopInQuote reports whether the sentence ends with a full stop and a closing
// quotation mark.
func (p *parsed) stopInQuote() bool {
	body := strings.TrimRight(p.text, "\"”’'»")
	return body != p.text && strings.ContainsAny(lastByte(body), ".!,")
}

func lastByte(s string) string {
	if s == "" {
		return ""
	}
	return s[len(s)-1:]
}

func (p *parsed) address() bool {
	return strings.Contains(p.text, "http") || strings.Contains(p.text, "www.") || strings.Contains(p.text, "@")
}

// oneOfGroup reports whether the subject is a number without its noun: "the
// first was …", "a third, …".
func (p *parsed) oneOfGroup() bool {
	if !p.plays(0, determiner) || len(p.words) < 3 || !p.plays(1, ordinal) && !unicode.IsDigit(firstRune(p.word(1))) {
		return false
	}
	between := p.text[p.words[1].End:p.words[2].Start]
	return strings.TrimSpace(between) != "" || p.plays(2, finite|dangling)
}

// ordinalAlone reports whether an ordinal stands for one of a group that is not
// named: "the body of a third, a man".
func (p *parsed) ordinalAlone() bool {
	for i := 1; i < len(p.words); i++ {
		if !p.plays(i, ordinal) || !p.plays(i-1, determiner) || !p.outside(i) {
			continue
		}
		if i+1 == len(p.words) || p.plays(i+1, verb) || p.text[p.words[i].End:p.words[i+1].Start] != " " {
			return true
		}
	}
	return false
}

// compares reports whether the sentence compares with something that it does
// not name: "a higher number".
func (p *parsed) compares() bool {
	for i := 1; i < len(p.words); i++ {
		if p.plays(i, comparative) && p.plays(i-1, determiner) && p.outside(i) && !p.has(i, len(p.words), than) {
			return true
		}
	}
	return false
}

// unknownSpeaker reports whether the statement is that of a "she said" who has
// no name in it.
func (p *parsed) unknownSpeaker() bool {
	for i := 1; i+1 < len(p.words); i++ {
		if p.plays(i, personal) && p.plays(i+1, attribution) && p.outside(i) {
			return !p.named(0, i) && !p.nameFirst()
		}
	}
	return false
}

// lateSubject reports whether the subject after an opening clause is a pronoun:
// "By the council's map, that covers …".
func (p *parsed) lateSubject() bool {
	i := p.mainStart()
	return !p.lx.lastOnly && i > 0 && p.plays(i, pronoun) && p.plays(i+1, verb) && p.outside(i)
}

// headless reports whether a clause in the sentence names no thing: "what it
// received had …".
func (p *parsed) headless() bool {
	for i := 1; i < len(p.words); i++ {
		if p.plays(i, headless) && p.outside(i) {
			return true
		}
	}
	return false
}

// unnamed reports whether a pronoun comes before anybody or anything that it
// could stand for.
func (p *parsed) unnamed() bool {
	nouns, plurals := 0, 0
	for i := range p.words {
		if p.outside(i) && p.lacks(i, nouns, plurals) {
			return true
		}
		named := p.capital(i) && (i > 0 && !p.capital(i-1) || i == 0 && p.nameFirst())
		if p.plays(i, determiner) || named && !p.plays(i, pronoun|attribution) {
			nouns++
		}
		if p.ends(i, p.lx.endings.plural) || p.plays(i, joiner) {
			plurals++
		}
	}
	return false
}

// nameFirst reports whether the first word is surely a name, and not a word
// that has its capital from standing first.
func (p *parsed) nameFirst() bool {
	return len(p.words) > 1 && (p.capital(1) || p.plays(1, finite|verb|attribution))
}

// echoes reports whether the last word points back: "… wanted it".
func (p *parsed) echoes() bool {
	last := len(p.words) - 1
	return p.plays(last, echo) && p.outside(last)
}

// lacks reports whether words[i] is a pronoun that needs more than the nouns
// before it: somebody for a person, somebody else for an object, and more than
// one for several.
func (p *parsed) lacks(i, nouns, plurals int) bool {
	switch {
	case p.plays(i, personal|neutral|several) && p.subjectForm(i) && p.opensAside() && !p.verbIn(upTo(i)):
		return true
	case p.plays(i, several):
		return plurals == 0 && !p.plays(i+1, relative)
	case p.plays(i, object) || p.plays(i, personal) && p.plays(i+1, front):
		return nouns < 2 && p.plays(i, personal) && !p.subjectForm(i)
	case p.plays(i, neutral) && i > 0 && !p.subjectForm(i) && !p.plays(i-1, expletive):
		return nouns < 2
	case p.plays(i, personal):
		return nouns == 0
	}
	return false
}

// subjectForm reports whether a pronoun has a verb of its own.
func (p *parsed) subjectForm(i int) bool { return p.plays(i+1, verb) || p.ends(i+1, p.lx.endings.past) }
