package article

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/lang"
)

// headlineZone is how many blocks at the top can hold headline, byline, dates.
const headlineZone = 8

// headline finds the headline in the text when the input does not say it.
func (s *stripper) headline() {
	for i := range s.blocks[:min(len(s.blocks), 3)] {
		b := s.blocks[i]
		if s.title != "" || (b.kind == Body && i > 0 && s.phrases.kind(b.text) == "") {
			return
		}
		if b.kind == Heading && s.headings.of(b.text) == "" || (i == 0 && b.kind == Body && s.headlineLike(i)) {
			s.title = strings.TrimSpace(strings.TrimLeft(b.text, "#"))
			return
		}
	}
}

// headlineLike reports that the first block is a headline: short, without a
// full stop unless byline or date follow, and prose comes after it.
func (s *stripper) headlineLike(i int) bool {
	text := s.blocks[i].text
	if columns(text) > 200 || i+1 >= len(s.blocks) || s.headings.of(text) != "" || s.phrases.kind(text) != "" || s.headings.inline(text) {
		return false
	}
	if followed := s.phrases.kind(s.blocks[i+1].text); followed == "byline" || followed == "published" || followed == "updated" {
		return true
	}
	r := lastRune(strings.TrimRightFunc(text, isCloser))
	return r != '.' && (!isFullStop(r) || r == '！' || r == '？') && r != ':' && r != ',' && len(s.blocks) > 2 && proseIn(s.blocks[i+1:min(len(s.blocks), headlineZone)], columns(text))
}

// proseIn reports that one of the blocks ends a sentence and is longer than n.
func proseIn(blocks []block, n int) bool {
	return slices.ContainsFunc(blocks, func(b block) bool { return columns(b.text) > n && endsSentence(b.text) })
}

// note keeps what a byline or date line says.
func (s *stripper) note(kind, text string) {
	switch kind {
	case "byline":
		if s.byline == "" {
			s.byline = tidyByline(s.phrases.after("byline", text))
		}
		s.noteDates(text)
		if _, date := cutDate(text); date != "" {
			fillDate(&s.published, date)
		}
	case "published":
		fillDate(&s.published, s.phrases.after(kind, text))
		s.notePart(text, "updated")
	case "updated":
		fillDate(&s.updated, s.phrases.after(kind, text))
	}
}

// noteOmitted keeps what bylines say that were taken off the page before.
func (p *page) noteOmitted(l *lang.Language) {
	s := stripper{page: p, vocabulary: vocabularyOf(l)}
	for _, o := range p.omitted[:min(len(p.omitted), 100)] {
		if o.Kind == "byline" && columns(o.Text) <= longestByline && (p.byline == "" || p.published.IsZero()) {
			s.note(o.Kind, o.Text)
		}
	}
}

// noteDates reads the dates beside a name: "By … | Published …", "By … | 3 May
// 2026".
func (s *stripper) noteDates(text string) {
	parts := splitParts(text)
	if len(parts) < 2 {
		return
	}
	for _, part := range parts {
		switch kind := s.phrases.kind(part); {
		case kind == "published" || kind == "updated":
			s.note(kind, part)
		case kind == "" && headerLine(part):
			fillDate(&s.published, part)
		}
	}
}

// notePart reads the second half of "Published … | Updated …".
func (s *stripper) notePart(text, kind string) {
	for _, part := range splitParts(text) {
		if s.phrases.kind(part) == kind {
			fillDate(&s.updated, s.phrases.after(kind, part))
		}
	}
}

func (s *stripper) dateLine(text string) string {
	fillDate(&s.published, text)
	return "published"
}

// headerLine reports a line that is a date and little else.
func headerLine(text string) bool {
	if columns(text) > 60 || endsSentence(text) && !strings.HasSuffix(text, "m.") {
		return false
	}
	if _, ok := parseDate(text); !ok {
		return false
	}
	letters := 0
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if utf8.RuneCountInString(w) > 1 {
			letters++
		}
	}
	return letters <= 4
}

// kickerLike knows the few words above or below a headline that name the
// section or the place.
func kickerLike(text string) bool {
	if r, _ := utf8.DecodeRuneInString(text); unicode.IsLower(r) {
		return false
	}
	return columns(text) <= 45 && len(strings.Fields(text)) <= 5 && !endsSentence(text) && !strings.HasSuffix(text, ":")
}

// nameByDate knows a byline that is just a name, with the date beside it.
func (s *stripper) nameByDate(blocks []block, i int) bool {
	words := strings.Fields(blocks[i].text)
	if s.byline != "" || columns(blocks[i].text) > 50 || blocks[i].kind != Body || len(words) < 2 || len(words) > 4 || !capitalised(words) || strings.ContainsAny(blocks[i].text, ",:0123456789") {
		return false
	}
	for k := max(0, i-1); k <= min(i+2, len(blocks)-1); k++ {
		if k != i && s.dated(blocks[k].text) {
			return true
		}
	}
	return false
}

// dated reports that a line is a date, with or without a word before it.
func (s *stripper) dated(text string) bool {
	kind := s.phrases.kind(text)
	return kind == "published" || kind == "updated" || headerLine(text)
}

func capitalised(words []string) bool {
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

// fold keeps the letters and digits of s, in lower case, for comparison.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// sameTitle reports that text is the title, or the title with the site's name.
func sameTitle(text, title string) bool {
	if len(text) > 2*len(title)+20 {
		return false
	}
	a, b := fold(text), fold(title)
	return a == b || (len(a) > 20 && strings.HasPrefix(b, a)) || (len(b) > 20 && strings.HasPrefix(a, b) && len(a) < len(b)+len(b)/3 && !endsSentence(text))
}
