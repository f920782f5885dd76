package article

import (
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// The least that counts as an article: 40 words (80 characters in scripts
// without spaces), and three sentences or twice as many words. A text of 2,000
// characters or more is never too short, whatever its words are.
const (
	leastWords     = 40
	leastSentences = 3
	neverShort     = 2000
)

// checkArticle refuses what is no article, or too short to be summarised, with
// the likeliest reason. Where short texts are wanted it refuses only empty ones
// and error pages.
func checkArticle(a *Article, p page, short bool) error {
	size := wordsOf(a.Text)
	long := utf8.RuneCountInString(a.Text) >= neverShort
	if refusal := refusalPage(a, size); refusal != "" {
		return fault.New(fault.NotAnArticle, "The page is %s, not an article. Open it in a browser and give the text of the article", refusal)
	}
	if p.login && size < 2*leastWords {
		return fault.New(fault.NotAnArticle, "The page is a login page, not an article. Log in with a browser and give the text of the article")
	}
	if short && len(a.Sentences) > 0 || long || size >= 2*leastWords || (size >= leastWords && len(a.Sentences) >= leastSentences) {
		return nil
	}
	return fault.New(fault.NotAnArticle, "The text is too short to summarise: an article needs at least %d words in %d sentences, and %d and %d were found. Give the whole article",
		leastWords, leastSentences, size, len(a.Sentences))
}

// wordsOf counts words; two characters of a script without spaces are one.
func wordsOf(text string) int {
	words, dense, inWord := 0, 0, false
	for _, r := range text {
		switch {
		case wide(r) && unicode.IsLetter(r) || r >= 0xe00 && r < 0xf00 || r >= 0x1000 && r < 0x10a0 || r >= 0x1780 && r < 0x1800:
			dense++
			inWord = false
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '\'' || r == '’':
			if !inWord {
				words++
			}
			inWord = true
		default:
			inWord = false
		}
	}
	return words + dense/2
}

// refusals are the pages that servers send instead of an article, by what
// their title or opening says.
var refusals = []struct{ sign, name string }{
	{"404", "an error page"},
	{"page not found", "an error page"},
	{"not found", "an error page"},
	{"access denied", "an error page"},
	{"forbidden", "an error page"},
	{"internal server error", "an error page"},
	{"bad gateway", "an error page"},
	{"service unavailable", "an error page"},
	{"something went wrong", "an error page"},
	{"just a moment", "a check for robots"},
	{"are you a robot", "a check for robots"},
	{"are you human", "a check for robots"},
	{"verify you are human", "a check for robots"},
	{"attention required", "a check for robots"},
	{"captcha", "a check for robots"},
	{"please enable javascript", "a page that needs JavaScript"},
	{"enable javascript", "a page that needs JavaScript"},
	{"javascript is disabled", "a page that needs JavaScript"},
	{"log in", "a login page"},
	{"sign in", "a login page"},
	{"login", "a login page"},
}

// refusalPage names the kind of page when a short text says that it is one.
func refusalPage(a *Article, size int) string {
	if size > 3*leastWords {
		return ""
	}
	title := strings.TrimSpace(strings.ToLower(a.Title))
	opening := strings.ToLower(a.Text[:min(len(a.Text), 200)])
	for _, r := range refusals {
		if strings.HasPrefix(title, r.sign) || strings.HasPrefix(opening, r.sign) {
			return r.name
		}
		if len(r.sign) > 9 && size < 2*leastWords && (strings.Contains(title, r.sign) || strings.Contains(opening, r.sign)) {
			return r.name
		}
	}
	return ""
}

// checkProse refuses plain text that is data or a program.
func checkProse(text string) error {
	trimmed := strings.TrimSpace(text)
	if (trimmed[0] == '{' || trimmed[0] == '[') && json.Valid([]byte(trimmed)) {
		return fault.New(fault.NotAnArticle, "The text is JSON, not an article. Give the article's text alone")
	}
	var t lineTally
	for line := range strings.Lines(trimmed) {
		t.count(strings.TrimSpace(line))
	}
	switch {
	case t.lines >= 4 && t.code*10 > t.lines*4:
		return fault.New(fault.NotAnArticle, "The text is a program, not an article. Give the text of an article")
	case t.digits > 40 && t.digits*2 > t.letters || t.lines >= 4 && t.columns*10 > t.lines*8:
		return fault.New(fault.NotAnArticle, "The text is a table of numbers, not an article. Give the text of an article")
	}
	return nil
}

type lineTally struct {
	lines, code, columns int
	digits, letters      int
}

func (t *lineTally) count(line string) {
	if line == "" {
		return
	}
	t.lines++
	if codeLine(line) {
		t.code++
	}
	if strings.Count(line, "\t") >= 2 || strings.Count(line, ",") >= 3 && !strings.Contains(line, ", ") || strings.Count(line, ";") >= 3 && !strings.Contains(line, "; ") {
		t.columns++
	}
	for _, r := range line {
		switch {
		case unicode.IsDigit(r):
			t.digits++
		case unicode.IsLetter(r):
			t.letters++
			if wide(r) {
				t.letters++
			}
		}
	}
}

var codeStarts = []string{
	"#include", "import ", "from ", "package ", "func ", "def ", "class ", "public ", "private ", "return ", "return;", "if (", "for (", "while (",
	"} else", "else {", "const ", "let ", "var ", "//", "/*", "*/", "#!", "elif ", "try:", "except", "self.", "fn ", "use ", "SELECT ", "INSERT ", "CREATE TABLE", "<?php",
}

func codeLine(line string) bool {
	switch line[len(line)-1] {
	case '{', '}', ';':
		return true
	}
	if strings.HasSuffix(line, "):") || strings.HasSuffix(line, ")") && strings.Contains(line, "(") && !strings.Contains(line, " ") {
		return true
	}
	for _, start := range codeStarts {
		if strings.HasPrefix(line, start) && !endsSentence(line) && strings.ContainsAny(line, "(){}=<>\"'/;:*") {
			return true
		}
	}
	return false
}
