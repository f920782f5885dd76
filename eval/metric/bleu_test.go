package metric

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// sacreCases have the numbers that sacreBLEU's definitions give, by a Python
// program made from the source of sacreBLEU 2 (metrics/bleu.py, chrf.py,
// helpers.py, tokenizers/tokenizer_13a.py): sentence BLEU with effective order,
// chrF2 and chrF2++. The same program gives what sacreBLEU's own tests expect
// (8.493 and 48.530827 in test_sentence_bleu.py and test_bleu.py), and NLTK 3.8's
// sentence_bleu with SmoothingFunction().method3 gives the same BLEU.
var sacreCases = []struct {
	name, text         string
	references         []string
	bleu, chrf, chrfpp float64
}{
	{"a pair", "The council approved the footbridge by a single vote.", []string{"Councillors approved the footbridge by 12 votes to 11."}, 27.77619034011791, 60.01556960704784, 55.42905995436526},
	{"the same", "Trams will run every ten minutes.", []string{"Trams will run every ten minutes."}, 100.00000000000004, 100.0, 100.0},
	{"nothing shared", "Rain fell.", []string{"Öffnung morgen"}, 0.0, 4.0983606557377055, 3.073770491803278},
	{"shorter than four words", "No trams today", []string{"No trams run today"}, 45.13864405503391, 55.81903451659617, 56.207754818835},
	{"one word", "Closed", []string{"Closed until further notice"}, 4.9787068367863965, 18.935851620539186, 20.460876140249866},
	{"shorter than the reference", "The ferry stops.", []string{"The ferry stops running at noon on Friday, the harbour office said."}, 5.2447643832804935, 23.537165806854674, 24.106196988076213},
	{"no run of four is shared", "The harbour office stops the ferry on Friday.", []string{"On Friday the ferry stops, the harbour office said."}, 12.41950196698629, 65.1963761579646, 59.76368917860554},
	{"repeated words are clipped", "the the the the the ferry", []string{"the ferry and the pier"}, 17.965205598154213, 40.377311391432194, 40.47897190153284},
	{"several references", "The pier will be rebuilt for £6.2 million by 2028.", []string{"Rebuilding the pier costs £6.2 million.", "By 2028 the pier will be rebuilt.", "The east pier will be rebuilt for six million pounds."}, 44.11629359322706, 69.65149895689665, 65.92473838964027},
	{"two references as near", "one two three four five", []string{"one two three four", "one two three four five six"}, 100.00000000000004, 93.903288090021, 94.05778374114189},
	{"marks and figures", "Costs rose 3.5%, to $1,234.50 (up from $900)... \"too much\", she said.", []string{"Costs rose by 3.5% to $1,234.50, up from $900; \"too much,\" she said"}, 22.36804131666175, 64.70340980371803, 58.30266921998509},
	{"entities and a broken word", "R&amp;D spend &lt;5% of re-\nvenue&quot;", []string{"R&D spend <5% of revenue\""}, 100.00000000000004, 45.49354636308066, 41.21782908520468},
	{"dashes", "The 2019-2021 plan - a three-year one - cost 5-6 million", []string{"The plan for 2019-2021, a three-year plan, cost 5 to 6 million"}, 15.923709084867802, 54.06262005574739, 48.102428311610645},
	{"lines", "First line here\nSecond line there\n", []string{"Second line here\nFirst line there"}, 30.213753973567677, 88.25042322143771, 88.68781741607829},
	{"other scripts", "Мост закроют в мае на ремонт", []string{"В мае мост закроют на ремонт"}, 19.304869754804482, 66.93785407744217, 61.036723891414965},
	{"no spaces", "地铁5号线推迟到2027年开通", []string{"地铁5号线一期推迟至2027年开通"}, 0.0, 50.460329304327644, 43.25171083228084},
	{"odd spaces", " A\u00a0bridge\u2003falls\x1fdown ", []string{"A bridge falls down"}, 100.00000000000004, 100.0, 100.0},
	{"brackets in words", "(so) \"said\" it's o'clock u.s.a.", []string{"so, said its o'clock U.S.A."}, 4.444587794585869, 39.02878519542365, 32.744624972790994},
	{"an empty reference is none", "The mill reopens", []string{"", "The mill reopens in May"}, 51.341711903259224, 73.89345307771646, 70.60778617933707},
	{"empty", "", []string{"The mill reopens"}, 0.0, 0.0, 0.0},
}

func TestAgreesWithSacreBLEU(t *testing.T) {
	for _, c := range sacreCases {
		t.Run(c.name, func(t *testing.T) {
			s := &Sample{Text: c.text, References: c.references}
			wantScores(t, newBLEU(nil, Options{}), s, map[string]float64{"bleu": c.bleu})
			wantScores(t, newCHRF([]string{"chrf", "chrf++"}, Options{}), s, map[string]float64{"chrf": c.chrf, "chrf++": c.chrfpp})
		})
	}
}

// TestPublishedNumbers has those of sacreBLEU's own tests that need no text of
// others: test_bleu.py (test_case_scoring) and test_chrf.py
// (test_cases_effective_order, whose beta of 3 does not matter to these).
func TestPublishedNumbers(t *testing.T) {
	c := bleuCounts{match: [4]int{9, 7, 5, 3}, total: [4]int{10, 8, 6, 4}, length: 11, references: 11}
	if got := c.score(false) / 100; math.Abs(got-0.8375922397) > 1e-9 {
		t.Errorf("BLEU %v", got)
	}
	for _, c := range []struct {
		text, reference string
		want            float64
	}{{"a", "a", 100}, {"a b c", "a b c", 100}, {"a b c", "abc", 100}, {"", "c", 0}, {"aa", "ab", 25}} {
		plain, _ := bestCHRF(c.text, []string{c.reference})
		if got := plain.score(chrfChars); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("chrF of %q and %q is %v: want %v", c.text, c.reference, got, c.want)
		}
	}
}

func TestCorpusScores(t *testing.T) {
	var texts []string
	var references [][]string
	for _, c := range sacreCases {
		texts, references = append(texts, c.text), append(references, c.references)
	}
	// From the same program, over all cases of the table.
	if got, ok := CorpusBLEU(texts, references); !ok || math.Abs(got-34.496186138449524) > 1e-9 {
		t.Errorf("BLEU %v %v", got, ok)
	}
	if got, ok := CorpusCHRF(texts, references); !ok || math.Abs(got-54.26415805812945) > 1e-9 {
		t.Errorf("chrF2++ %v %v", got, ok)
	}
	for _, without := range [][][]string{nil, {{}}, {{""}}} {
		if _, ok := CorpusBLEU([]string{"The mill reopens"}, without); ok {
			t.Errorf("BLEU without a reference: %q", without)
		}
		if _, ok := CorpusCHRF([]string{"The mill reopens"}, without); ok {
			t.Errorf("chrF without a reference: %q", without)
		}
	}
}

func TestTokens13a(t *testing.T) {
	tests := map[string]string{
		`It's 3.5%, she said.`:     "It's 3.5 % , she said .",
		"from 5-6 to ten-twelve":   "from 5 - 6 to ten-twelve",
		"wait... what..now":        "wait . . . what . . now",
		"1,234.50.":                "1,234.50 .",
		".5 and 5.":                ". 5 and 5 .",
		"(R&amp;D)&quot;&amp;lt;":  `( R & D ) " <`,
		"a<skipped>b re-\npaired ": "ab repaired",
		"Überall, «hier» – 3…":     "Überall , «hier» – 3…",
		"x\u00a0y\u2028z":          "x y z",
		"well-\n":                  "well-",
		"€5.2bn/year [sic] ~3 a_b": "€5.2bn / year [ sic ] ~ 3 a _ b",
	}
	for text, want := range tests {
		if got := strings.Join(tokens13a(text), " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestWithoutReferencesThereIsNoScore(t *testing.T) {
	for _, references := range [][]string{nil, {""}} {
		s := &Sample{Text: "The mill reopens", References: references}
		wantScores(t, newBLEU(nil, Options{}), s, nil)
		wantScores(t, newCHRF([]string{"chrf", "chrf++"}, Options{}), s, nil)
	}
	wantScores(t, newBLEU(nil, Options{}), &Sample{Lang: "zh-CN", Text: "磨坊重开", References: []string{"磨坊重开"}}, nil)
}

func TestOnlyWhatIsWanted(t *testing.T) {
	for _, name := range []string{"chrf", "chrf++", "density", "novelty"} {
		metrics, err := New([]string{name}, Options{})
		if err != nil || len(metrics) != 1 {
			t.Fatal(metrics, err)
		}
		for _, info := range metrics[0].Scores() {
			if of, _, _ := strings.Cut(info.Name, "."); of != name {
				t.Errorf("%s gives %s", name, info.Name)
			}
		}
		if got, err := metrics[0].Score(context.Background(), &Sample{}); err != nil || len(got) != len(metrics[0].Scores()) {
			t.Errorf("%s: %v %v", name, got, err)
		}
	}
}

// naive counts n-grams as the papers write it down.
func naive(text, reference []string, n int) (match, total int) {
	left := map[string]int{}
	for i := 0; i+n <= len(reference); i++ {
		left[strings.Join(reference[i:i+n], " ")]++
	}
	for i := 0; i+n <= len(text); i++ {
		total++
		if g := strings.Join(text[i:i+n], " "); left[g] > 0 {
			left[g]--
			match++
		}
	}
	return match, total
}

func TestCountsAreThoseOfTheDefinition(t *testing.T) {
	words := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "dd"}), 0, 12)
	rapid.Check(t, func(t *rapid.T) {
		text, reference := words.Draw(t, "text"), append(words.Draw(t, "reference"), "a")
		got := countBLEU(strings.Join(text, " "), []string{strings.Join(reference, " ")})
		for n := 1; n <= bleuOrder; n++ {
			match, total := naive(text, reference, n)
			if got.match[n-1] != match || got.total[n-1] != total {
				t.Fatalf("order %d: %d of %d, want %d of %d", n, got.match[n-1], got.total[n-1], match, total)
			}
		}
		counts := countCHRF(strings.Join(text, " "), []string{strings.Join(reference, " ")})[0]
		letters := func(w []string) []string { return strings.Split(strings.Join(w, ""), "") }
		for n := 1; n <= chrfChars && len(text) > 0 && len(letters(reference)) >= n; n++ {
			if match, total := naive(letters(text), letters(reference), n); counts[n-1].match != match || counts[n-1].text != total {
				t.Fatalf("order %d of characters: %+v, want %d of %d", n, counts[n-1], match, total)
			}
		}
	})
}

// TestMoreReferencesDoNotHurt: chrF takes the best, and BLEU's matches only grow.
func TestMoreReferencesDoNotHurt(t *testing.T) {
	texts := rapid.StringOfN(rapid.SampledFrom([]rune("ab .,-1é中&\n")), 1, 30, -1)
	rapid.Check(t, func(t *rapid.T) {
		text, one, two := texts.Draw(t, "text"), texts.Draw(t, "one"), texts.Draw(t, "two")
		_, first := bestCHRF(text, []string{one})
		_, both := bestCHRF(text, []string{one, two})
		if f, g := first.score(8), both.score(8); g < f || g > 100+1e-9 || f < 0 {
			t.Fatalf("%v, then %v", f, g)
		}
		some, all := countBLEU(text, []string{one}), countBLEU(text, []string{two, one})
		for i := range some.match {
			if all.match[i] < some.match[i] {
				t.Fatalf("%v, then %v", some, all)
			}
		}
		if f := all.score(true); f < 0 || f > 100+1e-9 || math.IsNaN(f) {
			t.Fatalf("BLEU %v", f)
		}
	})
}

func FuzzTokens13a(f *testing.F) {
	for _, c := range sacreCases {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tokens := tokens13a(text)
		if slices.ContainsFunc(tokens, func(w string) bool { return w == "" || strings.ContainsFunc(w, pythonSpace) }) {
			t.Fatalf("%q", tokens)
		}
	})
}
