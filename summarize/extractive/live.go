package extractive

import (
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// clock is the time of day that opens an entry of a live page.
var clock = regexp.MustCompile(`(?i)^([01]?\d|2[0-4])(?:([:.h])([0-5]\d))?\s*(a\.?m|p\.?m|uhr|h)?(?:\W|$)`)

// fewestEntries is how many entries with a time make a live page.
const fewestEntries = 3

// date gives every sentence its age: 0 for those of the newest entry of a live
// page, 1 for those of the one before, and so on. Other articles have one age.
func (d *draft) date() {
	starts, times := d.entries()
	d.ages = 1
	forward, back := 0, 0
	for i := 1; i < len(times); i++ {
		if times[i] > times[i-1] {
			forward++
		} else if times[i] < times[i-1] {
			back++
		}
	}
	if len(starts) < fewestEntries || forward == back {
		return
	}
	d.ages = len(starts)
	entry := -1
	for i, s := range d.sentences {
		if entry+1 < len(starts) && i == starts[entry+1] {
			entry++
		}
		s.age = max(entry, 0)
		if forward > back && entry >= 0 {
			s.age = len(starts) - 1 - entry
		}
	}
	d.supersede()
}

// entries returns where the entries of a live page start, as indexes of
// sentences, and the times that they carry, in minutes.
func (d *draft) entries() (starts, times []int) {
	for _, s := range d.a.Sections {
		if first := d.a.Paragraphs[s.First].First; !s.Time.IsZero() && first < len(d.sentences) {
			starts, times = append(starts, first), append(times, int(s.Time.Unix()/60))
		}
	}
	if len(starts) >= fewestEntries {
		return starts, times
	}
	starts, times = nil, nil
	for _, p := range d.a.Paragraphs {
		if p.Count < 1 || p.First < 0 || p.First >= len(d.sentences) {
			continue
		}
		if minutes, ok := timeOf(d.a.Sentences[p.First].Text, p.Kind == article.Heading); ok {
			starts, times = append(starts, p.First), append(times, minutes)
		}
	}
	return starts, times
}

func timeOf(text string, heading bool) (minutes int, ok bool) {
	m := clock.FindStringSubmatch(strings.TrimLeft(text, "*_[( "))
	if m == nil || m[2] == "" && m[4] == "" || m[2] == "." && m[4] == "" && !heading {
		return 0, false
	}
	hour, _ := strconv.Atoi(m[1])
	past, _ := strconv.Atoi(m[3])
	switch suffix := strings.ToLower(m[4]); {
	case strings.HasPrefix(suffix, "p") && hour < 12:
		hour += 12
	case strings.HasPrefix(suffix, "a") && hour == 12:
		hour = 0
	}
	return hour*60 + past, true
}

// figure is a number with the word for what is counted or measured.
type figure struct {
	number, thing string
}

// figures lists the figures of a sentence.
func (p *parsed) figures() []figure {
	var out []figure
	for i := 0; i+1 < len(p.words); i++ {
		next := p.words[i+1]
		gap := p.text[p.words[i].End:next.Start]
		if unicode.IsDigit(firstRune(p.word(i))) && strings.Trim(gap, " \u00a0") == "" && !p.plays(i+1, common) {
			out = append(out, figure{p.word(i), next.Text})
		}
	}
	return out
}

// supersede rules out the sentences with a figure for which a newer entry has
// another.
func (d *draft) supersede() {
	order := make([]*sentence, len(d.sentences))
	copy(order, d.sentences)
	sort.SliceStable(order, func(i, j int) bool { return order[i].age < order[j].age })
	newest := map[string]int{} // age of the entry that has the thing's latest figure
	given := map[figure]int{}
	for _, s := range order {
		for _, f := range s.p.figures() {
			age, known := newest[f.thing]
			if !known {
				newest[f.thing], age = s.age, s.age
			}
			if latest, ok := given[f]; s.age == age {
				given[f] = s.age
			} else if !ok || latest != age {
				s.fitness = unusable
			}
		}
	}
}

// differ reports whether two sets of figures have different numbers for a thing.
func differ(a, b []figure) bool {
	for _, f := range a {
		same, other := false, false
		for _, g := range b {
			same = same || g == f
			other = other || g.thing == f.thing && g.number != f.number
		}
		if other && !same {
			return true
		}
	}
	return false
}

// agesOf lists the ages of the forms, the newest first.
func (d *draft) agesOf(forms []takeaway) []int {
	seen := map[int]bool{}
	var out []int
	for _, f := range forms {
		if age := d.sentences[f.sentence].age; !seen[age] {
			seen[age] = true
			out = append(out, age)
		}
	}
	sort.Ints(out)
	return out
}

// recent reports whether a sentence is in the newer half of the entries.
func (d *draft) recent(age int) bool { return age < (d.ages+1)/2 }
