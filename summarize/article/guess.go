package article

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/fault"
	"golang.org/x/net/html/charset"
)

// candidate is an encoding that texts without a declaration come in.
type candidate struct {
	name   string
	langs  []string // languages that are written in it
	common string   // letters that make up much of any text in it; "" when words tell
	least  int      // per cent of letters that are common ones
}

const (
	commonCyrillic = "оеаинтсрвлкмдпу"
	commonArabic   = "اليمنوترهدبعس"
	commonGreek    = "αοιετσνηυρπκμλς"
	commonHebrew   = "יוהלאתרמבשנ"
	commonThai     = "านรอกเงมยลวดทตสะ่้"
	commonHan      = "的一是不了在人有我他这為为中大来來上国國个個到说說们們和地出会會时時要也年月日市公政府员員家民新天方后後前分行于於"
	commonHangul   = "이다의는을에가고한지로기사도리를은서자대정시인하"
	commonKana     = "のにはをたがでとしれいるなかてこもあっさらすまりン"
)

// candidates are in the order in which a tie is broken.
var candidates = []candidate{
	{"windows-1252", []string{"en", "fr", "de", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "ca", "id"}, "", 0},
	{"windows-1254", []string{"tr"}, "", 0},
	{"windows-1250", []string{"pl", "cs", "hu", "ro", "hr"}, "", 0},
	{"iso-8859-2", []string{"pl", "cs", "hu", "ro", "hr"}, "", 0},
	{"windows-1251", []string{"ru", "uk", "bg", "sr", "kk"}, commonCyrillic, 55},
	{"koi8-u", []string{"ru", "uk"}, commonCyrillic, 55},
	{"iso-8859-5", []string{"ru", "uk", "bg", "sr"}, commonCyrillic, 55},
	{"windows-1256", []string{"ar", "fa", "ur"}, commonArabic, 50},
	{"iso-8859-6", []string{"ar"}, commonArabic, 50},
	{"windows-1253", []string{"el"}, commonGreek, 55},
	{"windows-1255", []string{"he"}, commonHebrew, 50},
	{"windows-874", []string{"th"}, commonThai, 45},
	{"shift_jis", []string{"ja"}, commonKana, 30},
	{"euc-jp", []string{"ja"}, commonKana, 30},
	{"iso-2022-jp", []string{"ja"}, commonKana, 30},
	{"euc-kr", []string{"ko"}, commonHangul, 20},
	{"gb18030", []string{"zh"}, commonHan, 12},
	{"big5", []string{"zh"}, commonHan, 12},
}

const (
	guessBytes   = 64 << 10 // how much of an input the guess looks at
	mostAccented = 25       // per cent of letters that Latin text has with accents
)

// guessEncoding decodes data whose encoding nobody declared, or declared
// wrongly: the candidate wins whose text is clean, is in a language that uses
// it, and has most of that language's common letters. Else it is windows-1252,
// unless much of it is not ASCII.
func guessEncoding(data []byte) (string, error) {
	head := data[:min(len(data), guessBytes)]
	best, most := "", 0
	for _, c := range candidates {
		if n := c.score(head, len(head) < len(data)); n > most {
			best, most = c.name, n
		}
	}
	if best == "" {
		western, _ := charset.Lookup("windows-1252")
		if text, err := western.NewDecoder().Bytes(head); err != nil || accented(string(text)) == 0 {
			return "", fault.New(fault.NotText, "The encoding of the input is not known. Save it as UTF-8")
		}
		best = "windows-1252"
	}
	enc, _ := charset.Lookup(best)
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return "", notTextFault()
	}
	return string(out), nil
}

// score says how well data reads in the encoding, 0 for not. cut means that
// data may end within a character.
func (c candidate) score(data []byte, cut bool) int {
	enc, _ := charset.Lookup(c.name)
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return 0
	}
	text := string(out)
	if cut {
		text = strings.TrimSuffix(text, "\uFFFD")
	}
	if !tidy(text) {
		return 0
	}
	if !slices.Contains(c.langs, DetectLang(bareText(text))) {
		return 0
	}
	if c.common == "" {
		return accented(text)
	}
	if n := c.share(text); n >= c.least {
		return n * 10 / c.least
	}
	return 0
}

// bareText returns the text of a page, and any other text as it is.
func bareText(text string) string {
	if looksLikeHTML(text) {
		return tagless(text)
	}
	return text
}

// share is how many per cent of the letters outside of ASCII are common ones.
func (c candidate) share(text string) int {
	common, letters := 0, 0
	for _, r := range text {
		if r < utf8.RuneSelf || !unicode.IsLetter(r) && !unicode.IsMark(r) {
			continue
		}
		letters++
		if strings.ContainsRune(c.common, r) {
			common++
		}
	}
	return common * 100 / max(1, letters)
}

// tidy reports that a text has hardly any character that no text has.
func tidy(text string) bool {
	bad := 0
	for _, r := range text {
		if r == utf8.RuneError || r >= 0x7f && r < 0xa0 || r < ' ' && !unicode.IsSpace(r) || unicode.Is(unicode.Co, r) {
			bad++
		}
	}
	return bad*1000 <= len(text)
}

// accented says how well the characters of a Latin text outside of ASCII fit it:
// 100 when all are letters or signs of print, 0 when they are more than accents.
func accented(text string) int {
	plain, letters, odd := 0, 0, 0
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf:
			if unicode.IsLetter(r) {
				plain++
			}
		case unicode.IsLetter(r):
			letters++
		case !strings.ContainsRune("“”„‘’‚‹›«»–—…•·€£§°©®™½¼¾²³\u00a0\u00ad¡¿´ªº", r):
			odd++
		}
	}
	if letters+odd > 8 && (letters+odd)*100 > mostAccented*(plain+letters+odd) {
		return 0
	}
	return 100 - odd*100/max(1, letters+odd)
}
