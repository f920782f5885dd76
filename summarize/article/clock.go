package article

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// clockTime is a time of day as a text shows it.
type clockTime struct {
	text    string // "14:32", "" for none
	minutes int    // since midnight
	zone    *time.Location
}

// clockOpening is a time of day at the beginning of a line: "14:32", "[9.05pm",
// "14h30", "kl. 14.32", "14 Uhr", "下午2時30分".
var clockOpening = regexp.MustCompile(`^[\[(*_>\-–—•\s]*(?i:at |kl\.? ?|um |à |alle |ore |a las |às |saat |в |о |сағат |上午|下午|午前|午後)?` +
	`(2[0-4]|[01]?\d)(?:([:.hH時时点])([0-5]\d)?)?分?(?i:[ \x{a0}\x{202f}]?(a\.?m\b\.?|p\.?m\b\.?|uhr\b|hrs\b|h\b|น\.))?`)

// clockSigns stand between a time and what it is the time of.
const clockSigns = ":–—-|·•.,)]*_："

// clockOf reads the time of day that a line begins with, and what follows. In a
// line that is no heading a sign has to stand after it: "9:40 was late" is text.
func clockOf(text string, heading bool) (c clockTime, rest string, ok bool) {
	text = asciiDigits(text[:min(len(text), 200)]) + text[min(len(text), 200):]
	m := clockOpening.FindStringSubmatch(text)
	if m == nil {
		return c, "", false
	}
	sign, minute, suffix := m[2], m[3], strings.ToLower(strings.ReplaceAll(m[4], ".", ""))
	rest = text[len(m[0]):]
	if sign != "" && minute == "" && !strings.Contains("hH時时点", sign) {
		rest, sign = text[len(m[0])-len(sign):], ""
	}
	c.zone, rest = zoneAfter(rest)
	signed := strings.ContainsAny(firstRunes(strings.TrimSpace(rest), 1), clockSigns) || strings.TrimSpace(rest) == ""
	plain := sign == ":" || strings.Contains("hH時时点", sign) && sign != "" && minute != "" || suffix != "" || c.zone != nil
	switch {
	case rest != "" && !unicode.IsSpace(rune(rest[0])) && !signed && !wideStart(rest):
		return c, "", false // "14:32nd", "12.5"
	case !plain && !(sign == "." && signed && minute != ""), !signed && !heading:
		return c, "", false
	}
	hour, _ := strconv.Atoi(m[1])
	past, _ := strconv.Atoi(minute)
	switch {
	case (strings.HasPrefix(suffix, "p") || strings.Contains(m[0], "下午") || strings.Contains(m[0], "午後")) && hour < 12:
		hour += 12
	case strings.HasPrefix(suffix, "a") && hour == 12:
		hour = 0
	}
	if hour %= 24; strings.HasPrefix(rest, ":") && len(rest) > 2 && unicode.IsDigit(rune(rest[1])) {
		rest = strings.TrimLeft(rest[1:], "0123456789") // seconds
	}
	c.minutes, c.text = hour*60+past, fmt.Sprintf("%02d:%02d", hour, past)
	return c, strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(rest), clockSigns+" ")), true
}

// zoneAfter cuts the name of a zone off the text after a time. A name that
// several zones have is cut as well, and says nothing.
func zoneAfter(rest string) (*time.Location, string) {
	trimmed := strings.TrimLeft(rest, " \u00a0(")
	end := strings.IndexFunc(trimmed, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(trimmed)
	}
	name := trimmed[:end]
	minutes, known := dateTable().Zones[strings.ToLower(name)]
	after := strings.TrimLeft(trimmed[end:], " )")
	switch {
	case len(name) < 2 || name != strings.ToUpper(name):
		return nil, rest
	case known && minutes == 0:
		return time.UTC, after
	case known:
		return time.FixedZone(name, minutes*60), after
	case len(name) <= 4 && unicode.IsLetter(rune(name[0])) && (after == "" || strings.ContainsAny(firstRunes(after, 1), clockSigns)):
		return nil, after
	}
	return nil, rest
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

func wideStart(s string) bool {
	for _, r := range s {
		return wide(r)
	}
	return false
}
