package provider

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/nutgraf/nutgraf/summarize"
)

const (
	maxQuote   = 200  // characters of a server's words in a message
	maxRead    = 2000 // characters of them that are looked at
	keyWindow  = 8    // bytes of the key that give it away
	echoWindow = 32   // bytes of the prompt that count as an echo
	masked     = "***"
)

// keyLike is what keys of the usual vendors look like, also when their middle
// is starred out.
var keyLike = regexp.MustCompile(`(?i)\b(sk|pk|rk|gsk|key|xai|hf|nvapi)[-_][a-z0-9_*.\-]{4,}|\bAIza[a-z0-9_\-]{8,}|\bbearer\s+\S+`)

// masker returns a function that hides the keys, pieces of them, and whatever
// looks like one.
func masker(keys ...string) func(string) string {
	return func(text string) string {
		for _, key := range keys {
			text = withoutKey(text, key)
		}
		return keyLike.ReplaceAllString(text, masked)
	}
}

func withoutKey(text, key string) string {
	if key == "" {
		return text
	}
	text = strings.ReplaceAll(text, key, masked)
	words := strings.SplitAfter(text, " ")
	for i, word := range words {
		if holdsPiece(word, key) {
			words[i] = masked + " "
		}
	}
	return strings.Join(words, "")
}

func holdsPiece(word, key string) bool {
	for i := 0; i+keyWindow <= len(key); i++ {
		if strings.Contains(word, key[i:i+keyWindow]) {
			return true
		}
	}
	return false
}

// clean makes a server's words fit for one line: no control or invisible
// characters, single spaces.
func clean(text string) string {
	var b strings.Builder
	n := 0
	for _, r := range text {
		if n++; n > maxRead {
			break
		}
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r), r == unicode.ReplacementChar:
			b.WriteByte(' ')
		case unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp):
		default:
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// quote returns " (it says: …)" with the server's words, or "" when there are
// none or they repeat the prompt.
func (k call) quote(text string) string {
	text = k.mask(clean(text))
	if runes := []rune(text); len(runes) > maxQuote {
		text = strings.TrimSpace(string(runes[:maxQuote-1])) + "…"
	}
	if text == "" || echoes(text, k.req.Messages) {
		return ""
	}
	return " (it says: " + strings.TrimRight(text, ".") + ")"
}

// echoes reports whether the text repeats a stretch of a message.
func echoes(text string, messages []summarize.Message) bool {
	for _, m := range messages {
		for i := 0; i+echoWindow <= len(text); i++ {
			if strings.Contains(m.Text, text[i:i+echoWindow]) {
				return true
			}
		}
	}
	return false
}
