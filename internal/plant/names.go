package plant

import (
	"slices"
	"strings"
	"unicode"
)

// person is someone whom the article names.
type person struct {
	full, first, last string
	woman, man        bool // by what the article calls them; both false when it does not say
}

// run is a row of capitalised words.
type run struct {
	from, to int // words
	text     string
}

// runs finds rows of capitalised words with nothing but a space between them.
func runs(text string, ws []word) []run {
	var out []run
	for i := 0; i < len(ws); {
		if !ws[i].capital() || noName[ws[i].low] {
			i++
			continue
		}
		to := i + 1
		for to < len(ws) && between(text, ws[to-1], ws[to]) == " " && !noName[ws[to].low] {
			particle := particles[ws[to].low] && to+1 < len(ws) && ws[to+1].capital() && between(text, ws[to], ws[to+1]) == " "
			if !ws[to].capital() && !particle {
				break
			}
			to++
		}
		out = append(out, run{i, to, text[ws[i].start:ws[to-1].end]})
		i = to
	}
	return out
}

var particles = set("de van von der al bin of la")

// noName are words that have a capital and begin no name.
var noName = set(`the a an in on at by for from to of and but or if as it its he she his her they their we our you i this that these those
	there when while after before since until with without not no nor so yet also more most some many all both each what who how why where
	monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
	is are was were has have had will would could should do does did one two three four five six seven eight nine ten media read
	mr mrs ms miss dr sir lord lady prof president minister mayor governor premier captain coach manager chairman judge officer
	police however then now just only even still here`)

var titles = set(`mr mrs ms miss dr sir lord lady prof president minister mayor governor premier captain coach manager chairman
	chairwoman judge secretary director striker midfielder defender goalkeeper winger forward singer actor actress author analyst spokesman
	spokeswoman inspector constable sergeant senator commissioner chancellor engineer professor commander bishop`)

var speech = set(`said says told tells added adds warned argued insisted denied admitted explained claimed asked replied announced
	called wrote tweeted believes thinks hopes wants`)

// placeOrGroup are parts of names that are no person's.
var placeOrGroup = set(`falls plant streets street road lane avenue park bridge square hospital church school college university united city town county
	rovers wanderers albion athletic hotspur rangers villa palace trust council ministry party union bank board commission court club police office
	department agency institute centre center museum league cup championship championships games olympics airport station river lake sea island islands
	mountain valley north south east west northern southern eastern western new old great saint st san los las el inc ltd llc plc corp company group
	holdings times post news press network association federation house hall parliament assembly congress senate government state states kingdom republic
	army navy force service forum festival award awards prize act bill programme program project fund society foundation committee authority water
	energy airlines airways motors systems bay beach hill hills castle forest garden gardens tower stadium ground theatre theater world international
	national royal central grand prix open premier super day week year academy laboratory devices logic music radio media channel today magazine
	football rugby cricket golf tennis test democrat democrats liberal liberals conservative conservatives labour social civic alliance fc afc
	team world ireland wales scotland england britain africa america korea zealand`)

var groupEnds = set(`inc ltd llc plc corp company group holdings council ministry party union bank board commission court club police
	department agency institute museum united rovers wanderers albion athletic hotspur rangers trust university federation association
	committee authority service foundation society`)

var firstNames = set(`adam alan alex alexander alice amanda amy andrea andrew andy angela ann anna anne anthony barack ben benjamin bill bob
	boris brian bruce carl carlos caroline catherine charles charlie charlotte chris christian christine christopher claire colin craig dan daniel
	dave david dean denis diana donald donna doug duncan edward eleanor elena elizabeth ellen emily emma eric frank fred gareth gary gavin geoff
	george gerard glenn gordon graham greg hannah harry heather helen henry hillary hugh ian isabel jack jacob jake james jamie jane janet jason jeff
	jennifer jenny jeremy jessica jill jim joan joe john jonathan jordan jose joseph juan julia julie justin karen kate kathleen katie keith kelly
	ken kenneth kevin kim laura lauren lee leo linda lisa liz louis louise lucy luis luke lynn marc marcus margaret maria marie mark martin mary
	matt matthew max megan michael michelle miguel mike mohamed mohammed nancy natalie nathan neil nick nicola nicole oliver oscar pamela patricia
	patrick paul paula peter phil philip rachel ray rebecca richard rob robert robin roger ron rory rose ross roy russell ruth ryan sally sam
	samantha sandra sara sarah scott sean sharon simon sophie stan stephen steve steven stuart sue susan tara ted terry theresa thomas tim tina
	toby tom tony tracy victoria vincent wayne wendy will william zoe`)

// findNames finds the people and groups of an English text, in the order in which they come.
func findNames(text string) (people []person, groups []string) {
	ws := words(text)
	lower := map[string]bool{}
	for _, w := range ws {
		if !w.capital() {
			lower[w.low] = true
		}
	}
	for _, r := range runs(text, ws) {
		if last := ws[r.to-1].low; groupEnds[strings.TrimSuffix(last, "'s")] {
			if r.to-r.from >= 2 && r.to-r.from <= 4 && !lower[ws[r.from].low] && at(ws, r.to) != "of" {
				groups = append(groups, r.text)
			}
			continue
		}
		for r.to-r.from > 2 && (lower[ws[r.from].low] || titles[ws[r.from].low]) {
			r.from++
		}
		r.text = text[ws[r.from].start:ws[r.to-1].end]
		if r.to-r.from >= 2 && r.to-r.from <= 3 && isPerson(text, ws, r, lower) {
			people = append(people, newPerson(text, ws, r))
		}
	}
	return unique(people), oneOfEach(groups)
}

func isPerson(text string, ws []word, r run, lower map[string]bool) bool {
	for _, w := range ws[r.from:r.to] {
		if placeOrGroup[w.low] || lower[w.low] || strings.ContainsFunc(w.text, unicode.IsDigit) || w.text == strings.ToUpper(w.text) ||
			strings.HasSuffix(w.low, "'s") || strings.HasSuffix(w.low, "’s") || w.low == "of" {
			return false
		}
	}
	for n := 1; n <= 3; n++ {
		if papers[before(ws, r.from, n)] {
			return false
		}
	}
	aged := strings.HasPrefix(text[ws[r.to-1].end:], ", ") && r.to < len(ws) && isAge(ws[r.to].low)
	return firstNames[ws[r.from].low] || titles[before(ws, r.from, 1)] || aged || speech[at(ws, r.to)] || speech[before(ws, r.from, 1)]
}

var papers = set("newspaper paper magazine newspapers agency firm company website broadcaster")

func isAge(low string) bool {
	return len(low) == 2 && low[0] >= '1' && low[0] <= '9' && low[1] >= '0' && low[1] <= '9'
}

func newPerson(text string, ws []word, r run) person {
	p := person{full: r.text, first: ws[r.from].text, last: text[ws[r.to-1].start:ws[r.to-1].end]}
	for _, w := range ws[max(0, r.from-3):min(len(ws), r.to+8)] {
		p.woman = p.woman || w.low == "she" || w.low == "her" || w.low == "mrs" || w.low == "ms"
		p.man = p.man || w.low == "he" || w.low == "his" || w.low == "mr" || w.low == "sir"
	}
	return p
}

// unique leaves out people who share a name with another: who is meant is not
// clear.
func unique(people []person) []person {
	var out []person
	for _, p := range people {
		i := slices.IndexFunc(out, func(q person) bool { return q.full == p.full })
		if i >= 0 {
			continue
		}
		if !slices.ContainsFunc(people, func(q person) bool {
			return q.full != p.full && (q.last == p.last || q.last == p.first || q.first == p.last)
		}) {
			out = append(out, p)
		}
	}
	return out
}

func oneOfEach(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// mention is a person in a claim, by full or last name.
type mention struct {
	person
	start, end int
	short      bool
}

// mentions finds the people in a text, the first place of each.
func (s *story) mentions(text string) []mention {
	var out []mention
	for _, p := range s.people {
		if at := wordIndex(text, p.full); at >= 0 {
			out = append(out, mention{p, at, at + len(p.full), false})
		} else if at := wordIndex(text, p.last); at >= 0 && !partOfName(text, at, at+len(p.last)) {
			out = append(out, mention{p, at, at + len(p.last), true})
		}
	}
	return out
}

// partOfName reports whether a capitalised word stands beside: then the last
// name may be somebody else's.
func partOfName(text string, start, end int) bool {
	ws := words(text)
	for i, w := range ws {
		if w.start != start {
			continue
		}
		left := i > 0 && between(text, ws[i-1], w) == " " && ws[i-1].capital() && !titles[ws[i-1].low] && !noName[ws[i-1].low]
		right := i+1 < len(ws) && between(text, w, ws[i+1]) == " " && ws[i+1].capital()
		return left || right || strings.HasPrefix(text[end:], "-")
	}
	return true
}

func wordIndex(text, phrase string) int {
	for from := 0; ; {
		i := strings.Index(text[from:], phrase)
		if i < 0 {
			return -1
		}
		start, end := from+i, from+i+len(phrase)
		if wordStart(text, start) == start && wordEnd(text, end) == end {
			return start
		}
		from = end
	}
}
