package article

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// clock finds "9:12", "09.12 Uhr", "9h12", "9:12 p.m." or "9 p.m." away from the
// date itself.
func clock(tokens []string, year int) (int, int) {
	for i := range tokens {
		h, err := strconv.Atoi(tokens[i])
		if err != nil || h > 23 || i == year || len(tokens[i]) > 2 {
			continue
		}
		m, after, timed := minutesAfter(tokens, i)
		if h <= 12 {
			switch half(tokens, after) {
			case 'p':
				return h%12 + 12, m
			case 'a':
				return h % 12, m
			}
		}
		if timed {
			return h, m
		}
	}
	return 0, 0
}

// minutesAfter reads the minutes after an hour: where they end, and whether it
// is a time of day at all.
func minutesAfter(tokens []string, i int) (minutes, end int, timed bool) {
	if i+2 >= len(tokens) {
		return 0, i + 1, false
	}
	m, err := strconv.Atoi(tokens[i+2])
	if err != nil || m > 59 || len(tokens[i+2]) != 2 {
		return 0, i + 1, false
	}
	switch strings.ToLower(tokens[i+1]) {
	case ":", "h":
		return m, i + 3, true
	case ".":
		after := i+3 < len(tokens) && strings.EqualFold(tokens[i+3], "uhr")
		before := i > 0 && slices.Contains(hourWords, strings.ToLower(strings.Trim(tokens[i-1], ".")))
		if i > 1 && tokens[i-1] == "." {
			before = slices.Contains(hourWords, strings.ToLower(tokens[i-2]))
		}
		if after || before || half(tokens, i+3) != 0 {
			return m, i + 3, true
		}
	}
	return 0, i + 1, false
}

// hourWords stand before a time of day.
var hourWords = []string{"kl", "klo", "um", "ore", "alle", "saat", "at"}

// half returns 'a' or 'p' when "a.m." or "pm" is at a token, 0 for neither.
func half(tokens []string, i int) byte {
	if i >= len(tokens) {
		return 0
	}
	switch t := strings.ToLower(tokens[i]); {
	case t == "am" || t == "pm":
		return t[0]
	case (t == "a" || t == "p") && i+2 < len(tokens) && tokens[i+1] == "." && strings.EqualFold(tokens[i+2], "m"):
		return t[0]
	}
	return 0
}

func zone(tokens []string) *time.Location {
	for i, tok := range tokens {
		if minutes, ok := dateTable().Zones[strings.ToLower(tok)]; ok && i > 0 {
			if minutes == 0 && i+2 < len(tokens) && (tokens[i+1] == "+" || tokens[i+1] == "-") {
				h, _ := strconv.Atoi(tokens[i+2])
				minutes = h % 15 * 60
				if tokens[i+1] == "-" {
					minutes = -minutes
				}
			}
			if minutes == 0 {
				return time.UTC
			}
			return time.FixedZone(tok, minutes*60)
		}
	}
	return time.UTC
}
