package extractive

import "github.com/nutgraf/nutgraf/summarize/lang"

// secondMentions marks the sentences whose subject is a surname alone, of a
// person whose whole name an earlier sentence has and the headline has not.
func (d *draft) secondMentions() {
	known, surnames := map[string]bool{}, map[string]bool{}
	for _, w := range lang.Words(d.a.Title) {
		known[w.Text] = true
	}
	for _, s := range d.sentences {
		p := s.p
		if len(p.words) > 1 && p.capital(0) && !p.capital(1) && surnames[p.word(0)] && !known[p.word(0)] {
			s.second = true
		}
		for i := 1; i < len(p.words); i++ {
			if p.capital(i) && p.capital(i-1) && p.roles[i-1]&common == 0 && p.text[p.words[i-1].End:p.words[i].Start] == " " {
				surnames[p.word(i)] = true
			}
		}
	}
}
