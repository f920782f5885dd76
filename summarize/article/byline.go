package article

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestByline bounds a byline, in characters.
const longestByline = 200

// roles are words of what people are, not of who they are.
var roles = set(strings.Fields(`writer reporter correspondent editor staff columnist contributor producer journalist photographer bureau chief
	analyst newsroom freelance special political economics business sports science health senior associate assistant deputy managing desk
	redakteur redakteurin korrespondent korrespondentin reporterin journaliste envoyé spéciale spécial correspondante correspondant rédaction redacción
	periodista corresponsal redactor redactora redazione giornalista inviato inviata redação repórter jornalista redactie verslaggever correspondente
	muhabir muhabiri editör editörü yazar yazarı корреспондент редактор обозреватель журналист redaktor korespondent dziennikarz dziennikarka redaksi`))

// nobody are names that systems fill in when there is no author.
var nobody = set(strings.Fields(`admin administrator webmaster root user null undefined unknown none n/a anonymous guest wordpress wpadmin editor author author(s) -`))

// tidyByline returns the names of who wrote a story from what a page says of it:
// without "By", dates, roles, addresses and handles. It is empty for what is no
// name.
func tidyByline(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) > 3*longestByline || strings.Contains(s, "://") {
		return ""
	}
	if p, rest := allPhrases().match(s); p.kind == "byline" && hasContent(rest) {
		s = strings.TrimLeft(rest, " :：-–—")
	}
	if before, after, ok := strings.Cut(s, " by "); ok && len(strings.Fields(before)) <= 2 && startsUpper(after) {
		s = after // "Analysis by Jane Roe"
	}
	var parts []string
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("|•·\n", r) }) {
		if part = tidyNames(part); part != "" && !slices.ContainsFunc(parts, func(p string) bool { return fold(p) == fold(part) }) {
			parts = append(parts, part)
		}
	}
	s = strings.Join(parts, ", ")
	if lower := strings.ToLower(s); nobody[lower] || strings.HasSuffix(lower, "admin") || !strings.ContainsFunc(s, unicode.IsLetter) {
		return ""
	}
	return shorten(s, longestByline)
}

// tidyNames takes what is no name out of names with commas between them.
func tidyNames(s string) string {
	var kept []string
	for i, part := range strings.Split(withoutHandles(s), ",") {
		part, _ = cutDate(strings.Trim(part, " -–—:;()"))
		part = withoutDay(part)
		_, dated := parseDate(part)
		if part == "" || dated || onlyDate(part) || strings.ContainsFunc(part, unicode.IsDigit) || i > 0 && isRole(part) {
			continue
		}
		if !slices.ContainsFunc(kept, func(k string) bool { return fold(k) == fold(part) }) {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, ", ")
}

// cutDate cuts the date off the end of a line of names: "Jane Roe 3 May 2026",
// "Jane Roe Published 9:12 AM May 3, 2026". The date is empty when there is none.
func cutDate(s string) (names, date string) {
	if columns(s) > longestByline || !strings.ContainsFunc(s, unicode.IsDigit) {
		return s, ""
	}
	words := strings.Fields(s)
	for i := 1; i < len(words); i++ {
		word := strings.Trim(words[i], ",.:|•·")
		r, _ := utf8.DecodeRuneInString(word)
		kind := allPhrases().kind(strings.Join(words[i:], " "))
		if !unicode.IsDigit(r) && monthOf(word) == 0 && !onlyDate(word) && kind != "published" && kind != "updated" {
			continue
		}
		rest := strings.Join(words[i:], " ")
		if _, ok := parseDate(rest); ok && kind != "updated" {
			return strings.Join(words[:i], " "), rest
		}
		if kind != "" {
			return strings.Join(words[:i], " "), ""
		}
	}
	return s, ""
}

// withoutDay takes a day of the week and the like off the end of a name.
func withoutDay(s string) string {
	words := strings.Fields(s)
	for len(words) > 2 && onlyDate(words[len(words)-1]) && strings.ContainsFunc(words[len(words)-1], unicode.IsLetter) {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}

// isRole reports that a part of a byline says what someone is.
func isRole(part string) bool {
	for _, w := range strings.FieldsFunc(strings.ToLower(part), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		if roles[w] {
			return true
		}
	}
	r, _ := utf8.DecodeRuneInString(part)
	return unicode.IsLower(r)
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// withoutHandles drops mail addresses and names of accounts, with the brackets
// that they leave empty.
func withoutHandles(s string) string {
	if !strings.Contains(s, "@") {
		return s
	}
	fields := slices.DeleteFunc(strings.Fields(s), func(f string) bool { return strings.Contains(f, "@") })
	return strings.ReplaceAll(strings.Join(fields, " "), "()", "")
}
