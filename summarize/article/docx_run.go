package article

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// toggle is a switch that may not be set.
type toggle int8

const (
	unset toggle = iota
	on
	off
)

func (t toggle) or(below toggle) toggle {
	if t == unset {
		return below
	}
	return t
}

func toggled(el docxElement) toggle {
	if el.on() {
		return on
	}
	return off
}

// runProps is what a style, or a run itself, says of the look of text. The zero
// value says nothing.
type runProps struct {
	vanish, bold, strike toggle
	colour, shade        string // six hex digits, "" is not said, "other" is a pattern or name
	size                 int    // in half points
	raised               string // "superscript" or "subscript"
	hides                bool   // nobody sees the text
}

// over returns r with what it does not say taken from below.
func (r runProps) over(below runProps) runProps {
	r.vanish, r.bold, r.strike = r.vanish.or(below.vanish), r.bold.or(below.bold), r.strike.or(below.strike)
	orElse(&r.colour, below.colour)
	orElse(&r.shade, below.shade)
	orElse(&r.raised, below.raised)
	if r.size == 0 {
		r.size = below.size
	}
	return r
}

// across puts a character style above a paragraph style: switches that both
// turn on are off.
func (r runProps) across(paragraph runProps) runProps {
	out := r.over(paragraph)
	out.vanish, out.bold, out.strike = either(r.vanish, paragraph.vanish), either(r.bold, paragraph.bold), either(r.strike, paragraph.strike)
	return out
}

// either is on when one of two switches is, and off when both are.
func either(a, b toggle) toggle {
	switch {
	case a == on && b == on:
		return off
	case b == on:
		return on
	}
	return a
}

// readRunProps reads a w:rPr, and the id of the character style in it.
func (w *docxWalker) readRunProps() (r runProps, style string) {
	w.part.each(func(el docxElement) {
		switch el.name {
		case "rStyle":
			style = el.attr("val")
		case "vanish":
			r.vanish = toggled(el)
		case "b":
			r.bold = toggled(el)
		case "strike", "dstrike":
			if r.strike != on {
				r.strike = toggled(el)
			}
		case "color":
			r.colour = colourOf(el.attr("val"))
		case "shd":
			r.shade = shadeOf(el)
		case "highlight":
			r.shade = highlightOf(el.attr("val"))
		case "sz":
			r.size, _ = strconv.Atoi(el.attr("val"))
		case "vertAlign":
			r.raised = el.attr("val")
		}
	})
	return r, style
}

func colourOf(value string) string {
	if _, err := strconv.ParseUint(value, 16, 24); err != nil || len(value) != 6 {
		return ""
	}
	return value
}

// shadeOf returns the colour behind text. Patterns are "other".
func shadeOf(el docxElement) string {
	fill := colourOf(el.attr("fill"))
	switch el.attr("val") {
	case "clear", "nil", "":
		if fill == "" && el.attr("themeFill") != "" {
			return "other"
		}
		return fill
	}
	return "other"
}

func highlightOf(name string) string {
	switch name {
	case "none", "":
		return ""
	case "white":
		return "FFFFFF"
	case "black":
		return "000000"
	}
	return "other"
}

// tiniest is the size, in half points, that text must be above to be seen.
const tiniest = 2

// startRun makes the look of the text that comes from its own properties, its
// character style and its paragraph's style.
func (w *docxWalker) startRun(direct runProps, style string) {
	character := runProps{}
	if style != "" {
		character = w.styles.resolve(style).run
	}
	r := direct.over(character.across(w.flow.para.run))
	behind := r.shade
	orElse(&behind, w.flow.para.shade)
	orElse(&behind, w.flow.shade)
	r.hides = r.vanish == on || r.size > 0 && r.size <= tiniest || sameColour(r.colour, behind)
	w.run = r
}

// sameColour reports two colours that the eye cannot tell apart.
func sameColour(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	x, err1 := strconv.ParseUint(a, 16, 24)
	y, err2 := strconv.ParseUint(b, 16, 24)
	if err1 != nil || err2 != nil {
		return false
	}
	for range 3 {
		if d := int(x&0xff) - int(y&0xff); d < -8 || d > 8 {
			return false
		}
		x, y = x>>8, y>>8
	}
	return true
}

// text adds text of the current run, or leaves it out when it is hidden or
// struck out.
func (w *docxWalker) text(s string) {
	switch {
	case s == "" || w.flow.instructions > 0:
		return
	case w.run.hides:
		w.report.add("hidden", s, w.paras)
		return
	case w.run.strike == on:
		w.report.add("deleted", s, w.paras)
		return
	}
	if w.written += int64(len(s)); w.written > w.limit {
		w.part.fail(tooMuchText(w.limit))
		return
	}
	w.flow.add(w.vertical(s), w.run.bold == on)
}

// vertical writes raised numbers in raised digits, and lowered ones after a
// fraction's slash in lowered digits.
func (w *docxWalker) vertical(s string) string {
	last := w.flow.last
	switch {
	case w.run.raised == "superscript":
		if t, ok := inDigits(s, raised); ok {
			return t
		}
		if unicode.IsDigit(last) && (len(s) == 1 && strings.Contains("nxyzkmNXYZKM", s) || strings.ContainsAny(s, "0123456789")) {
			return "^" + s
		}
	case w.run.raised == "subscript" && (last == '/' || last == '⁄'):
		if t, ok := inDigits(s, sunken); ok {
			return t
		}
	}
	return s
}

// inDigits writes a text that is all digits and signs in other digits.
func inDigits(s, digits string) (string, bool) {
	if len(s) > longestRaised {
		return s, false
	}
	from, to := []rune(digitsAndSigns), []rune(digits)
	var out strings.Builder
	for _, r := range s {
		k := slices.Index(from, r)
		if k < 0 {
			return s, false
		}
		out.WriteRune(to[k])
	}
	return out.String(), true
}
