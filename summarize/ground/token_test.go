package ground

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func textsOf(p passage) string {
	var out []string
	for _, t := range p.tokens {
		out = append(out, t.text)
	}
	return strings.Join(out, "|")
}

func TestCut(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"en", "The U.S. spent $1.5bn, or 26,000 a day.", "The|U.S.|spent|$|1.5|bn|,|or|26,000|a|day|."},
		{"en", "She didn’t say “no”.", "She|didn’t|say|“|no|”|."},
		{"en", "Ask J.K. Rowling at 10:30 a.m. today", "Ask|J.K.|Rowling|at|10|:|30|a.m.|today"},
		{"en", "e.g. the end.Then", "e.g.|the|end|.|Then"},
		{"de", "1.234,5 km/h", "1.234,5|km|/|h"},
		{"tr", "İstanbul'da yüzde 12,5", "İstanbul'da|yüzde|12,5"},
		{"ar", "قال 26٫5 مليون", "قال|26٫5|مليون"},
		{"zh", "延误3小时", "延|误|3|小|时"},
		{"hi", "हिन्दी", "हिन्दी"},
		{"en", "  \x00 ", ""},
	} {
		if got := textsOf(newWords(c.lang).cut(c.text)); got != c.want {
			t.Errorf("%s\n got  %s\n want %s", c.text, got, c.want)
		}
	}
}

func TestTokensAreComparable(t *testing.T) {
	for _, c := range []struct{ lang, a, b string }{
		{"en", "Erdoğan’s", "erdogan"},
		{"en", "voted", "votes"},
		{"tr", "İSTANBUL", "istanbul"},
		{"de", "Straße", "STRASSE"},
		{"ru", "министра", "министр"},
		{"kk", "мектептерге", "мектептерді"},
		{"ar", "إلى", "الى"},
	} {
		w := newWords(c.lang)
		w.stop = map[string]bool{}
		a, b := w.cut(c.a).tokens[0], w.cut(c.b).tokens[0]
		if a.stem != b.stem {
			t.Errorf("%s: %s is %s and %s is %s", c.lang, c.a, a.stem, c.b, b.stem)
		}
	}
	w := newWords("ru")
	if a, b := w.cut("май").tokens[0], w.cut("маи").tokens[0]; a.norm == b.norm {
		t.Error("й and и are two letters")
	}
}

func TestCutCoversTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune(".,'’-0123456789 aB中ひกا\u0301")))).Draw(t, "text")
		end := 0
		for _, tok := range newWords("en").cut(text).tokens {
			if tok.start < end || tok.end <= tok.start || tok.text != text[tok.start:tok.end] {
				t.Fatalf("token %q at %d:%d after %d", tok.text, tok.start, tok.end, end)
			}
			if tok.glued != (tok.start == end && end > 0) {
				t.Fatalf("token %q: glued is %v", tok.text, tok.glued)
			}
			if rest := strings.TrimFunc(text[end:tok.start], isSpaceOrControl); rest != "" {
				t.Fatalf("%q is in no token", rest)
			}
			end = tok.end
		}
		if rest := strings.TrimFunc(text[end:], isSpaceOrControl); rest != "" {
			t.Fatalf("%q is in no token", rest)
		}
	})
}
