package ground

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// FuzzCues checks that the rules that look for cues take any text, and that what they
// point at is there.
func FuzzCues(f *testing.F) {
	f.Add("Dorval Quince allegedly took 40 crates, police said.", "Dorval Quince took 40 crates", "en")
	f.Add("“No,” she said. It wasn't n't not so; may might", "will not may be accused of", "en")
	f.Add("Köprü kapanabilir, dedi.", "Köprü kapanmadı", "tr")
	f.Add("大桥秋季可能关闭维修。", "大桥秋季关闭", "zh")
	f.Add("Le bac n'a pas quitté Telvik", "Le bac a quitté", "fr")
	f.Add("\xff\xfe ’s … ,,, ( )", "\x00 according to", "ar")
	f.Fuzz(func(t *testing.T, says, claim, code string) {
		checkSpans(t, says, claim, code)
	})
}

func checkSpans(t interface{ Errorf(string, ...any) }, says, claim, code string) {
	a, err := article.Read(strings.NewReader(says), article.Options{Format: article.Text, Lang: "en", KeepAll: true})
	if err != nil {
		return
	}
	r := Check(a, Options{Lang: code}, article.Claim{ID: "t1", Text: claim, Cites: []article.SentenceID{1}})
	runes := []rune(claim)
	for _, f := range r.Claims[0].Findings {
		if !cueRules[f.Rule] || !utf8.ValidString(claim) {
			continue
		}
		if f.Start < 0 || f.End < f.Start || f.End > len(runes) || string(runes[f.Start:f.End]) != f.Found {
			t.Errorf("%s: [%d:%d] is not %q in %q", f.Rule, f.Start, f.End, f.Found, claim)
		}
		if f.Message == "" && f.Verdict != Pass || strings.HasSuffix(f.Message, ".") {
			t.Errorf("%s: message %q", f.Rule, f.Message)
		}
	}
}

// Any shuffle of words that mean something to the rules is taken, and a claim that is
// the article word by word never fails.
func TestCuesOfShuffledWords(t *testing.T) {
	words := strings.Fields(`Ada Brook Telvik the mill bridge rose fell said not never may might allegedly accused of taking charged with will
		would plans to close open after before more than 40 crates , . “ ” ; and but who which no longer failed beat by was denied`)
	rapid.Check(t, func(t *rapid.T) {
		pick := rapid.SliceOfN(rapid.SampledFrom(words), 1, 25)
		says, claim := strings.Join(pick.Draw(t, "says"), " "), strings.Join(pick.Draw(t, "claim"), " ")
		checkSpans(t, says, claim, "en")
		a, err := article.Read(strings.NewReader(says), article.Options{Format: article.Text, Lang: "en", KeepAll: true})
		if err != nil || len(a.Sentences) != 1 {
			return
		}
		for _, f := range Check(a, Options{}, article.Claim{ID: "t1", Text: a.Sentences[0].Text}).Claims[0].Findings {
			if cueRules[f.Rule] && f.Verdict == Fail {
				t.Errorf("%q fails against itself: %s (%s): %q: %s", says, f.Rule, f.Code, f.Found, f.Message)
			}
		}
	})
}

func TestCuesOfAnUnknownLanguage(t *testing.T) {
	a, err := article.Read(strings.NewReader("Lautta ei lähtenyt Telvikistä sunnuntaina."), article.Options{Format: article.Text, Lang: "fi", KeepAll: true})
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]int{}
	for _, f := range Check(a, Options{}, article.Claim{ID: "t1", Text: "Lautta lähti Telvikistä sunnuntaina. Lautta oli tyhjä."}).Claims[0].Findings {
		if cueRules[f.Rule] {
			known[f.Rule]++
			if f.Verdict != Unknown || f.Code != "language" {
				t.Errorf("%s: %s (%s)", f.Rule, f.Verdict, f.Code)
			}
		}
	}
	for rule := range cueRules {
		if known[rule] != 1 {
			t.Errorf("%s: %d findings", rule, known[rule])
		}
	}
}

func TestCuesPassOnce(t *testing.T) {
	for rule, c := range map[string][2]string{
		"hedge":       {"The bridge at Oren may close in the autumn.", "The bridge at Oren may close in the autumn"},
		"attribution": {"The road to Oren is closed, police said.", "The road to Oren is closed, police say"},
		"negation":    {"The ferry did not sail from Telvik on Sunday.", "The ferry did not sail from Telvik on Sunday"},
		"direction":   {"Exports of slate rose by 12 percent in March.", "Slate exports increased by 12 percent in March"},
	} {
		passes := 0
		for _, f := range findingsOf(t, c[0], c[1]) {
			if f.Rule == rule {
				passes++
				if f.Verdict != Pass || f.Found != "" {
					t.Errorf("%s: %s %q: %s", rule, f.Verdict, f.Found, f.Message)
				}
			}
		}
		if passes != 1 {
			t.Errorf("%s: %d findings", rule, passes)
		}
		for _, f := range findingsOf(t, "A brass band played in the square.", "A brass band played in the square") {
			if f.Rule == rule {
				t.Errorf("%s compared nothing, and says %s", rule, f.Verdict)
			}
		}
	}
}

// BenchmarkCues checks six claims with the rules that look for cues alone.
func BenchmarkCues(b *testing.B) {
	all := samples(b)
	var s sample
	for _, o := range all {
		if o.name == "port-ellery-fraud-trial.txt" {
			s = o
		}
	}
	var claims []article.Claim
	for _, text := range s.claims {
		claims = append(claims, article.Claim{ID: "t", Text: text})
	}
	only := map[string]Grade{}
	for _, name := range RuleNames() {
		if !cueRules[name] {
			only[name] = Off
		}
	}
	none := map[string]Grade{}
	for _, name := range RuleNames() {
		none[name] = Off
	}
	b.Run("with", func(b *testing.B) {
		for b.Loop() {
			New(s.read, Options{Rules: only}).Check(claims...)
		}
	})
	b.Run("without", func(b *testing.B) {
		for b.Loop() {
			New(s.read, Options{Rules: none}).Check(claims...)
		}
	})
}
