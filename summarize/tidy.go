package summarize

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

// tidy puts right what is a matter of form alone and cannot change a fact:
// spaces and line breaks, a bullet or number in front, the label repeated, a
// fence of quotation marks or stars around the whole, the full stop. It says
// what it changed, apart from white space.
func (h *house) tidy(c article.Claim) (article.Claim, []string) {
	var changes []string
	text := strings.Join(strings.Fields(c.Text), " ")
	step := func(what string, f func(string) string) {
		if after := f(text); after != text {
			text = after
			changes = append(changes, what)
		}
	}
	step("a bullet, number, label or mark in front or around it was removed", func(text string) string {
		for before := ""; text != before; {
			before = text
			text = trimWrapping(h.trimLabel(h.trimNumber(c.ID, trimBullet(text))))
		}
		return text
	})
	step("the numbers of sentences at the end were removed", h.trimCitation)
	if c.ID != whyID {
		if h.profile.Takeaways.FullStop {
			step("a full stop was added", h.addStop)
		} else {
			step("the full stop was removed", h.trimStop)
		}
	}
	c.Text = text
	c.Cites = uniqueIDs(c.Cites)
	return c, changes
}

// bullet is a mark of a list in front of a text. A dash or star that touches
// the word behind it is part of the text: a minus, a name.
var bullet = regexp.MustCompile(`^(?:[•▪‣●◦·]\s*|[-–—*]\s+)`)

func trimBullet(text string) string { return bullet.ReplaceAllString(text, "") }

// number is that of a list in front of a text.
var number = regexp.MustCompile(`^\(?([0-9]{1,2})([.)])\s+(\S+)`)

// trimNumber removes the number of a takeaway in front of it. "3. Oktober" and
// "1. FC" stay where the article has them.
func (h *house) trimNumber(id, text string) string {
	m := number.FindStringSubmatchIndex(text)
	if m == nil {
		return text
	}
	if text[m[4]] == '.' && ("t"+text[m[2]:m[3]] != id || strings.Contains(h.article.Text, text[m[2]:m[7]])) {
		return text
	}
	return text[m[6]:]
}

// citation is numbers of sentences that a model puts at the end of a text as
// well as where they belong.
var citation = regexp.MustCompile(`\s*(?:(?:\[[0-9]+(?:\s*[,;–-]\s*[0-9]+)*\]|\([Ss]entences? [0-9][0-9,; –-]*(?:and [0-9]+)?\))\s*)+([.。]?)$`)

func (h *house) trimCitation(text string) string {
	if !strings.ContainsAny(text, "])") {
		return text
	}
	at := citation.FindStringSubmatchIndex(text)
	if at == nil || strings.Contains(h.article.Text, strings.TrimSpace(text[at[0]:at[2]])) {
		return text
	}
	return text[:at[0]] + text[at[2]:at[3]]
}

func (h *house) trimLabel(text string) string {
	for _, label := range []string{h.labels().Why, h.labels().Takeaways, "Why this matters", "Why it matters", "Key takeaway", "Takeaway"} {
		bare := strings.TrimLeft(text, "*")
		if len(bare) <= len(label) || !strings.EqualFold(bare[:len(label)], label) {
			continue
		}
		rest := strings.TrimLeft(bare[len(label):], "* ")
		for _, colon := range []string{":", "："} {
			if after, ok := strings.CutPrefix(rest, colon); ok {
				return strings.TrimLeft(after, "* ")
			}
		}
	}
	return text
}

// trimWrapping removes emphasis or quotation marks that hold the whole text,
// but not a text that is itself a quotation and goes on after it.
func trimWrapping(text string) string {
	for _, pair := range [][2]string{{"**", "**"}, {"__", "__"}, {"*", "*"}, {"`", "`"}, {"\"", "\""}, {"“", "”"}} {
		inner, open := strings.CutPrefix(text, pair[0])
		inner, closed := strings.CutSuffix(inner, pair[1])
		if open && closed && !strings.Contains(inner, pair[0]) && !strings.Contains(inner, pair[1]) {
			return strings.TrimSpace(inner)
		}
	}
	return text
}

const stops = ".。।۔"

func (h *house) trimStop(text string) string {
	after := strings.TrimRight(text, stops)
	if after == text || strings.HasSuffix(text, "..") || article.EndsInAbbreviation(text, h.lang) {
		return text
	}
	return after
}

func (h *house) addStop(text string) string {
	bare := strings.TrimRight(text, "\"”’»)")
	if last, _ := utf8.DecodeLastRuneInString(bare); text == "" || strings.ContainsRune(stops+"!?！？…", last) {
		return text
	}
	switch lang.Primary(h.lang) {
	case "zh", "ja":
		return text + "。"
	case "hi":
		return text + "।"
	case "ur":
		return text + "۔"
	}
	return text + "."
}

func uniqueIDs(ids []article.SentenceID) []article.SentenceID {
	out := slices.Clone(ids)
	slices.Sort(out)
	return slices.Compact(out)
}
