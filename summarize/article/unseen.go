package article

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// mostUnseen is how many comments, and how many descriptions of pictures, are
// reported with their words; the rest are counted.
const mostUnseen = 5

// unseenText reports what stands in the source of a page and is never shown:
// comments, and the words that stand for a picture.
func unseenText(doc *html.Node) []Omission {
	comments := unseen{name: "comments in the source"}
	alts := unseen{name: "descriptions of pictures"}
	for d := range doc.Descendants() {
		switch {
		case d.Type == html.CommentNode:
			comments.add(d.Data)
		case d.DataAtom == atom.Img || d.Data == "amp-img":
			alts.add(attr(d, "alt"))
		}
	}
	return append(comments.omissions(), alts.omissions()...)
}

type unseen struct {
	name  string
	texts []string
	more  int
}

// add notes a text; what could be a sentence is kept.
func (u *unseen) add(text string) {
	if !hasContent(text) {
		return
	}
	if len(u.texts) < mostUnseen && wordsOf(text) >= leastRun && !strings.ContainsAny(text, "<>{};=") {
		u.texts = append(u.texts, shorten(strings.Join(strings.Fields(text), " "), hiddenLength))
		return
	}
	u.more++
}

func (u *unseen) omissions() []Omission {
	var out []Omission
	for _, text := range u.texts {
		out = append(out, Omission{Kind: "hidden", Text: text})
	}
	if u.more > 0 {
		out = append(out, Omission{Kind: "hidden", Text: fmt.Sprintf("%s: %d", u.name, u.more)})
	}
	return out
}
