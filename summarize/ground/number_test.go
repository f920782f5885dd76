package ground

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// storyOf makes an article of sentences, one a line; the first is the headline.
func storyOf(code, published string, lines ...string) *article.Article {
	a := &article.Article{Title: lines[0], Lang: code}
	if published != "" {
		a.Published, _ = time.Parse("2006-01-02", published)
	}
	at := 0
	for i, line := range lines[1:] {
		a.Sentences = append(a.Sentences, article.Sentence{
			ID: article.SentenceID(i + 1), Span: article.Span{Start: at, End: at + len(line)}, Text: line,
		})
		at += len(line) + 1
	}
	a.Text = strings.Join(lines[1:], "\n")
	return a
}

// judged returns what the rule says of a claim: its gravest verdict, the first
// code with it, and the text that should replace what it found.
func judged(t *testing.T, a *article.Article, ruleName, text string) (Verdict, string, string) {
	t.Helper()
	r := onlyRule(a, ruleName).Check(article.Claim{ID: "t1", Text: text})
	verdict, code, expected := Verdict(""), "", ""
	for _, f := range r.Claims[0].Findings {
		if f.Found != substring(text, f.Start, f.End) {
			t.Errorf("%q: found %q is not at %d to %d", text, f.Found, f.Start, f.End)
		}
		if worse := verdict.Worse(f.Verdict); worse != verdict {
			verdict, code, expected = worse, f.Code, f.Expected
		}
	}
	return verdict, code, expected
}

func onlyRule(a *article.Article, name string) *Checker {
	o := Options{Rules: map[string]Grade{}}
	for _, other := range RuleNames() {
		if other != name {
			o.Rules[other] = Off
		}
	}
	return New(a, o)
}

func substring(s string, start, end int) string {
	r := []rune(s)
	return string(r[start:end])
}

type ruleCase struct {
	claim    string
	want     Verdict
	code     string
	expected string
}

func checkCases(t *testing.T, a *article.Article, ruleName string, cases []ruleCase) {
	t.Helper()
	for _, test := range cases {
		verdict, code, expected := judged(t, a, ruleName, test.claim)
		if verdict != test.want || code != test.code || test.expected != "" && expected != test.expected {
			t.Errorf("%s: %q: %s %q %q, want %s %q %q", a.Lang, test.claim, verdict, code, expected, test.want, test.code, test.expected)
		}
	}
}

var ferryStory = []string{
	"Dunmarrow ferry refit costs $180 million",
	"The Dunmarrow Ferry Company will spend more than $180 million to refit six ferries, it said on Monday.",
	"Auditors approved 10 documents worth $4.3 million in March.",
	"The company carried 41,760 passengers last winter, up from 38,200 a year earlier.",
	"Fares will rise 6.5 percent, or 1.2 percentage points above inflation.",
	"About 300 workers at the Sarvik yard, 12 kilometres from the port, fear for their jobs.",
	"Captain Ilse Brandvik, 58, has crossed the strait for 31 years.",
	"The board approved the plan by 7-4 after a debate of three hours.",
	"Two thirds of the passengers live on the islands.",
	"The oldest ferry is 84 metres long and can do 18 knots.",
	"The refit was put at $120 million in 2021.",
	"Nearly 200 cars waited at the quay.",
	"Water was found in the hold of the third ferry.",
	"The yard has room for 2 ferries at a time.",
	"Tickets cost between €9 and €14.",
	"A crew of twenty-three sails on each.",
	"The 44-year-old engineer Pavel Moreno warned of rust.",
}

func TestNumbers(t *testing.T) {
	a := storyOf("en", "2026-05-20", ferryStory...)
	checkCases(t, a, "number", []ruleCase{
		// The same value, however it is written.
		{"Company spends more than $180M to refit ferries", Pass, "", ""},
		{"Refit costs over 180,000,000 dollars", Pass, "", ""},
		{"Refit of ferries costs US$180 million", Pass, "", ""},
		{"Refit of ferries costs $180 million", Pass, "", ""},
		{"Company refits 6 ferries", Pass, "", ""},
		{"Company refits six ferries", Pass, "", ""},
		{"Auditors approved ten documents worth $4.3M", Pass, "", ""},
		{"Auditors approved 10 documents worth 4.3 million dollars", Pass, "", ""},
		{"Ferries carried 41,760 passengers last winter", Pass, "", ""},
		{"Ferries carried 41\u00a0760 passengers last winter", Pass, "", ""},
		{"Passengers rose from 38,200 to 41,760", Pass, "", ""},
		{"Fares rise by 6.5%", Pass, "", ""},
		{"Fares rise by 6.5 per cent", Pass, "", ""},
		{"Fares rise 1.2 points above inflation", Pass, "", ""},
		{"About 300 workers fear for their jobs", Pass, "", ""},
		{"Some 300 workers fear for their jobs", Pass, "", ""},
		{"Yard is 12 km from the port", Pass, "", ""},
		{"Captain Brandvik, 58, crossed the strait for 31 years", Pass, "", ""},
		{"The 58-year-old captain crossed the strait", Pass, "", ""},
		{"Board approves the plan by 7-4", Pass, "", ""},
		{"Board approves the plan by 7–4", Pass, "", ""},
		{"Debate of the board took 3 hours", Pass, "", ""},
		{"Two-thirds of passengers live on the islands", Pass, "", ""},
		{"2/3 of the passengers live on the islands", Pass, "", ""},
		{"Nearly 200 cars waited", Pass, "", ""},
		{"Water found in the 3rd ferry", Pass, "", ""},
		{"Tickets cost €9-14", Pass, "", ""},
		{"Tickets cost 9 to 14 euros", Pass, "", ""},
		{"A crew of 23 sails on each ferry", Pass, "", ""},
		{"Oldest ferry is 84 meters long", Pass, "", ""},
		{"Oldest ferry is 0.084 kilometres long", Pass, "", ""},
		{"Moreno, 44, warned of rust", Pass, "", ""},
		{"Yard takes two ferries at a time", Pass, "", ""},
		// Close, rounded or worked out: for a person to look at.
		{"Refit of ferries costs exactly $180 million, company says on Monday", Pass, "", ""},
		{"Company carried 42,000 passengers last winter", Warn, "rounded", ""},
		{"Company carried about 42,000 passengers last winter", Pass, "", ""},
		{"Company carried nearly 42,000 passengers last winter", Pass, "", ""},
		{"Company carried more than 41,000 passengers last winter", Pass, "", ""},
		{"Company carried 3,560 more passengers than a year earlier", Warn, "derived", ""},
		{"300 workers at the Sarvik yard fear for their jobs", Warn, "hedge", "About 300"},
		{"200 cars waited at the quay", Warn, "hedge", "Nearly 200"},
		{"More than 41,760 passengers sailed with the company last winter", Warn, "hedge", "41,760"},
		// Wrong.
		{"Company spends more than $190M to refit six ferries", Fail, "invented", "$180 million"},
		{"Company spends more than $180 billion to refit six ferries", Fail, "invented", "$180 million"},
		{"Company spends more than €180 million to refit six ferries", Fail, "unit", "$180 million"},
		{"Company spends less than $180 million to refit six ferries", Fail, "hedge", "more than $180 million"},
		{"Company refits five ferries for more than $180 million", Fail, "invented", "six"},
		{"Auditors approved 180 documents in March", Fail, "invented", "10"},
		{"Auditors approved 10 documents worth $3.4 million", Fail, "invented", "$4.3 million"},
		{"Company carried 14,760 passengers last winter", Fail, "invented", ""},
		{"Company carried 41,761 passengers last winter", Fail, "invented", ""},
		{"Company carried 417,600 passengers last winter", Fail, "invented", ""},
		{"Fares rise by 5.6 percent", Fail, "invented", "6.5 percent"},
		{"Fares rise by 6.5 percentage points", Fail, "unit", "6.5 percent"},
		{"Fares rise 1.2 percent above inflation", Fail, "unit", "1.2 percentage points"},
		{"About 400 workers at the Sarvik yard fear for their jobs", Fail, "invented", "300"},
		{"Yard is 12 miles from the port", Fail, "unit", "12 kilometres"},
		{"Yard is 21 kilometres from the port", Fail, "invented", "12 kilometres"},
		{"Captain Ilse Brandvik, 59, has crossed the strait for 31 years", Fail, "invented", "58"},
		{"Captain Ilse Brandvik has crossed the strait for 13 years", Fail, "invented", "31 years"},
		{"Captain Ilse Brandvik has crossed the strait for 31 months", Fail, "unit", "31 years"},
		{"Board approved the plan by 7-5 after a debate", Fail, "invented", "7-4"},
		{"Board approved the plan by 4-7 after a debate", Fail, "exchanged", "7-4"},
		{"Debate of the board took three days", Fail, "unit", "three hours"},
		{"One third of the passengers live on the islands", Fail, "invented", "Two thirds"},
		{"Oldest ferry is 48 metres long", Fail, "invented", "84 metres"},
		{"Oldest ferry is 84 feet long", Fail, "unit", "84 metres"},
		{"Tickets cost between €9 and €41", Fail, "invented", "€14"},
		{"Passengers up to 38,200 last winter, up from 41,760 a year earlier", Fail, "exchanged", ""},
		{"A crew of thirty-two sails on each", Fail, "invented", ""},
		{"The 45-year-old engineer Pavel Moreno warned of rust", Fail, "invented", "44-year"},
		// Nothing to compare.
		{"Ferry company plans a refit", "", "", ""},
		{"No one of them has been told", "", "", ""},
	})
}

func TestNumbersOfLanguages(t *testing.T) {
	for _, test := range []struct {
		code  string
		story []string
		cases []ruleCase
	}{
		{"tr", []string{"Köprü açılıyor", "Belediye köprü için 446 milyon 250 bin lira ödedi.", "Köprüden günde yaklaşık 86 bin araç geçecek, bu yüzde 11 artış demek.", "Yapımda yirmi üç kişi çalıştı."}, []ruleCase{
			{"Belediye köprüye 446,25 milyon lira ödedi", Pass, "", ""},
			{"Belediye köprü için 446 milyon 250 bin TL ödedi", Pass, "", ""},
			{"Belediye köprü için 464 milyon 250 bin lira ödedi", Fail, "invented", ""},
			{"Belediye köprü için 446 milyon 250 bin avro ödedi", Fail, "unit", ""},
			{"Köprüden günde yaklaşık 86.000 araç geçecek", Pass, "", ""},
			{"Köprüden günde yaklaşık 68 bin araç geçecek", Fail, "invented", "86 bin"},
			{"Araç sayısı %11 arttı", Pass, "", ""},
			{"Yapımda 23 kişi çalıştı", Pass, "", ""},
			{"Yapımda 32 kişi çalıştı", Fail, "invented", ""},
		}},
		{"de", []string{"Der Rat stimmt ab", "Der Rat stimmte mit elf zu neun Stimmen für den Umbau.", "Die Gemeinde zahlt 3,1 der 4,8 Millionen Euro.", "Dreiundzwanzig Anwohner klagen gegen 35 Prozentpunkte mehr Steuer.", "Rund 1.200 Menschen kamen."}, []ruleCase{
			{"Rat stimmt mit 11 zu 9 Stimmen für den Umbau", Pass, "", ""},
			{"Rat stimmt mit 12 zu 9 Stimmen für den Umbau", Fail, "invented", ""},
			{"Gemeinde zahlt 3,1 Mio. Euro", Pass, "", ""},
			{"Gemeinde zahlt 1,3 der 4,8 Millionen Euro", Fail, "invented", ""},
			{"23 Anwohner klagen", Pass, "", ""},
			{"24 Anwohner klagen gegen die Steuer", Fail, "invented", "Dreiundzwanzig"},
			{"Anwohner klagen gegen 35 Prozent mehr Steuer", Fail, "unit", "35 Prozentpunkte"},
			{"Etwa 1200 Menschen kamen", Pass, "", ""},
		}},
		{"fr", []string{"La fusion", "La fusion concerne 2 310 agents et coûte 1,5 million d’euros.", "Le conseil a voté par huit voix contre cinq.", "Quatre-vingt-dix-sept lits ferment."}, []ruleCase{
			{"La fusion concerne 2310 agents", Pass, "", ""},
			{"La fusion concerne 2 130 agents", Fail, "invented", "2 310"},
			{"La fusion coûte 1 500 000 euros", Pass, "", ""},
			{"La fusion coûte 1,5 milliard d’euros", Fail, "invented", ""},
			{"Le conseil vote par 8 voix contre 5", Pass, "", ""},
			{"97 lits ferment", Pass, "", ""},
			{"79 lits ferment", Fail, "invented", ""},
		}},
		{"es", []string{"El riego", "Los regantes dejan sin plantar 1.234,5 de sus 6.480 hectáreas.", "El embalse guarda el 31,4 %, 12,6 puntos porcentuales menos.", "Treinta y tres pueblos pierden agua."}, []ruleCase{
			{"Los regantes dejan sin plantar 1234,5 hectáreas", Pass, "", ""},
			{"Los regantes dejan sin plantar 1.243,5 hectáreas", Fail, "invented", ""},
			{"El embalse guarda un 31,4 por ciento", Pass, "", ""},
			{"El embalse guarda un 31,4 %, un 12,6 % menos", Fail, "unit", "12,6 puntos porcentuales"},
			{"33 pueblos pierden agua", Pass, "", ""},
		}},
		{"ru", []string{"Мост", "Город потратил 1,5 млрд рублей на мост длиной 320 метров.", "Двадцать три рабочих получили около 25 процентов премии."}, []ruleCase{
			{"Город потратил на мост 1,5 миллиарда рублей", Pass, "", ""},
			{"Город потратил на мост 1,5 миллиона рублей", Fail, "invented", "1,5 млрд рублей"},
			{"Город построил мост длиной триста двадцать метров", Pass, "", ""},
			{"23 рабочих получили около 25% премии", Pass, "", ""},
			{"Город потратил 1,5 млрд тенге на мост", Fail, "unit", "1,5 млрд рублей"},
		}},
		{"kk", []string{"Астық", "Диқандар 412 мың тонна астық жинап, 58 мың тоннасын ашық алаңда қалдырды.", "Ықтимал шығын 1,1–1,4 млрд теңге.", "Өсім 18,7 пайызды құрады."}, []ruleCase{
			{"Диқандар 412 000 тонна астық жинады", Pass, "", ""},
			{"Диқандар 421 мың тонна астық жинады", Fail, "invented", ""},
			{"Ықтимал шығын 1,4 млрд теңгеге жетеді", Pass, "", ""},
			{"Өсім 18,7 пайыз", Pass, "", ""},
			{"Өсім 17,8 пайызды құрады", Fail, "invented", ""},
		}},
		{"ar", []string{"الوجبات", "يكلّف البرنامج 4.6 ملايين دينار ويشمل 31,200 تلميذ.", "حضر ثلاثة وعشرون معلماً."}, []ruleCase{
			{"البرنامج يشمل ٣١٬٢٠٠ تلميذ", Pass, "", ""},
			{"البرنامج يكلّف 4.6 ملايين دينار", Pass, "", ""},
			{"يكلّف البرنامج 6.4 ملايين دينار", Fail, "invented", ""},
			{"حضر 23 معلماً", Pass, "", ""},
		}},
		{"zh", []string{"地铁", "一期工程投资为118.6亿元，增加6.6亿元。", "过江区间约260米隧道渗水。", "满载率上升6个百分点，三分之一的乘客换乘。"}, []ruleCase{
			{"一期工程投资为118.6亿元", Pass, "", ""},
			{"一期工程投资为11860000000元", Pass, "", ""},
			{"一期工程投资为116.8亿元", Fail, "invented", ""},
			{"一期工程投资为118.6万元", Fail, "invented", ""},
			{"约二百六十米隧道渗水", Pass, "", ""},
			{"满载率上升6%", Fail, "unit", "6个百分点"},
			{"1/3的乘客换乘", Pass, "", ""},
		}},
		{"it", []string{"Il ponte", "Il ponte costa 1,5 milioni di euro e ventitré famiglie si trasferiscono."}, []ruleCase{
			{"Il ponte costa 1.500.000 euro", Pass, "", ""},
			{"23 famiglie si trasferiscono", Pass, "", ""},
			{"24 famiglie si trasferiscono", Fail, "invented", "ventitré"},
		}},
		{"pt", []string{"A ponte", "A ponte custa 1,5 milhão de reais e trinta e três famílias mudam de casa."}, []ruleCase{
			{"A ponte custa R$ 1,5 milhão", Pass, "", ""},
			{"33 famílias mudam de casa", Pass, "", ""},
			{"A ponte custa 1,5 milhão de euros", Fail, "unit", "1,5 milhão de reais"},
		}},
		{"ja", []string{"橋の工事", "橋の工事に1億2000万円がかかり、二十三人が働いた。"}, []ruleCase{
			{"橋の工事に12000万円がかかる", Pass, "", ""},
			{"23人が橋で働いた", Pass, "", ""},
			{"橋の工事に1億3000万円がかかった", Fail, "invented", ""},
		}},
		{"hu", []string{"A híd", "A híd 120 millió forintba került."}, []ruleCase{
			{"A híd 120 millióba került", Pass, "", ""},
			{"A híd 210 millióba került", Unknown, "language", ""},
		}},
	} {
		checkCases(t, storyOf(test.code, "", test.story...), "number", test.cases)
	}
}

// What a failing finding expects, put in the place of what it found, mends the claim.
func TestExpectedMends(t *testing.T) {
	a := storyOf("en", "2026-05-20", ferryStory...)
	for _, text := range []string{
		"Company spends more than $190M to refit six ferries",
		"Company refits five ferries for more than $180 million",
		"Fares rise by 5.6 percent",
		"Yard is 12 miles from the port",
		"Board approved the plan by 7-5 after a debate",
	} {
		f := onlyRule(a, "number").Check(article.Claim{Text: text}).Claims[0].Findings[0]
		r := []rune(text)
		mended := string(r[:f.Start]) + f.Expected + string(r[f.End:])
		if verdict, code, _ := judged(t, a, "number", mended); verdict != Pass {
			t.Errorf("%q: %s %s", mended, verdict, code)
		}
	}
}

// readArticle reads an article of testdata.
func readArticle(t testing.TB, name string) *article.Article {
	t.Helper()
	f, err := os.Open(filepath.Join("../../testdata/articles", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	a, err := article.Read(f, article.Options{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestSentencesNeverFailOnNumbersAndDates(t *testing.T) {
	entries, err := os.ReadDir("../../testdata/articles")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() || filepath.Ext(e.Name()) == ".yaml" {
			continue
		}
		a := readArticle(t, e.Name())
		numbers, dates := onlyRule(a, "number"), onlyRule(a, "date")
		for _, s := range a.Sentences {
			for _, c := range []*Checker{numbers, dates} {
				for _, claim := range []article.Claim{{Text: s.Text}, {Text: s.Text, Cites: []article.SentenceID{s.ID}}} {
					for _, f := range c.Check(claim).Claims[0].Findings {
						if f.Verdict == Fail {
							t.Errorf("%s: %q fails itself: %s", e.Name(), s.Text, f.Message)
						}
					}
				}
			}
		}
	}
}

// No text makes the rules panic, and what they find stands where they say.
func FuzzNumbersAndDates(f *testing.F) {
	f.Add("A 3-5 % rise of $1.2bn, on 3 May 2026, 10:30 a.m.", "yüzde 11, dreiundzwanzig, 三分之一, ½ of 2½", "en")
	f.Add("9223372036854775807 999999999999999.9", "1/0 0/5 12/11/10 2026-13-45 99:99", "de")
	f.Add("万亿 百 一千零三", "第三 3分の1 12月", "zh")
	f.Fuzz(func(t *testing.T, story, claim, code string) {
		if !utf8.ValidString(claim) {
			return
		}
		for _, name := range []string{"number", "date"} {
			r := onlyRule(storyOf(code, "2026-05-20", "", story), name).Check(article.Claim{Text: claim})
			for _, f := range r.Claims[0].Findings {
				if got := substring(claim, f.Start, f.End); f.Found != got {
					t.Errorf("found %q, and there stands %q", f.Found, got)
				}
			}
		}
	})
}

// What is read takes time in proportion to its length, whatever it is.
func TestLongRunsAreRead(t *testing.T) {
	for _, piece := range []string{"1 ", "000 ", "1/2 ", "三分之", "May of ", "of ", "two hundred and ", "10:30 ", "-", "1-2 ", "million "} {
		for _, code := range []string{"en", "zh", "ru"} {
			text := strings.Repeat(piece, 2_000)
			a := storyOf(code, "2026-05-20", "", text)
			r := onlyRule(a, "number").Check(article.Claim{Text: text})
			if len(r.Claims) != 1 {
				t.Errorf("%q: no report", piece)
			}
			onlyRule(a, "date").Check(article.Claim{Text: text})
		}
	}
}

func BenchmarkNumberAndDate(b *testing.B) {
	a := readArticle(b, "port-ellery-fraud-trial.txt")
	o := Options{Rules: map[string]Grade{}}
	for _, name := range RuleNames() {
		if name != "number" && name != "date" {
			o.Rules[name] = Off
		}
	}
	claims := []article.Claim{
		{Text: "Prosecutors allege $180 million went on dredging that was never done"},
		{Text: "Desmond Averill denies taking $4.3 million in bribes"},
		{Text: "Invoices at issue are 10 of 46 paid under a $410 million contract"},
		{Text: "Invoice No. 10 billed 31 days for a month of 28"},
		{Text: "The authority has raised its docking fees by 12 percent"},
		{Text: "The trial is expected to last eight to 10 weeks"},
	}
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			New(a, o)
		}
	})
	c := New(a, o)
	b.Run("check", func(b *testing.B) {
		for b.Loop() {
			c.Check(claims...)
		}
	})
}
