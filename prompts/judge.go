package prompts

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
)

// Judge is the first message to a model that grades by a rubric. Levels are what
// the grades mean, from 1 up. NumberOnly asks for the grade without a reason.
type Judge struct {
	Question   string
	Steps      []string
	Levels     []string
	NumberOnly bool
}

// Shown is a summary as a judge sees it: in its parts, or as lines where those
// are not known.
type Shown struct {
	Why       string
	Takeaways []string
	Lines     []string
}

// Grade shows a judge a summary with what it is graded against. Source is nil and
// References are none where the rubric does not ask for them.
type Grade struct {
	Fence      string // see MaterialFence
	Source     *Source
	References []Shown
	Summary    Shown
	NumberOnly bool
}

// Chooser is the first message to a model that compares two summaries.
type Chooser struct {
	Questions []string
}

// Choose shows a judge two summaries of one article.
type Choose struct {
	Fence         string // see MaterialFence
	Source        *Source
	First, Second Shown
}

func (Judge) prompt() string   { return "judge" }
func (Grade) prompt() string   { return "grade" }
func (Chooser) prompt() string { return "chooser" }
func (Choose) prompt() string  { return "choose" }

// JudgeFiles names the files that a judge's messages are made of.
func JudgeFiles() []string { return []string{"choose", "chooser", "grade", "judge", "shown"} }

// DigestOf is Digest over the files of these names only.
func (s *Set) DigestOf(names []string) string {
	some := Set{infos: slices.DeleteFunc(s.Infos(), func(i Info) bool { return !slices.Contains(names, i.Name) })}
	return some.Digest()
}

// MaterialFence returns the name of the fences around what a judge reads. It is
// derived from all that stands between them.
func MaterialFence(source *Source, summaries ...Shown) string {
	h := sha256.New()
	write := func(text string) { fmt.Fprintf(h, "%d:%s", len(text), text) }
	if source != nil {
		write(source.Title + "\x00" + source.Byline + "\x00" + source.Published)
		for _, s := range source.Sentences {
			write(s.Text)
		}
	}
	for _, s := range summaries {
		write(s.Why)
		for _, text := range slices.Concat(s.Takeaways, s.Lines) {
			write(text)
		}
	}
	return "MATERIAL-" + hex.EncodeToString(h.Sum(nil))[:24]
}

// judgeSamples has the judge's prompts in their variants.
func judgeSamples(source Source) []Data {
	parts := Shown{Why: "W", Takeaways: []string{"T"}}
	return []Data{
		Judge{Question: "Q", Steps: []string{"S"}, Levels: []string{"bad", "good"}},
		Judge{Question: "Q", Levels: []string{"bad", "good"}, NumberOnly: true},
		Grade{Fence: "MATERIAL-0", Source: &source, References: []Shown{parts}, Summary: parts},
		Grade{Fence: "MATERIAL-0", Summary: Shown{Lines: []string{"L"}}, NumberOnly: true},
		Chooser{Questions: []string{"Q"}},
		Choose{Fence: "MATERIAL-0", Source: &source, First: parts, Second: parts},
		Choose{Fence: "MATERIAL-0", First: parts, Second: parts},
	}
}
