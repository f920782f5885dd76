package ground

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// versionOf makes an article of sentences, one a paragraph.
func versionOf(sentences ...string) *article.Article {
	a := &article.Article{Lang: "en", Digest: strings.Repeat("0", 64)}
	for i, s := range sentences {
		if i > 0 {
			a.Text += "\n\n"
		}
		span := article.Span{Start: len(a.Text), End: len(a.Text) + len(s)}
		a.Text += s
		a.Paragraphs = append(a.Paragraphs, article.Paragraph{Span: span, First: i, Count: 1})
		a.Sentences = append(a.Sentences, article.Sentence{ID: article.SentenceID(i + 1), Span: span, Paragraph: i, Text: s})
	}
	return a
}

// short writes pairs as "1=1 2~2 -3 +4 5>4".
func shortPairs(a Alignment) string {
	var out []string
	for _, p := range a.Pairs {
		switch p.Status {
		case Unchanged:
			out = append(out, fmt.Sprintf("%d=%d", p.Old, p.New))
		case Changed:
			out = append(out, fmt.Sprintf("%d~%d", p.Old, p.New))
		case Moved:
			out = append(out, fmt.Sprintf("%d>%d", p.Old, p.New))
		case Added:
			out = append(out, fmt.Sprintf("+%d", p.New))
		case Removed:
			out = append(out, fmt.Sprintf("-%d", p.Old))
		}
	}
	return strings.Join(out, " ")
}

const (
	ferryStops = "The chain ferry will stop on 4 January for ten weeks, the harbour board said."
	pilesThin  = "Divers found in August that the timber piles had lost 40 percent of their thickness."
	faresRise  = "Fares are to rise from 2.20 to 2.50 crowns when the ferry returns on 15 March."
	crewLeave  = "The 38 crew members will train and take leave during the closure."
	busRuns    = "A free bus will run every 20 minutes from 6 a.m. to 10 p.m."
)

func TestCompare(t *testing.T) {
	for _, tc := range []struct {
		name     string
		old, new []string
		want     string
	}{
		{"the same", []string{ferryStops, pilesThin, faresRise}, []string{ferryStops, pilesThin, faresRise}, "1=1 2=2 3=3"},
		{"nothing", nil, nil, ""},
		{"all new", nil, []string{ferryStops}, "+1"},
		{"all gone", []string{ferryStops}, nil, "-1"},
		{"a number", []string{ferryStops, pilesThin, faresRise}, []string{ferryStops, strings.Replace(pilesThin, "40", "45", 1), faresRise}, "1=1 2~2 3=3"},
		{"one more", []string{ferryStops, faresRise}, []string{ferryStops, pilesThin, faresRise}, "1=1 +2 2=3"},
		{"one less", []string{ferryStops, pilesThin, faresRise}, []string{ferryStops, faresRise}, "1=1 -2 3=2"},
		{"moved up", []string{ferryStops, pilesThin, faresRise, crewLeave}, []string{crewLeave, ferryStops, pilesThin, faresRise}, "4>1 1=2 2=3 3=4"},
		{"moved and changed", []string{ferryStops, pilesThin, faresRise, crewLeave}, []string{"The 36 crew members will train and take leave during the closure.", ferryStops, pilesThin, faresRise}, "4~1 1=2 2=3 3=4"},
		{"another sentence", []string{ferryStops, pilesThin, faresRise}, []string{ferryStops, busRuns, faresRise}, "1=1 +2 -2 3=3"},
		{"rewritten in its place", []string{ferryStops, crewLeave, faresRise}, []string{ferryStops, "All 38 of the crew are to take leave and train.", faresRise}, "1=1 2~2 3=3"},
		{"said twice", []string{ferryStops, ferryStops, pilesThin}, []string{ferryStops, pilesThin}, "1=1 -2 3=2"},
		{"quotation marks", []string{`"It is shut," he said - again.`}, []string{"“It is  shut,” he said – again."}, "1=1"},
		{"a number alone", []string{"It was 5."}, []string{"It was 6."}, "1~1"},
		{"the likest wins", []string{faresRise, crewLeave}, []string{strings.Replace(faresRise, "15", "16", 1), faresRise}, "+1 1=2 -2"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := shortPairs(Compare(versionOf(tc.old...), versionOf(tc.new...))); got != tc.want {
				t.Errorf("%s, want %s", got, tc.want)
			}
		})
	}
}

// TestCompareIsAPartition edits an article at random: every sentence of both
// versions is in one pair, the text of unchanged and moved ones is the same, and
// unchanged ones keep their order.
func TestCompareIsAPartition(t *testing.T) {
	sentence := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"ferry", "pier", "5", "6", "the", "board", "said", "crew", "fares", "桥", "梁", "..."}), 0, 7).Draw(t, "words"), " ")
	})
	rapid.Check(t, func(t *rapid.T) {
		old := rapid.SliceOfN(sentence, 0, 12).Draw(t, "old")
		var revised []string
		for _, s := range old {
			switch rapid.IntRange(0, 4).Draw(t, "edit") {
			case 0:
			case 1:
				revised = append(revised, s+" more")
			case 2:
				revised = append([]string{s}, revised...)
			default:
				revised = append(revised, s)
			}
		}
		revised = append(revised, rapid.SliceOfN(sentence, 0, 3).Draw(t, "added")...)
		checkPartition(t, versionOf(old...), versionOf(revised...))
	})
}

func checkPartition(t rapid.TB, old, revised *article.Article) {
	a := Compare(old, revised)
	olds, news := make([]int, len(old.Sentences)+1), make([]int, len(revised.Sentences)+1)
	lastOld, lastNew := article.SentenceID(0), article.SentenceID(0)
	for _, p := range a.Pairs {
		olds[p.Old]++
		news[p.New]++
		if (p.Old == 0) != (p.Status == Added) || (p.New == 0) != (p.Status == Removed) {
			t.Fatalf("pair %+v", p)
		}
		if p.New != 0 && p.New <= lastNew {
			t.Errorf("pair %+v is out of order", p)
		}
		lastNew = max(lastNew, p.New)
		if p.Status == Unchanged || p.Status == Moved {
			if o, n := old.Sentences[p.Old-1].Text, revised.Sentences[p.New-1].Text; keysOf(old.Sentences[p.Old-1 : p.Old])[0] != keysOf(revised.Sentences[p.New-1 : p.New])[0] {
				t.Errorf("%q is not %q", o, n)
			}
		}
		if p.Status == Unchanged {
			if p.Old <= lastOld {
				t.Errorf("pair %+v is not in the order of the old version", p)
			}
			lastOld = p.Old
		}
	}
	for id, n := range olds[1:] {
		if got, ok := a.Old(article.SentenceID(id + 1)); n != 1 || !ok || int(got.Old) != id+1 {
			t.Errorf("old sentence %d is in %d pairs", id+1, n)
		}
	}
	for id, n := range news[1:] {
		if n != 1 {
			t.Errorf("new sentence %d is in %d pairs", id+1, n)
		}
	}
}

// TestAVersionAgainstItself finds nothing changed, and no claim without its
// evidence.
func TestAVersionAgainstItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := versionOf(rapid.SliceOfN(rapid.SampledFrom([]string{ferryStops, pilesThin, faresRise, crewLeave, busRuns, "No.", ""}), 1, 10).Draw(t, "sentences")...)
		checkPartition(t, a, a)
		for i, p := range Compare(a, a).Pairs {
			if p.Status != Unchanged || int(p.Old) != i+1 || int(p.New) != i+1 {
				t.Errorf("pair %+v", p)
			}
		}
		claim := article.Claim{ID: "t1", Text: rapid.SampledFrom([]string{faresRise, "Crew take leave", "Nothing of it"}).Draw(t, "claim")}
		if r := Revise(a, a, Options{}, claim); r.Claims[0].Status != EvidenceKept || r.Claims[0].Stale() && r.Claims[0].Report.Verdict != Fail {
			t.Errorf("%+v", r.Claims[0])
		}
	})
}

func TestRevise(t *testing.T) {
	old := versionOf(ferryStops, pilesThin, faresRise, crewLeave)
	fewer := strings.Replace(faresRise, "2.50", "2.40", 1)
	claim := func(text string, cites ...article.SentenceID) article.Claim {
		return article.Claim{ID: "t1", Text: text, Cites: cites}
	}
	for _, tc := range []struct {
		name     string
		claim    article.Claim
		revised  []string
		status   Standing
		evidence []article.SentenceID
	}{
		{"kept", claim("The crew take leave", 4), []string{ferryStops, pilesThin, faresRise, crewLeave}, EvidenceKept, []article.SentenceID{4}},
		{"kept though moved", claim("The crew take leave", 4), []string{crewLeave, ferryStops, pilesThin, faresRise}, EvidenceKept, []article.SentenceID{4}},
		{"kept though another changed", claim("The crew take leave", 4), []string{ferryStops, pilesThin, fewer, crewLeave}, EvidenceKept, []article.SentenceID{4}},
		{"changed", claim("Fares rise to 2.50 crowns", 3), []string{ferryStops, pilesThin, fewer, crewLeave}, EvidenceChanged, []article.SentenceID{3}},
		{"changed, not cited", claim("Fares rise to 2.50 crowns"), []string{ferryStops, pilesThin, fewer, crewLeave}, EvidenceChanged, []article.SentenceID{3}},
		{"lost", claim("Fares rise to 2.50 crowns", 3), []string{ferryStops, pilesThin, crewLeave}, EvidenceLost, []article.SentenceID{3}},
		{"lost one of two", claim("Fares rise and the crew take leave", 4, 3), []string{ferryStops, pilesThin, faresRise}, EvidenceLost, []article.SentenceID{3, 4}},
		{"lost before changed", claim("Fares rise and the crew take leave", 3, 4), []string{ferryStops, pilesThin, fewer}, EvidenceLost, []article.SentenceID{3, 4}},
		{"cites what is not there", claim("Fares rise to 2.50 crowns", 99), []string{ferryStops, pilesThin, crewLeave}, EvidenceLost, []article.SentenceID{3}},
		{"had none", claim("Zebras graze"), []string{ferryStops}, EvidenceKept, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := Revise(old, versionOf(tc.revised...), Options{}, tc.claim)
			r := got.Claims[0]
			var evidence []article.SentenceID
			for _, p := range r.Evidence {
				evidence = append(evidence, p.Old)
			}
			if r.Status != tc.status || !slices.Equal(evidence, tc.evidence) {
				t.Errorf("%s %v, want %s %v", r.Status, evidence, tc.status, tc.evidence)
			}
			if r.Status == EvidenceLost && !r.Stale() {
				t.Error("a claim that lost its evidence is not stale")
			}
			if got.Verdict != r.Report.Verdict || r.Report.Text != tc.claim.Text {
				t.Errorf("report %+v", r.Report)
			}
		})
	}
}

// TestReviseChecksTheNewVersion: the sentence moved, and the claim's citation
// follows it; its number changed, and the claim fails.
func TestReviseChecksTheNewVersion(t *testing.T) {
	old := versionOf(ferryStops, pilesThin, faresRise, crewLeave)
	revised := versionOf(crewLeave, ferryStops, pilesThin, strings.Replace(faresRise, "2.50", "2.40", 1))
	r := Revise(old, revised, Options{}, article.Claim{ID: "t1", Text: "Fares rise to 2.50 crowns", Cites: []article.SentenceID{3}}).Claims[0]
	if r.Report.Verdict != Fail || !r.Stale() || !slices.Contains(r.Report.Evidence, 4) {
		t.Errorf("%+v", r)
	}
}

// longVersions are two versions of a long article, of words in all.
func longVersions(words int) (old, revised *article.Article) {
	var a, b []string
	for i := range words / 20 {
		s := fmt.Sprintf("In district %d the board of ward%d counted %d visitors on day %d, and its chair, Ames%d, said that more were to come.", i, i%97, i*7, i%365, i%211)
		a = append(a, s)
		switch i % 10 {
		case 0:
			b = append(b, strings.Replace(s, "visitors", "guests", 1))
		case 1:
		case 2:
			b = append(b, s, fmt.Sprintf("Nothing of the kind was heard in ward%d.", i))
		default:
			b = append(b, s)
		}
	}
	slices.Reverse(b[:len(b)/3])
	return versionOf(a...), versionOf(b...)
}

func BenchmarkCompare(b *testing.B) {
	for _, words := range []int{10_000, 100_000} {
		old, revised := longVersions(words)
		b.Run(fmt.Sprint(words), func(b *testing.B) {
			for b.Loop() {
				Compare(old, revised)
			}
		})
	}
	rewritten, now := versionOf(), versionOf()
	for i := range 5000 {
		rewritten.Sentences = append(rewritten.Sentences, article.Sentence{ID: article.SentenceID(i + 1), Text: fmt.Sprintf("the board said w%d w%d w%d of the ferry and the crew", i%30, i%31, i%37)})
		now.Sentences = append(now.Sentences, article.Sentence{ID: article.SentenceID(i + 1), Text: fmt.Sprintf("the board said w%d v%d w%d of the ferry and the crew", i%30, i%31, i%37)})
	}
	b.Run("rewritten", func(b *testing.B) {
		for b.Loop() {
			Compare(rewritten, now)
		}
	})
}
