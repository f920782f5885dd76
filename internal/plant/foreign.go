package plant

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// foreignWays are for languages other than English: what is safe without grammar.
var foreignWays = []way{
	{Number, "little", foreignLittle},
	{Number, "much", foreignMuch},
	{Date, "weekday", foreignWeekday},
	{Date, "month", foreignMonth},
	{Date, "year", foreignYear},
	{Name, "a letter", foreignLetter},
	{Name, "swapped", foreignSwapped},
}

// calendar are the names of days and months of a language, in lower case.
type calendar struct{ weekdays, months []string }

var calendars = map[string]calendar{
	"de": {strings.Fields("montag dienstag mittwoch donnerstag freitag samstag sonntag"), strings.Fields("januar februar märz april mai juni juli august september oktober november dezember")},
	"fr": {strings.Fields("lundi mardi mercredi jeudi vendredi samedi dimanche"), strings.Fields("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")},
	"es": {strings.Fields("lunes martes miércoles jueves viernes sábado domingo"), strings.Fields("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre")},
	"tr": {strings.Fields("pazartesi salı çarşamba perşembe cuma cumartesi pazar"), strings.Fields("ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık")},
	"ru": {strings.Fields("понедельник вторник среду четверг пятницу субботу воскресенье"), strings.Fields("января февраля марта апреля мая июня июля августа сентября октября ноября декабря")},
	"kk": {strings.Fields("дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі"), strings.Fields("қаңтарда ақпанда наурызда сәуірде мамырда маусымда шілдеде тамызда қыркүйекте қазанда қарашада желтоқсанда")},
	"ar": {strings.Fields("الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد"), nil},
}

func foreignWeekday(d *draft) []string { return d.otherOf(calendars[d.lang].weekdays, false) }

// foreignMonth exchanges a month's name that a day's number stands before.
func foreignMonth(d *draft) []string { return d.otherOf(calendars[d.lang].months, true) }

func (d *draft) otherOf(names []string, afterNumber bool) []string {
	var out []string
	for i, w := range d.ws {
		at := slices.Index(names, w.low)
		if at < 0 || afterNumber && !digits.MatchString(before(d.ws, i, 1)) && d.lang != "kk" {
			continue
		}
		for _, by := range []int{1, 2, len(names) - 1} {
			if other := names[(at+by)%len(names)]; !strings.Contains(d.low, stemOf(other)) {
				out = append(out, d.instead(i, other))
			}
		}
	}
	return out
}

// stemOf is a name without the endings that the languages put to it.
func stemOf(name string) string {
	n := utf8.RuneCountInString(name)
	if n < 6 {
		return name
	}
	return string([]rune(name)[:n-2])
}

// figures are the numbers in digits, of any script's separators.
func (d *draft) figures() []quantity {
	return slices.DeleteFunc(quantities(d.text), func(q quantity) bool {
		r, _ := utf8.DecodeLastRuneInString(d.text[:q.start])
		next := d.text[q.end:]
		return q.inWords || strings.ContainsAny(q.text, "٠١٢٣٤٥٦٧٨٩") || isYear(q.text) || q.value < 2 || strings.ContainsRune("-–:/.#'’", r) && q.start > 0 ||
			strings.HasPrefix(next, "-") || strings.HasPrefix(next, "–") || strings.HasPrefix(next, ".") && len(next) > 1 || strings.HasPrefix(next, ":") || d.dated(q) || isForeignLoose(d.text[:q.start])
	})
}

// dated reports whether a number is a day, a year, or part of a name.
func (d *draft) dated(q quantity) bool {
	next := firstWord(d.text[q.end:])
	if slices.Contains(calendars[d.lang].months, next) || slices.Contains([]string{"de", "h", "heures", "uhr"}, next) {
		return true
	}
	for _, mark := range []string{"月", "日", "号", "年", "时", "时", "路"} {
		if strings.HasPrefix(d.text[q.end:], mark) {
			return true
		}
	}
	return inLatin(d.text[:q.start]) && isNumbered(d.text[:q.start]) && d.lang != "de"
}

func inLatin(s string) bool { return s != "" && s[len(s)-1] < utf8.RuneSelf }

func foreignLittle(d *draft) []string {
	var out []string
	for _, q := range d.figures() {
		last := len(strings.TrimRight(q.text, "0")) - 1
		if last < 0 || q.text[last] < '1' || q.text[last] > '9' {
			continue
		}
		for _, by := range []int{1, -1} {
			digit := int(q.text[last]-'0') + by
			text := replaced(q.text, last, last+1, strconv.Itoa(digit))
			if digit >= 1 && digit <= 9 && text != "1" && !strings.Contains(d.story.text, text) && !nearText(d.story, text) {
				out = append(out, d.replace(q.start, q.end, text))
			}
		}
	}
	return out
}

// isForeignLoose reports whether a number after the text is not meant to be exact, or is the end of a
// range.
func isForeignLoose(left string) bool {
	if foreignLoose[lastWord(left)] {
		return true
	}
	return slices.ContainsFunc([]string{"约", "近", "超", "至", "到", "至少"}, func(s string) bool { return strings.HasSuffix(left, s) })
}

var foreignLoose = set(`bis à a ile до у menos en az moins mindestens по rund etwa über mehr als knapp fast gut environ près plus de quelque más unos cerca casi yaklaşık fazla около более почти свыше
	шамамен نحو حوالى حوالي 约 近 超`)

// nearText reports whether the article has the digits with other separators.
func nearText(s *story, text string) bool {
	bare := strings.NewReplacer(",", "", ".", "").Replace(text)
	return slices.ContainsFunc(s.numbers, func(q quantity) bool { return strings.NewReplacer(",", "", ".", "").Replace(q.text) == bare })
}

// foreignMuch puts another digit at the front.
func foreignMuch(d *draft) []string {
	var out []string
	for _, q := range d.figures() {
		for _, by := range []int{3, 5, 7} {
			digit := (int(q.text[0]-'1')+by)%9 + 1
			text := strconv.Itoa(digit) + q.text[1:]
			if q.text[0] >= '1' && q.text[0] <= '9' && len(q.text) > 1 && !strings.Contains(d.story.text, text) && !nearText(d.story, text) {
				out = append(out, d.replace(q.start, q.end, text))
			}
		}
	}
	return out
}

func foreignYear(d *draft) []string {
	var out []string
	for _, w := range d.ws {
		at := digits.FindStringIndex(w.text)
		if at == nil || at[0] > 0 || !isYear(w.text[:at[1]]) || at[1]-at[0] != 4 {
			continue
		}
		n, _ := strconv.Atoi(w.text[:4])
		for _, by := range []int{1, -1, 2, -2, -10} {
			if other := strconv.Itoa(n + by); n > 1900 && !strings.Contains(d.story.text, other) {
				out = append(out, d.replace(w.start, w.start+4, other))
			}
		}
	}
	return out
}

// fullNames are two capitalised words in a row that come in the article inside a sentence and
// of which the last comes again alone: people's.
func (s *story) fullNames() []person {
	if s.lang == "de" || s.lang == "ar" || s.lang == "zh" || s.lang == "ja" {
		return nil
	}
	var out []person
	for i := 1; i+1 < len(s.words); i++ {
		a, b := s.words[i], s.words[i+1]
		if !a.capital() || !b.capital() || between(s.text, a, b) != " " || len(b.text) < 5 || strings.ContainsAny(b.text, "'’") || strings.ContainsAny(a.text, "'’") {
			continue
		}
		alone := 0
		for j, w := range s.words {
			if w.text == b.text && j > 0 && !s.words[j-1].capital() {
				alone++
			}
		}
		p := person{full: s.text[a.start:b.end], first: a.text, last: b.text}
		if alone > 0 && !slices.ContainsFunc(out, func(q person) bool { return q.last == p.last }) {
			out = append(out, p)
		}
	}
	return unique(out)
}

func foreignLetter(d *draft) []string {
	s := *d.story
	s.people = d.fullNames()
	t := *d
	t.story = &s
	swaps := map[string]string{"a": "e", "e": "a", "o": "u", "i": "o", "а": "о", "е": "и", "о": "а", "и": "е"}
	var out []string
	for _, m := range t.mentions(d.text) {
		for from, to := range sorted(swaps) {
			at := strings.LastIndex(m.last, from)
			if at > 1 && at < len(m.last)-len(from) && !d.has(replaced(m.last, at, at+len(from), to)) && !t.claimed(m) {
				out = append(out, d.replace(m.end-len(m.last), m.end, replaced(m.last, at, at+len(from), to)))
			}
		}
	}
	return out
}

// foreignSwapped puts one full name for another.
func foreignSwapped(d *draft) []string {
	var out []string
	people := d.fullNames()
	for _, p := range people {
		at := wordIndex(d.text, p.full)
		for _, q := range people {
			if at >= 0 && q.full != p.full && !hasWord(d.text, q.last) && !d.mayTell(strings.ToLower(q.last), p.last, without(d.about, p.full)) {
				out = append(out, d.replace(at, at+len(p.full), q.full))
			}
		}
	}
	return out
}
