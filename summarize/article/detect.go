package article

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// detectBytes is how much of a text the language detector looks at.
const detectBytes = 32 << 10

// DetectLang names the language of a text as a BCP 47 primary subtag, "und"
// when it is unsure: of names, numbers, code, one or two words, and of two
// languages in equal parts. It goes by script, by letters that only some
// languages have, by common words and by how words end; it looks at the first
// 32 KiB.
func DetectLang(text string) string {
	if len(text) > detectBytes {
		text = strings.ToValidUTF8(text[:detectBytes], "")
	}
	counts := countScripts(text)
	script, letters, next := counts.main()
	if letters < 8 || next*3 > letters*2 || looksLikeCode(text) {
		return "und"
	}
	if script == "Bengali" && counts.letters['ৰ']+counts.letters['ৱ'] > 0 {
		return "as"
	}
	if code, only := oneLanguage[script]; only {
		return code
	}
	if script == "Han" {
		return counts.ideographs()
	}
	return byWords(text, script)
}

// ideographs tells Chinese from Japanese: by kana, and without any by signs that
// only one of them writes.
func (c scriptCounts) ideographs() string {
	if c.n["Kana"]*12 > c.n["Han"] {
		return "ja"
	}
	chinese, japanese := 0, 0
	for _, r := range "的了是这這们們为為说說对對还還么麼没沒吗嗎她你他会來国图发东两与个" {
		chinese += c.letters[r]
	}
	for _, r := range "県発売駅円戻広図応働込辺桜渋沢済総労団気変" {
		japanese += c.letters[r]
	}
	switch {
	case japanese > chinese:
		return "ja"
	case chinese == 0 && c.n["Han"] < 20:
		return "und"
	}
	return "zh"
}

// neighbours are languages that look alike, so that what a page says of itself
// decides.
var neighbours = []string{"no nb nn", "hr bs sr sh cnr", "id ms", "he iw", "gl pt", "fil tl"}

// isNeighbour reports that two languages, or two codes of one, look alike.
func isNeighbour(a, b string) bool {
	for _, group := range neighbours {
		if codes := strings.Fields(group); slices.Contains(codes, a) && slices.Contains(codes, b) {
			return true
		}
	}
	return false
}

// alias returns the code of a language that its data goes by.
func alias(code string) string {
	switch code {
	case "no", "nn":
		return "nb"
	case "iw":
		return "he"
	}
	return code
}

// looksLikeCode reports that a text has as many signs as programs and tables of
// data have.
func looksLikeCode(text string) bool {
	signs, all := 0, 0
	for _, r := range text {
		if unicode.IsSpace(r) {
			continue
		}
		all++
		if strings.ContainsRune("{}<>=_;|\\/*#$&^~`", r) {
			signs++
		}
	}
	return signs*12 > all
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

// main returns the script of most letters, with their number, and the number of
// letters of the next. A letter of a dense script weighs more, so that Latin
// names and addresses do not outvote it.
func (c scriptCounts) main() (best string, most, next int) {
	c.n["Han"] += c.n["Kana"]
	for _, s := range scripts {
		n := c.n[s.name]
		if s.name == "Kana" {
			continue
		}
		if s.name == "Han" || s.name == "Hangul" {
			n *= 3
		}
		if n > most {
			best, most, next = s.name, n, most
		} else if n > next {
			next = n
		}
	}
	c.n["Han"] -= c.n["Kana"]
	return best, most, next
}
