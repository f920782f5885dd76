package article

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The font "Symbol" from 0x40 to 0x7E, and from 0xA0.
const (
	symbolFont     = "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
	symbolFontHigh = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…"
)

// dingbats are the characters of the font "Wingdings" that texts use.
var dingbats = map[rune]string{
	0x4a: "☺", 0x6c: "•", 0x6e: "▪", 0x76: "•", 0xa7: "▪", 0xa8: "▪", 0xd8: "►", 0xdf: "←", 0xe0: "→", 0xe1: "↑", 0xe2: "↓", 0xe8: "→", 0xfb: "✗", 0xfc: "✓", 0xfe: "✓",
}

// symbol returns the character of a w:sym, "" for one that no text needs.
func symbol(font, code string) string {
	n, err := strconv.ParseUint(code, 16, 16)
	if err != nil {
		return ""
	}
	r := rune(n)
	if r >= 0xf000 && r <= 0xf0ff {
		r -= 0xf000
	} else if r >= 0x100 {
		return printable(r)
	}
	high := []rune(symbolFontHigh)
	switch low := []rune(symbolFont); {
	case strings.HasPrefix(font, "Wingdings"), strings.HasPrefix(font, "Webdings"):
		return dingbats[r]
	case font == "Symbol" && r >= 0x40 && int(r-0x40) < len(low):
		return string(low[r-0x40])
	case font == "Symbol" && r >= 0xa0:
		if int(r-0xa0) >= len(high) {
			return ""
		}
		return string(high[r-0xa0])
	}
	return printable(r)
}

func printable(r rune) string {
	if !utf8.ValidRune(r) || !unicode.IsPrint(r) {
		return ""
	}
	return string(r)
}
