package ground

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// only switches all rules off but one.
func onlySupport() Options {
	off := map[string]Grade{}
	for _, name := range RuleNames() {
		if name != "support" {
			off[name] = Off
		}
	}
	return Options{Rules: off}
}

const quarry = `The council of Varnholt voted on Monday to close the Heddle quarry by the end of 2031, after a landslide buried two lorries in March.

Nobody was hurt in the landslide, which an inspector blamed on blasting too close to the eastern face. The operator, Osk Stone, disputes that finding and says heavy rain loosened the slope.

The quarry employs 84 people, most of them from the village of Lower Heddle. Mayor Agnete Rossing promised them retraining, paid for by a levy of 12 cents a tonne.

Residents had asked for the closure since 2019. "We have counted the cracks in our walls," said Bo Tallis, whose house stands 300 metres from the gate.`

func supportIn(t testing.TB, text, claim string, cites ...article.SentenceID) ClaimReport {
	t.Helper()
	r := New(read(t, text), onlySupport()).Check(article.Claim{ID: "t1", Text: claim, Cites: cites})
	return r.Claims[0]
}

func TestSupportVerdicts(t *testing.T) {
	for _, c := range []struct {
		name, claim string
		want        Verdict
		code        string
	}{
		{"word for word", "Nobody was hurt in the landslide, which an inspector blamed on blasting too close to the eastern face.", Pass, ""},
		{"shortened", "Varnholt council votes to close the Heddle quarry by the end of 2031", Pass, ""},
		{"other forms and kinds of words", "Mayor promises retraining to the quarry's workers", Pass, ""},
		{"numbers in words", "Landslide buried 2 lorries in March", Pass, ""},
		{"from two sentences", "Quarry that employs 84 people will close by the end of 2031", Pass, ""},
		{"a word of its own", "Varnholt council votes to shut the Heddle quarry", Pass, ""},
		{"another predicate", "Osk Stone wins an award for cleaning beaches near Varnholt", Warn, "unsupported"},
		{"another story", "Orchestra cancels its winter tour after a violinist breaks a wrist", Fail, "unrelated"},
		{"one word that is not there", "Zebras", Warn, "unsupported"},
		{"no word is there", "Zebras graze", Warn, "unsupported"},
		{"nothing to compare", "It was so.", "", ""},
	} {
		got := supportIn(t, quarry, c.claim)
		if len(got.Findings) == 0 {
			if c.want != "" || got.Support != nil {
				t.Errorf("%s: no finding", c.name)
			}
			continue
		}
		if f := got.Findings[0]; f.Verdict != c.want || f.Code != c.code {
			t.Errorf("%s: %s %q (%.2f) %s", c.name, f.Verdict, f.Code, *got.Support, f.Message)
		}
	}
}

func TestSupportNamesWhatIsMissing(t *testing.T) {
	got := supportIn(t, quarry, "Osk Stone, the operator of the Heddle quarry, sponsors a choir, a regatta and a museum in the village of Lower Heddle")
	var found []string
	for _, f := range got.Findings {
		found = append(found, f.Found)
	}
	want := []string{"sponsors a choir", "regatta and a museum"}
	if !slices.Equal(found, want) {
		t.Errorf("missing are %q, not %q", found, want)
	}
	many := "Osk Stone alpha, Heddle quarry bravo, gate delta, Lower Heddle village echo, tonne levy foxtrot, Mayor Rossing golf"
	if got := supportIn(t, quarry, many); len(got.Findings) != mostUnsupported {
		t.Errorf("%d findings: %v", len(got.Findings), got.Findings)
	}
}

func TestSupportOfCitedSentences(t *testing.T) {
	claim := "The quarry employs 84 people, most of them from Lower Heddle"
	for _, c := range []struct {
		cite article.SentenceID
		want string
	}{
		{4, "The cited sentences carry it (0.9"},
		{1, "the cited sentences alone do not"},
	} {
		if m := supportIn(t, quarry, claim, c.cite).Findings[0].Message; !strings.Contains(m, c.want) {
			t.Errorf("cited %d: %s", c.cite, m)
		}
	}
}

// Of two claims the first is nearer to the article.
func TestSupportOrder(t *testing.T) {
	for _, c := range [][2]string{
		{"The operator disputes that finding", "The inspector's wife disputes that finding"},
		{"The quarry employs 84 people", "The quarry employs 94 people"},
		{"A levy of 12 cents a tonne", "A levy of 84 cents a tonne"},
		{"Bo Tallis lives 300 metres from the gate", "Agnete Rossing lives 300 metres from the gate"},
		{"Residents had asked for the closure since 2019", "Residents had asked for the closure since 2031"},
		{"Heavy rain loosened the slope, says Osk Stone", "Heavy rain loosened the slope, says the mayor of Varnholt"},
		{"Landslide buried two lorries in March", "Landslide buried two lorries, two lorries in March"},
	} {
		near, far := *supportIn(t, quarry, c[0]).Support, *supportIn(t, quarry, c[1]).Support
		if near <= far {
			t.Errorf("%q has %.3f and %q has %.3f", c[0], near, c[1], far)
		}
	}
}

func TestSupportInOtherLanguages(t *testing.T) {
	for _, c := range []struct{ lang, text, carried, not string }{
		{"de", "Der Rat von Harlsund hat am Montag beschlossen, die alte Werft bis Ende 2031 zu schließen. Dort arbeiten 84 Menschen.", "Rat von Harlsund beschließt Schließung der alten Werft", "Orchester sagt wegen Krankheit die Konzertreise im Winter ab"},
		{"tr", "Belediye meclisi pazartesi günü eski tersanenin 2031 sonuna kadar kapatılmasına karar verdi. Tersanede 84 işçi çalışıyor.", "Eski tersane 2031 sonuna kadar kapatılacak", "Orkestra kış turnesini hastalık yüzünden iptal ediyor"},
		{"ru", "Городской совет решил в понедельник закрыть старую верфь до конца 2031 года. На верфи работают 84 человека.", "Старая верфь закроется до конца 2031 года", "Оркестр отменил зимние гастроли из-за болезни скрипача"},
		{"zh", "市议会星期一决定在2031年底前关闭旧造船厂。造船厂有84名工人。", "旧造船厂将在2031年底前关闭", "乐团因小提琴手受伤取消冬季巡演"},
		{"ar", "قرر مجلس المدينة يوم الاثنين إغلاق حوض السفن القديم قبل نهاية عام 2031. ويعمل في الحوض 84 عاملا.", "مجلس المدينة يقرر إغلاق حوض السفن القديم", "الأوركسترا تلغي جولتها الشتوية بسبب مرض العازف"},
		{"th", "สภาเมืองมีมติปิดอู่ต่อเรือเก่าภายในสิ้นปี 2031", "ปิดอู่ต่อเรือเก่าภายในสิ้นปี 2031", "วงดนตรียกเลิกทัวร์ฤดูหนาวเพราะป่วย"},
	} {
		a := &article.Article{Lang: c.lang, Text: c.text}
		for i, s := range article.Split(c.text, c.lang) {
			a.Sentences = append(a.Sentences, article.Sentence{ID: article.SentenceID(i + 1), Span: s, Text: c.text[s.Start:s.End]})
		}
		r := New(a, onlySupport()).Check(article.Claim{Text: c.carried}, article.Claim{Text: c.not})
		if f := r.Claims[0].Findings[0]; f.Verdict != Pass {
			t.Errorf("%s: %s (%.2f): %s", c.lang, f.Verdict, *r.Claims[0].Support, c.carried)
		}
		want := Fail
		if c.lang == "th" {
			want = Unknown
		}
		if f := r.Claims[1].Findings[0]; f.Verdict != want {
			t.Errorf("%s: %s (%.2f): %s", c.lang, f.Verdict, *r.Claims[1].Support, c.not)
		}
	}
}

// testArticles reads all articles of the suite.
func testArticles(t testing.TB) map[string]*article.Article {
	t.Helper()
	paths, err := filepath.Glob("../../testdata/articles/*.*")
	if err != nil || len(paths) < 28 {
		t.Fatal(len(paths), err)
	}
	out := map[string]*article.Article{}
	for _, p := range paths {
		if name := filepath.Base(p); name != "suite.yaml" {
			out[name] = readArticle(t, name)
		}
	}
	return out
}

func TestSupportOfAnArticleInItself(t *testing.T) {
	for name, a := range testArticles(t) {
		c := New(a, onlySupport())
		for _, s := range a.Sentences {
			for _, cites := range [][]article.SentenceID{nil, {s.ID}} {
				r := c.Check(article.Claim{Text: s.Text, Cites: cites}).Claims[0]
				if r.Support != nil && (*r.Support < 0.75 || r.Verdict != Pass) {
					t.Errorf("%s, sentence %d: %s, %.2f: %s", name, s.ID, r.Verdict, *r.Support, s.Text)
				}
			}
		}
	}
}

// A word that the article does not have raises support by a few hundredths at most.
func TestSupportFallsWithForeignWords(t *testing.T) {
	c := New(read(t, quarry), onlySupport())
	words := strings.Fields(quarry)
	rapid.Check(t, func(t *rapid.T) {
		claim := rapid.SliceOfN(rapid.SampledFrom(words), 1, 20).Draw(t, "claim")
		at := rapid.IntRange(0, len(claim)).Draw(t, "at")
		more := slices.Insert(slices.Clone(claim), at, "zyxwv")
		before := c.Check(article.Claim{Text: strings.Join(claim, " ")}).Claims[0].Support
		after := c.Check(article.Claim{Text: strings.Join(more, " ")}).Claims[0].Support
		if before != nil && *after > *before+0.05 {
			t.Fatalf("%.3f became %.3f", *before, *after)
		}
	})
}

func TestSupportOfAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("  ..,'-019 abAB中ひกา\n")))).Draw(t, "text")
		claim := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("  ..,'-019 abAB中ひกา\n")))).Draw(t, "claim")
		code := rapid.SampledFrom([]string{"en", "zh", "th", "tr", "und"}).Draw(t, "lang")
		a := &article.Article{Lang: code, Text: text}
		for i, s := range article.Split(text, code) {
			a.Sentences = append(a.Sentences, article.Sentence{ID: article.SentenceID(i + 1), Span: s, Text: text[s.Start:s.End]})
		}
		r := New(a, onlySupport()).Check(article.Claim{Text: claim}).Claims[0]
		if r.Support != nil && !(*r.Support >= 0 && *r.Support <= 1) {
			t.Fatalf("support is %v", *r.Support)
		}
		for _, f := range r.Findings {
			if got := string([]rune(claim)[f.Start:f.End]); utf8.ValidString(claim) && got != f.Found {
				t.Fatalf("found %q, and %q is there", f.Found, got)
			}
		}
	})
}

func TestSupportData(t *testing.T) {
	names, err := fs.Glob(files, "data/support/*.yaml")
	if err != nil || len(names) < 13 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		code := strings.TrimSuffix(filepath.Base(name), ".yaml")
		if code == "weights" {
			continue
		}
		w := load[supportWords]("support", code)
		seen := map[string]bool{}
		for _, s := range w.Function {
			if s != strings.TrimSpace(s) || s == "" || seen[s] {
				t.Errorf("%s: %q is there twice or not trimmed", code, s)
			}
			seen[s] = true
		}
		for s, digits := range w.Numerals {
			if seen[s] || plainDigits(digits) != digits {
				t.Errorf("%s: numeral %q is %q", code, s, digits)
			}
		}
		for _, group := range w.Alike {
			if len(group) < 2 || len(slices.Compact(slices.Sorted(slices.Values(group)))) != len(group) {
				t.Errorf("%s: %q has one word or a word twice", code, group)
			}
		}
	}
	m := load[supportModel]("support", "weights")
	if m.Slope >= 0 || m.Spread <= 0 || m.Costs.Missing <= 0 || m.Costs.MissingNumber < m.Costs.Missing {
		t.Errorf("weights make no sense: %+v", m)
	}
	for _, weights := range []map[string]float64{m.Whole.Fail, m.Whole.Warn} {
		for name, w := range weights {
			if w > 0 || !slices.Contains(RuleNames(), name) {
				t.Errorf("the whole counts %s %v", name, w)
			}
		}
	}
}

func TestPlainDigits(t *testing.T) {
	for in, want := range map[string]string{
		"12": "12", "26,000": "26000", "1.234.567": "1234567", "1,234.5": "1234.5", "3,5": "3.5", "٢٠٣١": "2031", "１２": "12", "2’000": "2000",
	} {
		if got := plainDigits(in); got != want {
			t.Errorf("%s is %s, not %s", in, got, want)
		}
	}
}

func TestWhole(t *testing.T) {
	fail, pass := Finding{Rule: "number", Verdict: Fail}, Finding{Rule: "number", Verdict: Pass}
	if got := Whole(0.7, []Finding{pass}); got < 0.699 || got > 0.701 {
		t.Errorf("a pass makes 0.7 %.3f", got)
	}
	one, two, many := Whole(0.7, []Finding{fail}), Whole(0.7, []Finding{fail, fail}), Whole(0.7, []Finding{fail, fail, fail, fail})
	if !(one < 0.7 && two < one && many == two) {
		t.Errorf("fails make 0.7 %.3f, %.3f, %.3f", one, two, many)
	}
}

func BenchmarkSupport(b *testing.B) {
	a := readArticle(b, "port-ellery-fraud-trial.txt")
	claims := []article.Claim{
		{Text: a.Sentences[0].Text, Cites: []article.SentenceID{1}},
		{Text: "Prosecutors allege $180 million went on dredging that was never done or was overpriced", Cites: []article.SentenceID{2}},
		{Text: "The county guarantees the bonds that financed the work, so taxpayers would have to step in"},
		{Text: "Auditor Joanna Averill, no relation, says invoice No. 10 billed 31 days for a month of 28"},
		{Text: "The channel is still too shallow for larger container ships", Cites: []article.SentenceID{9, 10}},
		{Text: "Orchestra cancels its winter tour after a violinist breaks a wrist in a fall"},
	}
	c := New(a, Options{Rules: onlySupport().Rules})
	words := 0
	for _, s := range c.sentences {
		words += len(s.tokens)
	}
	b.Run("read", func(b *testing.B) {
		b.ReportMetric(float64(words), "tokens")
		for b.Loop() {
			newSupportRule(c)
		}
	})
	read := make([]*claim, len(claims))
	for i := range claims {
		read[i] = c.read(claims[i])
	}
	r := newSupportRule(c)
	b.Run("six claims", func(b *testing.B) {
		for b.Loop() {
			for _, cl := range read {
				cl.findings = cl.findings[:0]
				r.check(cl)
			}
		}
	})
}
