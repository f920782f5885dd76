package article

import (
	"strconv"
	"strings"
)

// declarationsOf reads "property: value; …" in lower case and keeps what can
// hide text.
func declarationsOf(style string) declarations {
	var out declarations
	var fixed map[string]bool // what is important, which later ones do not change
	for decl := range strings.SplitSeq(style, ";") {
		name, value, ok := strings.Cut(decl, ":")
		name = strings.TrimSpace(name)
		if name == "background" {
			name = "background-color"
		}
		if !ok || !hidingProperty[name] {
			continue
		}
		value = strings.Join(strings.Fields(value), "")
		value, important := strings.CutSuffix(value, "!important")
		if fixed[name] && !important {
			continue
		}
		if out == nil {
			out, fixed = declarations{}, map[string]bool{}
		}
		out[name], fixed[name] = value, important
	}
	return out
}

var hidingProperty = map[string]bool{
	"display": true, "visibility": true, "opacity": true, "font-size": true, "text-indent": true, "left": true, "top": true, "right": true,
	"margin-left": true, "margin-top": true, "clip": true, "clip-path": true, "color": true, "background-color": true, "width": true, "height": true, "max-height": true,
	"overflow": true, "position": true, "transform": true, "content-visibility": true,
}

// showing returns the declarations that show what others may hide.
func (d declarations) showing() declarations {
	var out declarations
	for name, value := range d {
		one := declarations{name: value}
		if one.folds() || one.conceals() || one.unreadable() || name == "color" || name == "background-color" || name == "width" || name == "height" {
			continue
		}
		if out == nil {
			out = declarations{}
		}
		out[name] = value
	}
	return out
}

// folds reports that an element is not shown for now, as scripts do and undo
// with what opens and closes.
func (d declarations) folds() bool {
	visibility, opacity := d["visibility"], d["opacity"]
	return d["display"] == "none" || visibility == "hidden" || visibility == "collapse" || opacity != "" && isZero(opacity) ||
		d["content-visibility"] == "hidden" || clips(d["overflow"]) && (isZero(d["height"]) || isZero(d["max-height"]))
}

// conceals reports that text is there but made so that nobody reads it.
func (d declarations) conceals() bool {
	if clipped(d["clip"]) || strings.HasPrefix(d["clip-path"], "inset(50%") || strings.HasPrefix(d["clip-path"], "inset(100%") ||
		strings.HasPrefix(d["transform"], "scale(0)") || strings.HasPrefix(d["transform"], "translate(-9") || strings.HasPrefix(d["transform"], "translatex(-9") {
		return true
	}
	if clips(d["overflow"]) && (isZero(d["width"]) || d["width"] == "1px" && d["height"] == "1px") {
		return true
	}
	for _, name := range [...]string{"text-indent", "left", "top", "right", "margin-left", "margin-top"} {
		if farOff(d[name]) {
			return true
		}
	}
	return false
}

// unreadable reports letters of no size or of the colour behind them. Elements
// below can have others.
func (d declarations) unreadable() bool {
	color := colorOf(d["color"])
	return tiny(d["font-size"]) || color == "transparent" || color != "" && color == colorOf(d["background-color"])
}

func clips(overflow string) bool { return overflow == "hidden" || overflow == "clip" }

func clipped(clip string) bool {
	return strings.HasPrefix(clip, "rect(0") || strings.HasPrefix(clip, "rect(1px,1px") || strings.HasPrefix(clip, "rect(1px1px")
}

// lengthOf splits a length like "-9999px" into its number and unit.
func lengthOf(value string) (n float64, unit string, ok bool) {
	end := 0
	for end < len(value) && strings.IndexByte("+-.0123456789", value[end]) >= 0 {
		end++
	}
	n, err := strconv.ParseFloat(value[:end], 64)
	return n, value[end:], err == nil
}

func isZero(value string) bool {
	n, _, ok := lengthOf(value)
	return ok && n == 0
}

// tiny reports a size of letters that cannot be read.
func tiny(size string) bool {
	n, unit, ok := lengthOf(size)
	if !ok {
		return false
	}
	switch unit {
	case "", "px", "pt":
		return n <= 1
	case "%":
		return n <= 5
	}
	return n <= 0.05
}

// farOff reports an offset that puts text outside of any screen.
func farOff(offset string) bool {
	n, unit, ok := lengthOf(offset)
	if !ok {
		return false
	}
	switch unit {
	case "", "px", "pt":
		return n <= -900
	case "em", "rem":
		return n <= -60
	case "vw", "vh":
		return n <= -200
	}
	return n <= -900
}

// colorOf names a colour the same way however it is written, "" when it is
// unknown: "transparent", or six hexadecimal digits.
func colorOf(value string) string {
	switch {
	case value == "white":
		return "ffffff"
	case value == "black":
		return "000000"
	case value == "transparent":
		return value
	case strings.HasPrefix(value, "#"):
		return hexColor(value[1:])
	case strings.HasPrefix(value, "rgb"):
		return rgbColor(value)
	}
	return ""
}

func hexColor(digits string) string {
	switch len(digits) {
	case 3, 4:
		var b strings.Builder
		for i := range len(digits) {
			b.WriteByte(digits[i])
			b.WriteByte(digits[i])
		}
		digits = b.String()
	case 6, 8:
	default:
		return ""
	}
	if len(digits) == 8 && digits[6:] == "00" {
		return "transparent"
	}
	return digits[:6]
}

func rgbColor(value string) string {
	_, inside, ok := strings.Cut(strings.TrimSuffix(value, ")"), "(")
	parts := strings.FieldsFunc(inside, func(r rune) bool { return r == ',' || r == '/' })
	if !ok || len(parts) < 3 {
		return ""
	}
	if len(parts) == 4 && isZero(parts[3]) {
		return "transparent"
	}
	var b strings.Builder
	for _, p := range parts[:3] {
		n, err := strconv.ParseUint(p, 10, 8)
		if err != nil {
			return ""
		}
		b.WriteString(strconv.FormatUint(n>>4, 16) + strconv.FormatUint(n&15, 16))
	}
	return b.String()
}

// whitish reports a colour that cannot be told from a white page.
func whitish(color string) bool {
	if len(color) != 6 {
		return false
	}
	for i := 0; i < 6; i += 2 {
		if n, err := strconv.ParseUint(color[i:i+2], 16, 8); err != nil || n < 0xf8 {
			return false
		}
	}
	return true
}
