package article

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"go.yaml.in/yaml/v3"
)

//go:embed data/endings.yaml
var endingData []byte

type endingWords struct {
	Credited, Reach, Services []string
}

var endingTable = sync.OnceValue(func() endingWords {
	var t endingWords
	if err := yaml.Unmarshal(endingData, &t); err != nil {
		panic("article: data/endings.yaml: " + err.Error())
	}
	return t
})

// Where and how long the lines below an article are.
const (
	endingZone    = 6   // blocks
	longestEnding = 450 // columns
)

// ending says what kind of line below the article block i is, "" for none.
func (s *stripper) ending(blocks []block, i int) string {
	text := blocks[i].text
	if i < len(blocks)-endingZone || s.sentences == 0 || columns(text) > longestEnding {
		return ""
	}
	lower := strings.ToLower(text)
	t := endingTable()
	for _, phrase := range t.Credited {
		if strings.Contains(lower, phrase) {
			return "byline"
		}
	}
	if address(text) || reaches(lower, t) {
		return "contact"
	}
	if s.sentences > 2 && blocks[i].kind == Body && s.aboutWriter(text) {
		return "byline"
	}
	return ""
}

// reaches reports a line that says how to reach the writer.
func reaches(lower string, t endingWords) bool {
	opens := false
	for _, word := range t.Reach {
		opens = opens || strings.HasPrefix(lower, word+" ")
	}
	if !opens {
		return false
	}
	for _, service := range t.Services {
		if strings.Contains(lower, " on"+service) || strings.Contains(lower, service) && strings.Contains(lower, "@") {
			return true
		}
	}
	at := strings.IndexByte(lower, '@')
	return at > 0 || strings.Contains(lower, " on twitter")
}

// address knows a line that is an e-mail address, a handle or a web address.
func address(text string) bool {
	if strings.ContainsFunc(text, unicode.IsSpace) || len(text) < 4 {
		return false
	}
	return strings.HasPrefix(text, "@") || strings.Contains(text, "@") && strings.Contains(text, ".") || strings.Contains(text, ".com/")
}

// aboutWriter reports a paragraph that begins with the name of one who wrote
// the article.
func (s *stripper) aboutWriter(text string) bool {
	for _, name := range strings.FieldsFunc(s.byline, func(r rune) bool { return r == ',' || r == ';' || r == '&' || r == '|' }) {
		for _, one := range strings.Split(name, " and ") {
			one = strings.TrimSpace(one)
			if len(strings.Fields(one)) < 2 || len(strings.Fields(one)) > 4 {
				continue
			}
			if rest, ok := cutFold(text, lowered(one)); ok && ends(one, rest) || ok && strings.HasPrefix(rest, "'s ") || ok && strings.HasPrefix(rest, "’s ") {
				return true
			}
		}
	}
	return false
}
