package extractive

import (
	"slices"
	"sort"
	"strings"
	"unicode"
)

// takeaway is a sentence in the form in which it can be used.
type takeaway struct {
	sentence int // index
	text     string
	length   int
	terms    []int
	value    float64
	fitness  fitness
	figures  []figure
}

const (
	mostForms   = 80   // how many usable sentences are compared
	mostTried   = 600  // how many sentences are tried to find them
	redundancy  = 0.6  // how much of the value a full repetition costs
	tooSimilar  = 0.65 // two that share more say the same
	lossPenalty = 0.08

	figurePremium = 1.2
)

// takeaways chooses the sentences, in the order of the article. Sentences of
// the house length that stand alone come first; when they are fewer than
// MinTakeaways, shorter ones are let in, and then such as point back. Of a live
// page the newest entries are taken, and older ones until there are enough.
func (d *draft) takeaways(forms []takeaway, why passage) []takeaway {
	forms = slices.DeleteFunc(forms, func(t takeaway) bool { return why.has(t.sentence) })
	var chosen []takeaway
	for _, age := range d.agesOf(forms) {
		now := slices.DeleteFunc(slices.Clone(forms), func(t takeaway) bool { return d.sentences[t.sentence].age > age })
		chosen = d.pick(now)
		if len(chosen) >= d.wanted() || len(chosen) >= d.o.MinTakeaways && !d.recent(age+1) {
			break
		}
	}
	sort.Slice(chosen, func(i, j int) bool { return chosen[i].sentence < chosen[j].sentence })
	return chosen
}

// pick chooses among forms that are all current, the best first.
func (d *draft) pick(forms []takeaway) []takeaway {
	var chosen []takeaway
	chosen = d.choose(chosen, forms, d.wanted(), func(t takeaway) bool {
		return t.length >= d.o.TakeawayMin && t.fitness > pointsBack
	})
	chosen = d.choose(chosen, forms, d.o.MinTakeaways, func(t takeaway) bool { return t.fitness > pointsBack })
	chosen = d.choose(chosen, forms, d.o.MinTakeaways, func(takeaway) bool { return true })
	return chosen
}

// forms brings the best sentences to the house length.
func (d *draft) forms() []takeaway {
	order := make([]*sentence, 0, len(d.sentences))
	for _, s := range d.sentences {
		if s.fitness > unusable {
			order = append(order, s)
		}
	}
	rank := func(s *sentence) float64 { return s.score * float64(s.fitness) }
	sort.SliceStable(order, func(i, j int) bool { return rank(order[i]) > rank(order[j]) })
	var out []takeaway
	for i, s := range order {
		if i == mostTried || len(out) == mostForms {
			break
		}
		if t, ok := d.form(s); ok {
			out = append(out, t)
		}
	}
	return out
}

// spoken returns the sentences that the takeaways cannot spare, because so few
// can be used: by index.
func (d *draft) spoken(forms []takeaway) map[int]bool {
	out := map[int]bool{}
	for _, f := range forms {
		if f.fitness > pointsBack {
			out[f.sentence] = true
		}
	}
	if len(out) > d.wanted()+1 {
		return nil
	}
	return out
}

func (d *draft) form(s *sentence) (takeaway, bool) {
	stop := ""
	if d.o.FullStop {
		stop = s.p.stop
	}
	f, ok := s.p.shorten(d.o.TakeawayMin, d.o.TakeawayMax-length(stop))
	if !ok {
		return takeaway{}, false
	}
	p, terms := s.p, s.terms
	if f.loss > 0 {
		p = parse(f.text+s.p.stop, d.lx, 0)
		terms = d.terms.of(p.words, p.roles)
	}
	fit := fitnessOf(p, s.kind)
	if fit == unusable || s.fitness == unusable {
		return takeaway{}, false
	}
	if s.second {
		fit *= vague
	}
	return takeaway{
		sentence: s.index, text: f.text + stop, length: f.length + length(stop), terms: terms,
		value: d.value(p, terms, s) * float64(fit) * (1 - lossPenalty*min(f.loss, 2)), fitness: fit, figures: p.figures(),
	}, true
}

// value is the salience of a form, with a premium on figures.
func (d *draft) value(p *parsed, terms []int, s *sentence) float64 {
	v := d.salience(terms, s)
	if strings.ContainsFunc(p.text, unicode.IsDigit) {
		v *= figurePremium
	}
	return v
}

// choose adds the best of the forms until there are n, each time the one that
// is worth most after what it repeats.
func (d *draft) choose(chosen, forms []takeaway, n int, ok func(takeaway) bool) []takeaway {
	repeats := make([]float64, len(forms))
	for _, c := range chosen {
		d.note(repeats, forms, c)
	}
	for len(chosen) < n {
		best := -1
		for i, f := range forms {
			if repeats[i] >= tooSimilar || !ok(f) {
				continue
			}
			if best < 0 || d.worth(f, repeats[i]) > d.worth(forms[best], repeats[best]) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		chosen = append(chosen, forms[best])
		d.note(repeats, forms, forms[best])
	}
	return chosen
}

func (d *draft) worth(t takeaway, repeats float64) float64 {
	return t.value * (1 - redundancy*repeats)
}

// note updates how much of each form the chosen ones have said.
func (d *draft) note(repeats []float64, forms []takeaway, chosen takeaway) {
	for i, f := range forms {
		if f.sentence == chosen.sentence || d.ages > 1 && differ(f.figures, chosen.figures) {
			repeats[i] = 1
		} else {
			repeats[i] = max(repeats[i], overlap(chosen.terms, f.terms, d.weights))
		}
	}
}
