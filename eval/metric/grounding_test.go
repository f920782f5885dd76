package metric

import (
	"context"
	"io/fs"
	"os"
	"path"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

func read(t testing.TB, name, text string) *article.Article {
	t.Helper()
	a, err := article.Read(strings.NewReader(text), article.Options{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

const millText = `The Orrin mill will reopen on 4 May with 60 workers.

The mill closed in 2019 after a fire destroyed two of its five halls. The council paid £1.2 million for a new roof.

Manager Dagny Holm said that orders for paper had doubled since January.`

func draftOf(why string, takeaways ...string) *article.Summary {
	s := &article.Summary{Why: article.Claim{Text: why}}
	for _, text := range takeaways {
		s.Takeaways = append(s.Takeaways, article.Claim{Text: text})
	}
	return s
}

func TestGrounding(t *testing.T) {
	a := read(t, "mill.txt", millText)
	m := newGrounding(nil, Options{})
	value := func(s *Sample) map[string]float64 {
		scores, err := m.Score(context.Background(), s)
		if err != nil {
			t.Fatal(err)
		}
		values := map[string]float64{}
		for _, score := range scores {
			if score.Value != nil {
				values[score.Name] = *score.Value
			}
		}
		return values
	}
	good := value(&Sample{Lang: "en", Article: a, Draft: draftOf("", "Orrin mill will reopen on 4 May with 60 workers", "Council paid £1.2 million for a new roof")})
	if good["grounding"] != 1 || good["grounding.number"] != 1 || good["grounding.support"] < 0.5 {
		t.Errorf("good claims: %v", good)
	}
	bad := value(&Sample{Lang: "en", Article: a, Draft: draftOf("", "Orrin mill will reopen on 4 May with 60 workers", "Council paid £9.7 million for a new roof")})
	if bad["grounding"] != 0.5 || bad["grounding.number"] != 0.5 || bad["grounding.name"] != 1 {
		t.Errorf("a wrong number: %v", bad)
	}
	lines := value(&Sample{Article: a, Text: "Orrin mill will reopen on 4 May with 60 workers\n\nCouncil paid £9.7 million for a new roof\n"})
	if !reflect.DeepEqual(bad, lines) {
		t.Errorf("in lines: %v, in parts: %v", lines, bad)
	}
	wantScores(t, m, &Sample{Lang: "en", Text: "The mill reopens"}, nil)
	wantScores(t, m, &Sample{Lang: "en", Article: a, Draft: draftOf("")}, nil)
	wantScores(t, m, &Sample{Lang: "de", Article: a, Draft: draftOf("", "Die Mühle öffnet wieder")}, nil)
}

func defaultProfile(t testing.TB) *summarize.Profile {
	t.Helper()
	data, err := summarize.BuiltInProfile("default")
	if err != nil {
		t.Fatal(err)
	}
	p, err := summarize.ParseProfile(data, "default")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// samples drafts summaries of the articles that are part of the project, with
// the embedded engine. Their references are the leads of the articles.
func samples(t testing.TB) []*Sample {
	t.Helper()
	p := defaultProfile(t)
	names, err := fs.Glob(os.DirFS("../../testdata/articles"), "*.txt")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	var all []*Sample
	for _, name := range names {
		data, err := os.ReadFile(path.Join("../../testdata/articles", name))
		if err != nil {
			t.Fatal(err)
		}
		a := read(t, name, string(data))
		r, err := summarize.Summarize(context.Background(), a, summarize.Options{Profile: p, Engine: summarize.Extractive{}, Now: func() time.Time { return time.Unix(0, 0) }})
		if err != nil {
			t.Fatal(err)
		}
		ref := article.Reference{Why: a.Sentences[0].Text}
		for _, s := range a.Sentences[1:6] {
			ref.Takeaways = append(ref.Takeaways, s.Text)
		}
		all = append(all, FromResult(r, a, []article.Reference{ref}, p))
	}
	return all
}

// TestWhatDraftingFoundIsFound: the findings of drafting give the same scores as
// looking again.
func TestWhatDraftingFoundIsFound(t *testing.T) {
	m := newGrounding(nil, Options{})
	for _, s := range samples(t) {
		if s.Checked == nil {
			t.Fatal("what was found is not known")
		}
		known, err := m.Score(context.Background(), s)
		if err != nil {
			t.Fatal(err)
		}
		again := *s
		again.Checked = nil
		looked, err := m.Score(context.Background(), &again)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(known, looked) {
			t.Errorf("%s: %v, again %v", s.Article.Title, texts(known), texts(looked))
		}
	}
}

func texts(scores []Score) (out []any) {
	for _, s := range scores {
		out = append(out, s.Name, show(s))
	}
	return out
}

func TestOtherRulesAreLookedAtAgain(t *testing.T) {
	p := *defaultProfile(t)
	r := &summarize.Result{}
	r.Provenance.Signature = summarize.Options{Profile: &p, Engine: summarize.Extractive{}}.Signature()
	if FromResult(r, nil, nil, &p).Checked == nil {
		t.Error("findings of the same rules are not taken")
	}
	other := p
	other.Grounding.Rules = map[string]string{"name": "off"}
	if FromResult(r, nil, nil, &other).Checked != nil {
		t.Error("findings of a profile that leaves out a rule are taken")
	}
	r.Provenance.Signature = strings.Replace(r.Provenance.Signature, ground.Version(), "nutgraf.0", 1)
	if FromResult(r, nil, nil, &p).Checked != nil {
		t.Error("findings of another version of the rules are taken")
	}
}
