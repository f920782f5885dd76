// Package lang holds what nutgraf knows about the words of each language, as
// data: a file per language under data/reading (what a reader of articles
// needs) and one under data/drafting (what a drafter of summaries needs).
//
// A language without files is not an error: For returns a Language with its
// code and nothing else, and callers do less.
package lang

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

// Reading is the part of the data that readers of articles use.
type Reading struct {
	// Common are the most frequent words, lower case: the language detector's
	// evidence, and the words that say nothing about a topic.
	Common []string `yaml:"common"`
	// Abbreviations end in a full stop that does not end a sentence. They are
	// written without that last full stop, in their usual case ("Sen", "U.S").
	Abbreviations []string `yaml:"abbreviations"`
	// WhyHeadings and TakeawayHeadings introduce a published article's own
	// summary ("why this matters", "key takeaways"), lower case.
	WhyHeadings      []string `yaml:"why_headings"`
	TakeawayHeadings []string `yaml:"takeaway_headings"`
	// Furniture are lower-case openings of paragraphs that are not part of a
	// story, by the kind that Article.Omitted reports ("updated": "last updated").
	Furniture map[string][]string `yaml:"furniture"`
}

// Drafting is the part of the data that drafters of summaries use. All phrases
// are lower case; a phrase may have several words.
type Drafting struct {
	// WhyLabel and TakeawaysLabel head the two parts of a summary.
	WhyLabel       string `yaml:"why_label"`
	TakeawaysLabel string `yaml:"takeaways_label"`
	// Attribution says whose word a statement is ("said", "according to").
	Attribution []string `yaml:"attribution"`
	// Hedges say that a statement is not settled ("alleged", "may", "about").
	Hedges []string `yaml:"hedges"`
	// Negations turn a statement round ("not", "denied", "failed to").
	Negations []string `yaml:"negations"`
	// Conditions limit a statement ("if", "unless", "except", "only").
	Conditions []string `yaml:"conditions"`
	// Significance are cues of a passage that says why a story matters
	// ("for the first time", "could mean", "the decision comes").
	Significance []string `yaml:"significance"`
	// ClauseOpeners start a clause that a sentence can do without ("which",
	// "while", "after", "adding that").
	ClauseOpeners []string `yaml:"clause_openers"`
	// Connectives open a sentence by pointing back at the one before
	// ("however", "meanwhile"); they can be dropped when it stands alone.
	Connectives []string `yaml:"connectives"`
	// Pronouns open a sentence that cannot stand alone ("he", "this").
	Pronouns []string `yaml:"pronouns"`
	// Preambles open an answer that talks about itself ("here is", "sure").
	Preambles []string `yaml:"preambles"`
}

// Language is all that is known of one language. It is shared: do not change it.
type Language struct {
	Code string // BCP 47 primary subtag, lower case
	Reading
	Drafting

	// Both are made when first asked for.
	common    func() map[string]bool
	preambles func() *Phrases
}

// IsCommon reports whether a word, in lower case, is one of Common.
func (l *Language) IsCommon(word string) bool { return l.common()[word] }

// Preamble returns how many words the longest of the Preambles has that a text
// opens with, 0 for none.
func (l *Language) Preamble(words []Word) int {
	if len(words) == 0 {
		return 0
	}
	return l.preambles().At(words, 0)
}

func (l *Language) commonSet() map[string]bool {
	set := make(map[string]bool, len(l.Common))
	for _, w := range l.Common {
		set[w] = true
	}
	return set
}

//go:embed data
var files embed.FS

var cache sync.Map // code -> *Language, read only once it is in

// For returns the data of a language tag ("en", "en-GB", "pt_BR"). The data
// files are part of the program and tested, so a broken one panics.
func For(tag string) *Language {
	code := Primary(tag)
	if l, ok := cache.Load(code); ok {
		return l.(*Language)
	}
	l := &Language{Code: code}
	l.common = sync.OnceValue(l.commonSet)
	l.preambles = sync.OnceValue(func() *Phrases { return NewPhrases(l.Preambles) })
	read("data/reading/"+code+".yaml", &l.Reading)
	read("data/drafting/"+code+".yaml", &l.Drafting)
	if len(l.Common) == 0 && l.WhyLabel == "" {
		return l // unknown languages are not kept: tags are foreign input
	}
	actual, _ := cache.LoadOrStore(code, l)
	return actual.(*Language)
}

// Primary returns the primary language subtag of a tag, lower case: "en" of
// "en-GB". It returns "und" for anything that is not 2 or 3 ASCII letters.
func Primary(tag string) string {
	code, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(tag), "_", "-"), "-")
	if len(code) < 2 || len(code) > 3 || strings.Trim(code, "abcdefghijklmnopqrstuvwxyz") != "" {
		return "und"
	}
	return code
}

// Codes lists the languages that have reading data, sorted.
func Codes() []string {
	entries, err := fs.ReadDir(files, "data/reading")
	if err != nil {
		panic(err)
	}
	codes := make([]string, 0, len(entries))
	for _, e := range entries {
		codes = append(codes, strings.TrimSuffix(path.Base(e.Name()), ".yaml"))
	}
	sort.Strings(codes)
	return codes
}

func read(name string, into any) {
	data, err := files.ReadFile(name)
	if err != nil {
		return
	}
	dec := yaml.NewDecoder(strings.NewReader(string(data)))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		panic(fmt.Sprintf("lang: %s: %v", name, err))
	}
}
