package article

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/lang"
)

// detectBytes is how much of a text the language detector looks at.
const detectBytes = 32 << 10

// DetectLang names the language of a text as a BCP 47 primary subtag, "und"
// when it is unsure. It goes by script, by letters that only some languages
// have, and by common words; it looks at the first 32 KiB.
func DetectLang(text string) string {
	if len(text) > detectBytes {
		text = strings.ToValidUTF8(text[:detectBytes], "")
	}
	counts := countScripts(text)
	script, letters := counts.main()
	if letters < 8 {
		return "und"
	}
	if code, only := oneLanguage[script]; only {
		return code
	}
	if script == "Han" || script == "Kana" {
		if counts.n["Kana"]*12 > counts.n["Han"] {
			return "ja"
		}
		return "zh"
	}
	return byWords(text, script, counts)
}

// oneLanguage are the scripts that news is written in in one language.
var oneLanguage = map[string]string{
	"Hangul": "ko", "Thai": "th", "Hebrew": "he", "Greek": "el", "Armenian": "hy", "Georgian": "ka",
	"Tamil": "ta", "Telugu": "te", "Bengali": "bn", "Gujarati": "gu", "Gurmukhi": "pa", "Kannada": "kn",
	"Malayalam": "ml", "Myanmar": "my", "Khmer": "km", "Lao": "lo", "Sinhala": "si", "Ethiopic": "am",
}

var scripts = []struct {
	name  string
	table *unicode.RangeTable
}{
	{"Cyrillic", unicode.Cyrillic},
	{"Arabic", unicode.Arabic},
	{"Devanagari", unicode.Devanagari},
	{"Han", unicode.Han},
	{"Hangul", unicode.Hangul},
	{"Greek", unicode.Greek},
	{"Hebrew", unicode.Hebrew},
	{"Thai", unicode.Thai},
	{"Armenian", unicode.Armenian},
	{"Georgian", unicode.Georgian},
	{"Tamil", unicode.Tamil},
	{"Telugu", unicode.Telugu},
	{"Bengali", unicode.Bengali},
	{"Gujarati", unicode.Gujarati},
	{"Gurmukhi", unicode.Gurmukhi},
	{"Kannada", unicode.Kannada},
	{"Malayalam", unicode.Malayalam},
	{"Myanmar", unicode.Myanmar},
	{"Khmer", unicode.Khmer},
	{"Lao", unicode.Lao},
	{"Sinhala", unicode.Sinhala},
	{"Ethiopic", unicode.Ethiopic},
	{"Kana", unicode.Hiragana},
	{"Kana", unicode.Katakana},
	{"Latin", unicode.Latin},
}

type scriptCounts struct {
	n       map[string]int
	letters map[rune]int // letters outside of ASCII
}

func countScripts(text string) scriptCounts {
	c := scriptCounts{n: map[string]int{}, letters: map[rune]int{}}
	latin := 0
	for _, r := range text {
		if r < utf8.RuneSelf {
			if r|0x20 >= 'a' && r|0x20 <= 'z' {
				latin++
			}
		} else if unicode.IsLetter(r) {
			c.letters[unicode.ToLower(r)]++
		}
	}
	c.n["Latin"] = latin
	for r, n := range c.letters {
		for _, s := range scripts {
			if unicode.Is(s.table, r) {
				c.n[s.name] += n
				break
			}
		}
	}
	return c
}

// main returns the script of most letters. A letter of a dense script weighs
// more, so that Latin names and addresses do not outvote it.
func (c scriptCounts) main() (string, int) {
	best, most := "", 0
	for _, s := range scripts {
		n := c.n[s.name]
		if s.name == "Han" || s.name == "Hangul" {
			n *= 3
		}
		if n > most {
			best, most = s.name, n
		}
	}
	return best, most
}

// lexicon maps a common word to the languages that have it.
var lexicon = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for _, code := range lang.Codes() {
		for _, w := range lang.For(code).Common {
			out[w] = append(out[w], code)
		}
	}
	return out
})

// byWords picks the language whose common words cover most of the text. A word
// that several languages share counts for each in part.
func byWords(text, script string, c scriptCounts) string {
	scores, words := map[string]float64{}, 0
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		words++
		codes := lexicon()[w]
		for _, code := range codes {
			scores[code] += 1 / float64(1+len(codes))
		}
	}
	for code, bonus := range letterBonus(script, c) {
		scores[code] += bonus * float64(words)
	}
	best, second := "und", 0.0
	for _, code := range lang.Codes() {
		switch s := scores[code]; {
		case best == "und" && s > 0 || s > scores[best]:
			second, best = scores[best], code
		case s > second:
			second = s
		}
	}
	if words == 0 || scores[best] < 0.03*float64(words) || scores[best] < second*1.1 || scores[best] < 0.8 {
		return "und"
	}
	return best
}

// telling are letters that only some languages of a script use.
var telling = map[string]map[string]string{
	"Cyrillic": {"kk": "әғқңөұүһ", "uk": "їєґ", "ru": "ыэё", "sr": "ђјљњћџ", "bg": ""},
	"Arabic":   {"fa": "گچپژک", "ur": "ٹڈڑںےھ", "ar": "ةىيك"},
	"Latin":    {"tr": "ğış", "pl": "łęśżźń", "vi": "ơưđạảấầậắặẹếềệọốồộớờợụứừự", "cs": "řěů", "hu": "őű", "ro": "șțţ", "de": "ß", "es": "ñ¿¡", "pt": "ãõ"},
}

// letterBonus gives a language up to half a point a word for its own letters.
func letterBonus(script string, c scriptCounts) map[string]float64 {
	out := map[string]float64{}
	total := max(1, c.n[script])
	for code, letters := range telling[script] {
		n := 0
		for _, r := range letters {
			n += c.letters[r]
		}
		out[code] = min(0.3, 4*float64(n)/float64(total))
	}
	return out
}
