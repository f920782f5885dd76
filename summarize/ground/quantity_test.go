package ground

import (
	"fmt"
	"io/fs"
	"math"
	"path"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"
)

// tell puts quantities into words: hedge, value, unit or what is counted.
func tell(f figures) string {
	var out []string
	for _, q := range f.quantities {
		s := fmt.Sprint(q.value.num)
		if q.value.den != 1 {
			s += fmt.Sprint("/", q.value.den)
		}
		s += map[quantityKind]string{ordinal: "th", multiple: "x", fraction: "f"}[q.kind]
		if q.unit != nil {
			s += " " + q.unit.name
		}
		if q.hedge != "" {
			s = q.hedge + " " + s
		}
		if q.pair {
			s += ":"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func figuresIn(code, text string) figures {
	return lexiconOf(code).figures(newWords(code).cut(text))
}

func TestQuantities(t *testing.T) {
	for _, test := range []struct{ code, text, want string }{
		{"en", "$180M", "180000000 $"},
		{"en", "more than $180 million", "over 180000000 $"},
		{"en", "180,000,000 dollars", "180000000 $"},
		{"en", "£50 m and £ 50bn", "50000000 GBP 50000000000 GBP"},
		{"en", "£24million", "24000000 GBP"},
		{"en", "US$5, A$3.5m and 7 USD", "5 USD 3500000 AUD 7 USD"},
		{"en", "twenty-three people", "23"},
		{"en", "two hundred and fifty-one votes", "251"},
		{"en", "between two hundred and three hundred", "200 300"},
		{"en", "half a million", "500000"},
		{"en", "two-thirds of them, a third of us", "2/3f 1/3f"},
		{"en", "the third man, the 23rd, the twenty-third", "3th 23th 23th"},
		{"en", "3-5 percent", "3 % 5 %"},
		{"en", "between €7.6 billion and 7.8 billion", "7600000000 EUR 7800000000 EUR"},
		{"en", "won 2-1 and 58–41", "2: 1 58: 41"},
		{"en", "a 10-milligram tablet for a 44-year-old", "10 mg 44 year"},
		{"en", "a 54 - year - old", "54 year"},
		{"en", "26, 000 fans", "26000"},
		{"en", "6.6 percentage points, half a point, 50 basis points", "33/5 pp 1/2f point 50 bp"},
		{"en", "1 1/2 hours, 2½ years, one and a half years", "3/2 hour 5/2 year 3/2 year"},
		{"en", "a dozen, two dozen, a hundred", "12 24 100"},
		{"en", "doubled, twice, tripled", "2x 2x 3x"},
		{"en", "603 kilometers per hour (374 mph)", "603 kmh 374 mph"},
		{"en", "at least 14, up to 45, as many as 700, nearly 200", "least 14 most 45 most 700 nearly 200"},
		{"en", "over 25 years, over 25 people", "25 year over 25"},
		{"en", "300 or more", "over 300"},
		{"en", "-5 degrees", "-5 degree"},
		{"en", "$390 million two years ago", "390000000 $ 2 year"},
		{"en", "thousands of people, hundreds", ""},
		{"en", "version 1.2.3 of 12345678901234567890", ""},
		{"en", "٣١٬٢٠٠ and １２", "31200 12"},
		{"tr", "446 milyon 250 bin lira", "446250000 TRY"},
		{"tr", "yüzde 11, %25'i", "11 % 25 %"},
		{"tr", "iki yüz elli üç kişi", "253"},
		{"tr", "yaklaşık 1,5 milyon avro", "about 1500000 EUR"},
		{"tr", "dört buçuk milyon, 100'den fazla", "4500000 over 100"},
		{"de", "dreiundzwanzig, einhundertzwanzig, zweitausenddreihundert", "23 120 2300"},
		{"de", "3,1 der 4,8 Millionen Euro", "3100000 EUR 4800000 EUR"},
		{"de", "rund 1,84 Mrd. Euro", "about 1840000000 EUR"},
		{"de", "zwei Drittel, die Hälfte der Bürger", "2/3f 1/2f"},
		{"fr", "2 310 agents, trois cent vingt", "2310 320"},
		{"fr", "quatre-vingt-dix-sept", "97"},
		{"fr", "1,5 million d’euros, plus de 3 millions de dollars", "1500000 EUR over 3000000 $"},
		{"es", "1.234,5 de sus 6.480 hectáreas", "2469/2 hectare 6480 hectare"},
		{"es", "treinta y tres, mil millones, 5 mil millones de euros", "33 1000000000 5000000000 EUR"},
		{"it", "ventitré, trecentoventi, due terzi", "23 320 2/3f"},
		{"pt", "trinta e três, 1,5 milhão de reais", "33 1500000 BRL"},
		{"ru", "двадцать три, 1,5 млн рублей, около 25 процентов", "23 1500000 RUB about 25 %"},
		{"ru", "5-й, полтора миллиона", "5th 1500000"},
		{"kk", "58 мың тонна, 740-ы, жиырма үш", "58000 tonne 740 23"},
		{"kk", "1,1–1,4 млрд теңге, 300-ден астам", "1100000000 KZT 1400000000 KZT over 300"},
		{"ar", "ثلاثة وعشرون", "23"},
		{"ar", "نحو 350 ألف دينار, نصف مليون", "about 350000 dinar 500000"},
		{"zh", "二十三人, 一百二十万, 3.5万", "23 1200000 35000"},
		{"zh", "三分之一, 百分之二十, 6个百分点", "1/3f 20 % 6 pp"},
		{"zh", "1亿2000万元, 约260米, 第三", "120000000 CNY about 260 metre 3th"},
		{"zh", "一些人十分高兴", ""},
		{"ja", "3分の1, 1億2000万円", "1/3f 120000000 JPY"},
		{"hu", "120 millió, 3%", "120 3 %"},
	} {
		if got := tell(figuresIn(test.code, test.text)); got != test.want {
			t.Errorf("%s %q: %s, want %s", test.code, test.text, got, test.want)
		}
	}
}

// Every data file loads, names known units and hedges, and says nothing twice.
func TestNumberAndDateData(t *testing.T) {
	for _, rule := range []string{"number", "date"} {
		entries, err := fs.ReadDir(files, "data/"+rule)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			code := strings.TrimSuffix(e.Name(), ".yaml")
			if code == "any" {
				continue
			}
			if x := lexiconOf(code); !x.known {
				t.Errorf("%s/%s: no numbers", rule, code)
			}
			text, _ := files.ReadFile(path.Join("data", rule, e.Name()))
			var lists map[string]any
			if err := yaml.Unmarshal(text, &lists); err != nil {
				t.Errorf("%s/%s: %v", rule, code, err)
			}
			for name, list := range lists {
				checkTwice(t, rule+"/"+code+" "+name, list)
			}
		}
	}
}

func checkTwice(t *testing.T, name string, v any) {
	t.Helper()
	switch v := v.(type) {
	case map[string]any:
		for key, list := range v {
			checkTwice(t, name+" "+key, list)
		}
	case map[any]any:
		for key, list := range v {
			checkTwice(t, fmt.Sprint(name, " ", key), list)
		}
	case []any:
		seen := map[any]bool{}
		for _, word := range v {
			if seen[word] {
				t.Errorf("%s: %v is there twice", name, word)
			}
			seen[word] = true
		}
	}
}

func TestRatioIsExact(t *testing.T) {
	tenth, fifth := makeRatio(1, 10), makeRatio(1, 5)
	if got := tenth.plus(fifth); got != makeRatio(3, 10) {
		t.Errorf("1/10 + 1/5 is %v", got)
	}
	if got := integer(math.MaxInt64).times(integer(2)); got.known() {
		t.Errorf("what does not fit is %v", got)
	}
	if got := integer(1).over(integer(0)); got.known() {
		t.Errorf("1/0 is %v", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		small := rapid.Int64Range(-1e6, 1e6)
		a := makeRatio(small.Draw(t, "a"), rapid.Int64Range(1, 1000).Draw(t, "b"))
		b := makeRatio(small.Draw(t, "c"), rapid.Int64Range(1, 1000).Draw(t, "d"))
		if got := a.plus(b).minus(b); got != a {
			t.Errorf("%v + %v - %v is %v", a, b, b, got)
		}
		if got := a.times(b); b.num != 0 && got.over(b) != a {
			t.Errorf("%v * %v / %v is %v", a, b, b, got.over(b))
		}
	})
}

// Digits are read alike with any grouping.
func TestGroupedDigits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1000, 999_999_999).Draw(t, "n")
		digits := fmt.Sprint(n)
		for sep, decimal := range map[string]rune{",": '.', ".": ',', "’": '.'} {
			grouped := ""
			for i, d := range digits {
				if i > 0 && (len(digits)-i)%3 == 0 {
					grouped += sep
				}
				grouped += string(d)
			}
			if f, ok := readDigits(grouped, decimal); !ok || f.value != integer(n) {
				t.Errorf("%s is %v", grouped, f.value)
			}
		}
	})
}
