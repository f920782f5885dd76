package article

import (
	_ "embed"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/nutgraf/nutgraf/summarize/lang"
	"go.yaml.in/yaml/v3"
)

//go:embed data/languages.yaml
var languagesData []byte

// languageSigns are what tells a language from others of its script.
type languageSigns struct {
	Script  string   `yaml:"script"`
	Letters string   `yaml:"letters"`
	Lacks   string   `yaml:"lacks"`
	Rare    bool     `yaml:"rare"`
	Words   []string `yaml:"words"`
	Ends    []string `yaml:"ends"`
}

// The languages of a set are bits, in the order of evidence.codes.
type languageSet uint64

// evidence is what words say about the language of a text.
type evidence struct {
	codes   []string
	scripts map[string]languageSet
	words   map[string]languageSet
	ends    map[string]languageSet
	rare    languageSet
	letters map[rune]languageSet // letters that not every language of the script has
}

var evidenceTable = sync.OnceValue(func() *evidence {
	var signs map[string]languageSigns
	if err := yaml.Unmarshal(languagesData, &signs); err != nil || len(signs) > 64 {
		panic("article: data/languages.yaml is broken")
	}
	e := &evidence{scripts: map[string]languageSet{}, words: map[string]languageSet{}, ends: map[string]languageSet{}, letters: map[rune]languageSet{}}
	for code := range signs {
		e.codes = append(e.codes, code)
	}
	sort.Strings(e.codes)
	for i, code := range e.codes {
		e.add(languageSet(1)<<i, signs[code], lang.For(code).Common)
	}
	for i, code := range e.codes {
		e.addLacks(languageSet(1)<<i, signs[code])
	}
	return e
})

func (e *evidence) add(bit languageSet, s languageSigns, common []string) {
	for script := range strings.SplitSeq(s.Script, ",") {
		e.scripts[script] |= bit
	}
	if s.Rare {
		e.rare |= bit
	}
	for _, w := range slices.Concat(s.Words, common) {
		e.words[w] |= bit
	}
	for _, end := range s.Ends {
		e.ends[end] |= bit
	}
	for _, r := range s.Letters {
		e.letters[r] |= bit
	}
}

// addLacks notes the basic letters that one language lacks: the others of its
// script have them.
func (e *evidence) addLacks(bit languageSet, s languageSigns) {
	for _, r := range s.Lacks {
		if e.letters[r] == 0 {
			for script := range strings.SplitSeq(s.Script, ",") {
				e.letters[r] |= e.scripts[script]
			}
		}
		e.letters[r] &^= bit
	}
}
