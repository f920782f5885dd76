package extractive

import (
	"math"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/lang"
)

// passage is one sentence, or two in a row, that say why the story matters.
type passage struct {
	sentences []int // indexes
	text      string
	value     float64
}

func (w passage) has(index int) bool {
	for _, i := range w.sentences {
		if i == index {
			return true
		}
	}
	return false
}

// why finds the passage within the word limits that speaks most of what the
// story means; without any cue, the most central one after the lede. Passages
// with a sentence that is spoken for are taken when there is no other.
func (d *draft) why(spoken map[int]bool) passage {
	var best, short, last passage
	for i := range d.sentences {
		for n := 1; n <= 2 && i+n <= len(d.sentences); n++ {
			w, size, ok := d.passage(d.sentences[i : i+n])
			switch {
			case !ok:
			case spoken[i] || spoken[i+n-1]:
				if size >= d.o.WhyMinWords && w.value > last.value {
					last = w
				}
			case size >= d.o.WhyMinWords && w.value > best.value:
				best = w
			case size < d.o.WhyMinWords && w.value > short.value:
				short = w
			}
		}
	}
	for _, w := range []passage{best, last, short} {
		if w.text != "" {
			return w
		}
	}
	return d.cutWhy()
}

// cutWhy shortens the best sentence of those that are all too long.
func (d *draft) cutWhy() (best passage) {
	tried := 0
	for _, s := range d.sentences {
		size := d.size(s)
		if s.fitness <= pointsBack || !d.recent(s.age) || size <= d.o.WhyMaxWords || tried == mostForms {
			continue
		}
		tried++
		value := d.significance(s)
		if value <= best.value {
			continue
		}
		f, ok := s.p.shorten(0, length(s.p.text)*d.o.WhyMaxWords/size)
		if !ok {
			continue
		}
		text := f.text + s.p.stop
		if d.sizeOf(text) <= d.o.WhyMaxWords {
			best = passage{sentences: []int{s.index}, text: text, value: value}
		}
	}
	return best
}

// passage judges some sentences as why the story matters.
func (d *draft) passage(ss []*sentence) (w passage, size int, ok bool) {
	parts := make([]string, len(ss))
	for i, s := range ss {
		if !d.fitsWhy(s, i) || !d.recent(s.age) {
			return w, 0, false
		}
		parts[i] = s.p.text + s.p.stop
		if i > 0 {
			parts[i] = strings.TrimSpace(strings.ToValidUTF8(d.a.Sentences[s.index].Text, "\uFFFD"))
		}
		size += d.size(s)
		w.sentences = append(w.sentences, s.index)
		w.value += d.significance(s)
	}
	if size > d.o.WhyMaxWords {
		return w, size, false
	}
	w.value /= math.Sqrt(float64(len(ss)))
	if ss[0].number != ss[len(ss)-1].number {
		w.value *= acrossParagraphs
	}
	w.text = strings.Join(parts, d.space())
	return w, size, true
}

// fitsWhy reports whether a sentence can be the first, or a later one, of the
// passage.
func (d *draft) fitsWhy(s *sentence, place int) bool {
	if place == 0 {
		return s.fitness > pointsBack
	}
	return s.fitness > unusable
}

func (d *draft) size(s *sentence) int {
	if d.o.WhyInCharacters {
		return length(s.p.text + s.p.stop)
	}
	return len(s.p.words)
}

func (d *draft) sizeOf(text string) int {
	if d.o.WhyInCharacters {
		return length(text)
	}
	return len(lang.Words(text))
}

func (d *draft) space() string {
	if d.o.WhyInCharacters {
		return ""
	}
	return " "
}

const (
	cueWeight    = 0.6
	mostCues     = 3
	whyCentral   = 0.5
	speechWeight = 0.75 // a quotation or a "we" is a voice, not the story's

	// acrossParagraphs is the weight of two sentences that a paragraph parts.
	acrossParagraphs = 0.75
)

// significance is how much a sentence says of what the story means.
func (d *draft) significance(s *sentence) float64 {
	cues := 0
	for i := 0; i < len(s.p.words); i++ {
		if n := d.lx.length(s.p.words, i, significance); n > 0 {
			cues++
			i += n - 1
		}
	}
	v := cueWeight * float64(min(cues, mostCues))
	if d.most > 0 {
		v += whyCentral * centrality(s.terms, d.weights) / d.most
	}
	v *= background(s.number)
	if s.p.hasQuote || s.p.speaks() {
		v *= speechWeight
	}
	if s.fitness <= vague {
		v *= float64(vague)
	}
	return v * float64(s.fitness+1) / 2
}

// background is the weight of a paragraph's place: the nut graf stands after
// the lede.
func background(paragraph int) float64 {
	switch {
	case paragraph <= 0:
		return 0.35
	case paragraph <= 5:
		return 1
	}
	return 0.6 + 0.4*math.Exp(-float64(paragraph-5)/8)
}
