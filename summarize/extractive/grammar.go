package extractive

import (
	"embed"
	"fmt"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/nutgraf/nutgraf/summarize/lang"
)

// grammar is what the shortener knows of a language beyond lang.Drafting. The
// files under grammar say what each field is for. Every field may be empty:
// less is cut then.
type grammar struct {
	Finite        string   `yaml:"finite"`
	Relatives     string   `yaml:"relatives"`
	Contrast      string   `yaml:"contrast"`
	Joiners       string   `yaml:"joiners"`
	Pairs         string   `yaml:"pairs"`
	Modals        string   `yaml:"modals"`
	Temporal      []string `yaml:"temporal"`
	Loose         []string `yaml:"loose"`
	LooseNotAfter string   `yaml:"loose_not_after"`
	Determiners   string   `yaml:"determiners"`
	Appositions   []string `yaml:"appositions"`
	Personal      string   `yaml:"personal"`
	Speakers      string   `yaml:"speakers"`
	Dangling      string   `yaml:"dangling"`
	Participle    string   `yaml:"participle"`
	NotParticiple string   `yaml:"not_participle"`
	Past          string   `yaml:"past"`
	Asides        []string `yaml:"asides"`
	DayHeads      []string `yaml:"day_heads"`
	Days          string   `yaml:"days"`
	DayParts      string   `yaml:"day_parts"`
	DayBlockers   string   `yaml:"day_blockers"`
	Scenes        []string `yaml:"scenes"`
	Fronts        string   `yaml:"fronts"`
	Bare          string   `yaml:"bare"`
	Names         string   `yaml:"names"`
	Verbs         string   `yaml:"verbs"`
	Ordinals      string   `yaml:"ordinals"`
	Several       string   `yaml:"several"`
	Plural        string   `yaml:"plural"`
	Objects       string   `yaml:"objects"`
	Reporting     string   `yaml:"reporting"`
	Resuming      string   `yaml:"resuming"`
	Soft          string   `yaml:"soft"`
	Echoes        string   `yaml:"echoes"`
	Neutral       string   `yaml:"neutral"`
	Reversals     []string `yaml:"reversals"`
	ReversalStems string   `yaml:"reversal_stems"`
	Consequences  string   `yaml:"consequences"`
	Accusers      []string `yaml:"accusers"`
	Unspoken      []string `yaml:"unspoken"`
	Subjunctive   string   `yaml:"subjunctive"`
	Irrealis      string   `yaml:"irrealis"`
	WeakSpeech    string   `yaml:"weak_attribution"`
	AboutItself   []string `yaml:"about_itself"`
	Backward      []string `yaml:"backward"`
	Address       string   `yaml:"address"`
	Numerals      string   `yaml:"numerals"`
	Than          string   `yaml:"than"`
	Comparatives  string   `yaml:"comparatives"`
	Headless      string   `yaml:"headless"`
	Expletive     string   `yaml:"expletive_after"`
	LastCommaOnly bool     `yaml:"last_comma_only"`
}

//go:embed grammar
var grammarFiles embed.FS

// grammarOf reads the grammar of a language; the files are part of the program
// and tested, so a broken one panics.
func grammarOf(code string) grammar {
	var g grammar
	data, err := grammarFiles.ReadFile("grammar/" + code + ".yaml")
	if err != nil {
		return g
	}
	dec := yaml.NewDecoder(strings.NewReader(string(data)))
	dec.KnownFields(true)
	if err := dec.Decode(&g); err != nil {
		panic(fmt.Sprintf("extractive: grammar/%s.yaml: %v", code, err))
	}
	return g
}

// dayPhrases spells out "on monday", "on monday morning" and so on.
func (g grammar) dayPhrases() []string {
	var out []string
	for _, head := range g.DayHeads {
		for _, day := range strings.Fields(g.Days) {
			phrase := head + " " + day
			out = append(out, phrase)
			for _, part := range strings.Fields(g.DayParts) {
				out = append(out, phrase+" "+part)
			}
		}
	}
	return out
}

var lexicons sync.Map // *lang.Language -> *lexicon, for the shared languages only

// lexiconOf compiles a language's words. What lang.For shares is compiled once.
func lexiconOf(l *lang.Language) *lexicon {
	if lx, ok := lexicons.Load(l); ok {
		return lx.(*lexicon)
	}
	lx := newLexicon(l, grammarOf(l.Code))
	if l == lang.For(l.Code) {
		lexicons.Store(l, lx)
	}
	return lx
}
