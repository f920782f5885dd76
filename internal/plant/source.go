package plant

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/extractive"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

// Case is an article with claims about it that are true.
type Case struct {
	Doc     string
	Origin  string // "testdata", or the origin that the file names
	Lang    string // primary subtag
	Article *article.Article
	Claims  []Claim
}

// Suite reads the articles of a suite, their references, their sentences and what
// the extractive engine makes of them.
func Suite(dir fs.FS) ([]Case, error) {
	suite, err := eval.LoadSuite(dir, "suite")
	if err != nil {
		return nil, err
	}
	var out []Case
	for _, item := range suite.Items {
		data, err := fs.ReadFile(dir, item.Article)
		if err != nil {
			return nil, err
		}
		a, err := article.Read(bytes.NewReader(data), article.Options{Name: item.Article, Lang: item.Lang})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", item.Article, err)
		}
		c := newCase(item.ID, "testdata", a)
		for _, r := range item.References {
			for _, text := range append([]string{r.Why}, r.Takeaways...) {
				c.add(Reference, strings.TrimSpace(text), c.carriers(text))
			}
		}
		out = append(out, c)
	}
	return out, nil
}

func newCase(doc, origin string, a *article.Article) Case {
	c := Case{Doc: doc, Origin: origin, Lang: lang.Primary(a.Lang), Article: a}
	for _, s := range a.Sentences {
		if isWhole(s.Text, a.Lang) {
			c.add(Sentence, s.Text, []article.SentenceID{s.ID})
		}
	}
	drafted := extractive.Summarize(a, extractive.Options{})
	for _, t := range append([]article.Claim{drafted.Why}, drafted.Takeaways...) {
		c.add(Cut, t.Text, t.Cites)
	}
	for _, s := range a.Sentences {
		if short, ok := extractive.Shorten(s.Text, 90, lang.For(a.Lang)); ok && short != s.Text {
			c.add(Cut, short, []article.SentenceID{s.ID})
		}
	}
	return c
}

// add takes a claim that is not among the others yet.
func (c *Case) add(source Source, text string, cites []article.SentenceID) {
	if text != "" && !slices.ContainsFunc(c.Claims, func(x Claim) bool { return x.Text == text }) {
		c.Claims = append(c.Claims, Claim{Doc: c.Doc, Source: source, Text: text, Cites: cites})
	}
}

// isWhole keeps the sentences that begin and end like one and are neither very
// short nor very long.
func isWhole(text, code string) bool {
	n := len(strings.Fields(text))
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, `"'“„«`))
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, `"'”“»`))
	dense := code == "zh" || code == "ja"
	return (dense || n >= 6 && n <= 45) && (unicode.IsUpper(first) || unicode.IsDigit(first) || unicode.IsOneOf([]*unicode.RangeTable{unicode.Arabic, unicode.Han}, first)) &&
		strings.ContainsRune(".!?。！？؟", last) && strings.Count(text, `"`)%2 == 0 && !isRunTogether(text)
}

// isRunTogether reports whether a space is missing somewhere: "deviceVaughan", `said."We`.
func isRunTogether(text string) bool {
	var a, b rune
	letters := 0 // since the word began
	for _, r := range text {
		if unicode.IsUpper(r) && (unicode.IsLower(b) && letters > 3 || (b == '"' || b == ')') && (a == '.' || a == '!' || a == '?')) {
			return true
		}
		if letters++; !unicode.IsLetter(r) {
			letters = 0
		}
		a, b = b, r
	}
	return strings.Contains(text, "Last updated") || strings.Contains(text, "Media playback") || strings.Contains(text, "LinkedIn")
}

// carriers are the sentences that have most of a text's words, at most three.
func (c *Case) carriers(text string) []article.SentenceID {
	left := contents(text)
	var out []article.SentenceID
	for len(out) < 3 && len(left) > 0 {
		best, most := 0, 0.15
		for i, s := range c.Article.Sentences {
			if got := share(left, contents(s.Text)); got > most {
				best, most = i+1, got
			}
		}
		if best == 0 {
			break
		}
		out = append(out, article.SentenceID(best))
		left = without(left, c.Article.Sentences[best-1].Text)
	}
	return out
}

// pair is a line of the faithfulness data.
type pair struct {
	Doc, Origin, Article, Summary string
	Label                         int
}

// cased are the origins whose articles are written as newspapers write.
var cased = []string{"cliff-cnndm", "cliff-xsum", "frank-cnndm", "frank-xsum"}

// Faithfulness reads articles and summaries that people judged, one JSON object a
// line, packed with gzip or not. It takes articles with capitals only, and of the summaries
// those of CLIFF that all is right with: whole, and cut into sentences.
func Faithfulness(r io.Reader) ([]Case, error) {
	lines, err := unpacked(r)
	if err != nil {
		return nil, err
	}
	var out []Case
	at := map[string]int{}
	for n := 1; lines.Scan(); n++ {
		var p pair
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if p.Doc == "" || p.Article == "" {
			return nil, fmt.Errorf("line %d: no doc or no article: the file is not of the form that docs/rules/README.md describes", n)
		}
		if !slices.Contains(cased, p.Origin) {
			continue
		}
		i, known := at[p.Doc]
		if !known {
			a, err := article.Read(strings.NewReader(p.Article), article.Options{Format: article.Text, Lang: "en", KeepAll: true})
			if err != nil {
				continue
			}
			i = len(out)
			at[p.Doc] = i
			out = append(out, newCase(p.Doc, p.Origin, a))
		}
		if p.Label == 1 && strings.HasPrefix(p.Origin, "cliff-") {
			out[i].add(Human, p.Summary, out[i].carriers(p.Summary))
		}
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, errors.New("no article of a cased origin in the file")
	}
	return out, nil
}

func unpacked(r io.Reader) (*bufio.Scanner, error) {
	buffered := bufio.NewReader(r)
	if magic, _ := buffered.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, err
		}
		r = z
	} else {
		r = buffered
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 16<<20)
	return lines, nil
}
