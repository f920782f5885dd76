package ground

import (
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// toldCase is a case of a table, in which a line "= …" is what an article says, and each line
// after it a verdict and a claim. "ok" is a pass or nothing at all.
type toldCase struct {
	says, claim, want string
}

func toldCases(t *testing.T, table string) []toldCase {
	t.Helper()
	var out []toldCase
	says := ""
	for _, line := range strings.Split(strings.TrimSpace(table), "\n") {
		verdict, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch verdict {
		case "=":
			says = strings.TrimSpace(rest)
		case "ok", "warn", "fail":
			out = append(out, toldCase{says, strings.TrimSpace(rest), verdict})
		case "":
		default:
			t.Fatalf("no verdict: %q", line)
		}
	}
	return out
}

// fillerProse are sentences of an article that have nothing to do with the cases.
var fillerProse = map[string]string{
	"en": "The weather over the plain was mild. A brass band played in the square until noon.",
	"de": "Das Wetter in der Ebene war mild. Eine Kapelle spielte bis mittags auf dem Platz.",
	"tr": "Ovada hava ılıktı. Meydanda öğlene kadar bir bando çaldı.",
	"es": "El tiempo en la llanura era suave. Una banda tocaba en la plaza hasta el mediodía.",
	"fr": "Le temps dans la plaine était doux. Une fanfare jouait sur la place jusqu'à midi.",
	"it": "Il tempo in pianura era mite. Una banda suonava in piazza fino a mezzogiorno.",
	"pt": "O tempo na planície estava ameno. Uma banda tocava na praça ao meio-dia.",
	"ru": "Погода на равнине стояла мягкая. На площади до полудня играл оркестр.",
	"ar": "كان الطقس في السهل معتدلا. عزفت فرقة في الساحة حتى الظهر.",
	"kk": "Жазықта ауа райы жұмсақ болды. Алаңда түске дейін оркестр ойнады.",
	"zh": "平原天气温和。广场上有乐队演奏到中午。",
	"ja": "平野の天気は穏やかだった。広場では楽団が正午まで演奏した。",
}

// checkTold runs the rules over a table, each case for itself. What is to be ok or a
// warning goes by one rule; that a claim fails may be found by any.
func checkTold(t *testing.T, rule, code, table string) int {
	t.Helper()
	cases := toldCases(t, table)
	for _, c := range cases {
		a, err := article.Read(strings.NewReader(fillerProse[code]+"\n\n"+c.says), article.Options{Format: article.Text, Lang: code, KeepAll: true})
		if err != nil {
			t.Fatal(err)
		}
		verdict, message := Verdict("ok"), ""
		for _, f := range Check(a, Options{Lang: code}, article.Claim{ID: "t1", Text: c.claim}).Claims[0].Findings {
			if (f.Rule == rule || c.want == "fail" && cueRules[f.Rule]) && (f.Verdict == Fail || f.Verdict == Warn && verdict != Fail) {
				verdict, message = f.Verdict, f.Code+": "+f.Message
			}
			if f.Rule == rule && f.Verdict == Unknown {
				t.Errorf("%s: %q: %s", code, c.claim, f.Message)
			}
		}
		if string(verdict) != c.want {
			t.Errorf("%s: %s, not %s (%s)\n\tarticle %s\n\tclaim   %s", code, verdict, c.want, message, c.says, c.claim)
		}
	}
	return len(cases)
}

// findingsOf checks a claim against an article in English.
func findingsOf(t *testing.T, says, claim string) []Finding {
	t.Helper()
	return Check(read(t, fillerProse["en"]+"\n\n"+says), Options{}, article.Claim{ID: "t1", Text: claim}).Claims[0].Findings
}
