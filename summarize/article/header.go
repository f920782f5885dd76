package article

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/lang"
)

// longestDates bounds a line of dates and what stands beside them, in columns.
const longestDates = 120

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

// dateLine notes what the parts of a line of dates say.
func (s *stripper) dateLine(text string) string {
	for _, part := range splitParts(text) {
		if kind := s.phrases.kind(part); kind == "published" || kind == "updated" {
			s.note(kind, part)
		} else {
			fillDate(&s.published, part)
		}
	}
	return "published"
}

// dateParts knows "Ana Ruiz | Published 3 May 2026 | 5 min read": a date, with a
// few words beside it.
func (s *stripper) dateParts(text string) bool {
	parts := splitParts(text)
	if len(parts) < 2 || columns(text) > longestDates || endsSentence(text) {
		return false
	}
	dated := false
	for _, part := range parts {
		if kind := s.phrases.kind(part); kind == "published" || kind == "updated" || holdsDate(part) && onlyDate(part) {
			dated = true
		} else if len(strings.Fields(part)) > 4 {
			return false
		}
	}
	return dated
}

// headerLine reports a line that is a date and little else.
func headerLine(text string) bool {
	if columns(text) > 60 || endsSentence(text) && !strings.HasSuffix(text, "m.") {
		return false
	}
	if !holdsDate(text) {
		return false
	}
	figures, most := numericDate.MatchString(text), 4
	if figures {
		most = 2 // beside words of dates, and there is no name of a month
	}
	letters := 0
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if utf8.RuneCountInString(w) > 1 && !(figures && onlyDate(w)) {
			letters++
		}
	}
	return letters <= most
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
	if s.byline != "" || blocks[i].kind == ListItem || blocks[i].kind == Quote || !names(blocks[i].text) {
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

// joiners are the words between two names, particles those within one.
var (
	joiners   = set(strings.Fields("and & und y e et en og och i и і ve"))
	particles = set(strings.Fields("von van de der den del della da di du la le dos das al bin ibn ter ten zu"))
)

// names knows a line of one or two names and nothing else: each of two to four
// words with a capital, apart from particles.
func names(text string) bool {
	words := strings.Fields(text)
	if columns(text) > 80 || len(words) > 9 || strings.ContainsAny(text, ",:0123456789") {
		return false
	}
	capitals, size, persons := 0, 0, 1
	for i, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case joiners[w] && i > 0 && persons == 1:
			if capitals < 2 {
				return false
			}
			capitals, size, persons = 0, 0, 2
			continue
		case unicode.IsUpper(r):
			capitals++
		case !particles[w] || size == 0:
			return false
		}
		if size++; size > 4 {
			return false
		}
	}
	return capitals >= 2
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
