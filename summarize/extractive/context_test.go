package extractive

import (
	"slices"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

// uses reports whether a summary says anything of a sentence.
func uses(a *article.Article, s article.Summary, sentence string) bool {
	for _, c := range append([]article.Claim{s.Why}, s.Takeaways...) {
		for _, id := range c.Cites {
			if found, _ := a.Sentence(id); found.Text == sentence {
				return true
			}
		}
	}
	return false
}

// What follows an accusation or a report in its paragraph is somebody's word.
func TestBorrowedVoice(t *testing.T) {
	tests := []struct {
		name, code string
		paragraphs [][]string
		bad        []string
	}{
		{"prosecution", "en", [][]string{
			{"Ivor Strand, a former bookkeeper of the Dunmore rowing club, went on trial on Monday."},
			{"Prosecutors set out their case.", "Strand moved £54,000 from the club to his own account.", "The members were told that the money was safe."},
			{"The defence then spoke.", "The club's president took the money and blamed the bookkeeper."},
		}, []string{"Prosecutors set out their case.", "Strand moved £54,000 from the club to his own account.", "The members were told that the money was safe.", "The club's president took the money and blamed the bookkeeper."}},
		{"next paragraph", "en", [][]string{
			{"Prosecutors set out their case."},
			{"Strand moved £54,000 from the club to his own account."},
			{"The bookkeeper bought a sailing boat with the money in May."},
		}, []string{"Strand moved £54,000 from the club to his own account.", "The bookkeeper bought a sailing boat with the money in May."}},
		{"report", "en", [][]string{
			{"The mayor said that the old bridge was unsafe.", "Engineers found 40 cracks in the two main piers of it."},
		}, []string{"Engineers found 40 cracks in the two main piers of it."}},
		{"colon", "en", [][]string{
			{"The report names three failures:"},
			{"The harbour office lost the log of the night of the storm."},
		}, []string{"The harbour office lost the log of the night of the storm."}},
		{"subjunctive", "de", [][]string{
			{"Die Anklägerin sprach am Montag eine Stunde lang.", "Kramm habe 54.000 Euro vom Konto des Rudervereins abgehoben."},
			{"Der Verein stehe deshalb seit dem Herbst vor dem Aus und suche neue Spender."},
			{"Auf dem Konto lägen derzeit noch 12.000 Euro aus den Beiträgen."},
		}, []string{"Kramm habe 54.000 Euro vom Konto des Rudervereins abgehoben.", "Der Verein stehe deshalb seit dem Herbst vor dem Aus und suche neue Spender.", "Auf dem Konto lägen derzeit noch 12.000 Euro aus den Beiträgen."}},
		{"interview", "en", [][]string{
			{"Runa Falk has run the clinic at Dunmore since the year 2018."},
			{"Why are patients waiting?"},
			{"The ministry took 30 beds from the clinic in the autumn.", "The minister lied to parliament about nine deaths."},
			{"Do you regret anything?"},
			{"The closing of the ward on Quay Street cost nine lives."},
		}, []string{"The ministry took 30 beds from the clinic in the autumn.", "The minister lied to parliament about nine deaths.", "The closing of the ward on Quay Street cost nine lives."}},
		{"named speakers", "en", [][]string{
			{"Runa Falk has run the clinic at Dunmore since the year 2018."},
			{"Falk: The ministry is late.", "The minister lied to parliament about nine deaths."},
			{"Courier: Is there proof?", "The ward on Quay Street had 30 beds in the autumn."},
			{"Falk: The letters are in the archive.", "The letters name the minister and two of his aides."},
			{"Courier: Will there be a trial?"},
			{"The closing of the ward on Quay Street cost nine lives."},
		}, []string{"The minister lied to parliament about nine deaths.", "The letters name the minister and two of his aides.", "The closing of the ward on Quay Street cost nine lives."}},
	}
	for _, test := range tests {
		a := build(test.code, "Rowing club", test.paragraphs...)
		s := Summarize(a, Options{WhyMinWords: 5})
		for _, bad := range test.bad {
			if uses(a, s, bad) {
				t.Errorf("%s: %q", test.name, bad)
			}
		}
	}
}

// A sentence with its own speaker, and the writer's own counterfactual, stay usable.
func TestOwnVoice(t *testing.T) {
	for code, text := range map[string]string{
		"en": "Strand denied in court that he had moved any money, his lawyer said.",
		"de": "Die große Halle wäre auf 6,3 Millionen Euro gekommen.",
		"fr": "La mairie affirme que la halle ouvrira au printemps prochain.",
	} {
		a := build(code, "Halle", []string{text})
		if got := Summarize(a, Options{}); !uses(a, got, text) {
			t.Errorf("%q is not used", text)
		}
	}
	a := build("en", "Troops", []string{"About 400 US troops left the base near Dunmore on Monday."})
	if d := newDraft(a, lexiconOf(lang.For("en")), Options{}.withDefaults()); d.sentences[0].p.speaks() {
		t.Error("US is taken for a pronoun")
	}
}

// The headings of an explanation are no interview.
func TestExplanation(t *testing.T) {
	a := build("en", "Tolls", []string{"What is the toll?"}, []string{"The toll is two crowns for every car on the bridge."}, []string{"Who pays the toll?"}, []string{"The drivers of lorries pay four crowns from the spring."})
	a.Paragraphs[0].Kind, a.Paragraphs[2].Kind = article.Heading, article.Heading
	if got := texts(Summarize(a, Options{})); len(got) != 2 {
		t.Errorf("%q", got)
	}
}

// Sentences that say less on their own come after those that can stand alone.
func TestVagueComesLast(t *testing.T) {
	good := []string{
		"The ferry company Nordsund Line carries 40,000 passengers a month.",
		"Two of its ships failed an inspection in the port of Aldhaven in March.",
		"The transport ministry ordered the company to repair both of the ships.",
	}
	for _, bad := range []string{
		"The ferry union of Nordsund Line gave a higher number of passengers.",
		"Olsen and another man took it down Mill Street three times in March.",
		"The union says that what it received from Nordsund Line was blank.",
		"The name of a third, a ferry of Nordsund Line, was kept by the port.",
		"Strand told passengers of the ferry Nordsund about the port in March.",
		"By the map of the ferry company Nordsund Line, that covers the port.",
		"Asked in the port about the ferry of Nordsund Line, he said nothing.",
		"Five went to the ferry company Nordsund Line in the port of Aldhaven.",
	} {
		a := build("en", "Nordsund Line ferries fail inspection",
			[]string{"Ivor Strand and Nils Olsen."}, []string{bad}, good[:1], good[1:2], good[2:])
		got := texts(Summarize(a, Options{WhyMinWords: 60}))
		if len(got) != 3 || slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(bad, s) }) {
			t.Errorf("%q in %q", bad, got)
		}
	}
}
