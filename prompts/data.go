package prompts

import "github.com/nutgraf/nutgraf/summarize/article"

// Data is what one prompt is rendered from: one of the types of this package.
type Data interface{ prompt() string }

// Kind is the kind of an article. The zero value leaves it to the model.
type Kind string

// The kinds that have guidance of their own.
const (
	HardNews  Kind = "hard-news"
	Feature   Kind = "feature"
	Analysis  Kind = "analysis"
	Opinion   Kind = "opinion"
	Interview Kind = "interview"
	LiveBlog  Kind = "live-blog"
	Obituary  Kind = "obituary"
)

// Kinds lists the kinds.
func Kinds() []Kind {
	return []Kind{HardNews, Feature, Analysis, Opinion, Interview, LiveBlog, Obituary}
}

// House is the house style in the words of a prompt.
type House struct {
	Takeaways, MinTakeaways int
	TakeawayLength          string // "40 to 90 characters"
	WhySentences            string // "1 to 2 sentences"
	WhyLength               string // "25 to 70 words"
	FullStop                bool   // takeaways end with one
	Language                string // "English"
	Banned                  []string
	Spelling                string
	Instructions            string // the newsroom's own, trusted
}

// Sentence is one numbered line.
type Sentence struct {
	ID           article.SentenceID
	Text         string
	NewParagraph bool // a blank line goes before it
	// Entry is the time of day of the live blog's entry that begins here, "16:40";
	// "" for none.
	Entry string
}

// Source is article text as a prompt shows it.
type Source struct {
	Fence                         string // see Fence
	Title, Byline, Published, URL string // "" when unknown
	Sentences                     []Sentence
}

// Fact is a candidate for a claim, found in a part of a long article.
type Fact struct {
	Text      string
	Sentences []article.SentenceID
	Weight    int // 1 to 5
	Why       bool
}

// System is the first message of every conversation.
type System struct {
	House House
}

// Draft asks for the summary of a whole article.
type Draft struct {
	House  House
	Kind   Kind
	Thin   bool // too short for the full number of takeaways
	Source Source
}

// Candidates asks for the facts of one part of a long article.
type Candidates struct {
	House       House
	Kind        Kind
	Thin        bool
	Part, Parts int
	Max         int
	Source      Source
}

// Merge asks for the weightiest of a group of facts.
type Merge struct {
	House       House
	Part, Parts int
	Max         int
	Facts       []Fact
	Source      Source
}

// Compose asks for the summary of a long article by its facts.
type Compose struct {
	House  House
	Kind   Kind
	Thin   bool
	Facts  []Fact
	Source Source
}

// Problem is a claim that broke a rule. Text is "" for one that is missing.
type Problem struct {
	ID, Text string
	Reasons  []string
}

// Repair asks for some claims again.
type Repair struct {
	Problems []Problem
	Keep     []string
}

// Place is where a claim of a summary stands. Text is what stands there now, ""
// for nothing, and Sentences is what it rests on.
type Place struct {
	ID, Text  string
	Sentences []article.SentenceID
}

// Again asks for other claims in some places of a summary.
type Again struct {
	Kind   Kind
	Places []Place // one at least
	Keep   []Place
	Each   int    // claims for each place
	Long   bool   // the article was read in parts: Facts has what was found
	Facts  []Fact // of a long article
	Source Source
}

// Thin is false: how many claims there are is settled.
func (Again) Thin() bool { return false }

// Verifier is the first message to the second reader.
type Verifier struct{}

// Verify asks the second reader whether sentences carry a claim.
type Verify struct {
	Fence     string // see EvidenceFence
	Claim     string
	Sentences []Sentence
}

// Form asks for an answer again that was not of the form asked for.
type Form struct {
	Reason string
}

func (System) prompt() string     { return "system" }
func (Draft) prompt() string      { return "draft" }
func (Candidates) prompt() string { return "candidates" }
func (Merge) prompt() string      { return "merge" }
func (Compose) prompt() string    { return "compose" }
func (Repair) prompt() string     { return "repair" }
func (Again) prompt() string      { return "again" }
func (Form) prompt() string       { return "form" }
func (Verifier) prompt() string   { return "verifier" }
func (Verify) prompt() string     { return "verify" }

// samples has each prompt in its variants, to try the templates with.
func samples() []Data {
	full := House{
		Takeaways: 5, MinTakeaways: 3, TakeawayLength: "40 to 90 characters", WhySentences: "1 to 2 sentences",
		WhyLength: "25 to 70 words", Language: "English", Banned: []string{"slam"}, Spelling: "British", Instructions: "None.",
	}
	source := Source{
		Fence: "ARTICLE-0", Title: "T", Byline: "B", Published: "P", URL: "U",
		Sentences: []Sentence{{ID: 1, Text: "One."}, {ID: 2, Text: "Two.", NewParagraph: true, Entry: "16:40"}},
	}
	facts := []Fact{{Text: "F", Sentences: []article.SentenceID{1, 2}, Weight: 3, Why: true}}
	out := []Data{
		System{House: full},
		System{},
		Merge{House: full, Part: 1, Parts: 2, Max: 3, Facts: facts, Source: source},
		Repair{Problems: []Problem{{ID: "t1", Text: "x", Reasons: []string{"too long"}}, {ID: "t2"}}, Keep: []string{"y"}},
		Again{Places: []Place{{ID: "why", Text: "x"}, {ID: "t6"}}, Keep: []Place{{ID: "t1", Text: "y", Sentences: facts[0].Sentences}}, Each: 1, Source: source},
		Again{Places: []Place{{ID: "t1", Text: "x"}}, Each: 3, Long: true, Facts: facts, Source: source},
		Form{Reason: "it is prose"},
		Verifier{},
		Verify{Fence: "EVIDENCE-0", Claim: "C", Sentences: source.Sentences},
	}
	for _, kind := range append(Kinds(), "") {
		out = append(out,
			Draft{House: full, Kind: kind, Thin: true, Source: source},
			Candidates{House: full, Kind: kind, Part: 1, Parts: 2, Max: 3, Source: source},
			Compose{House: full, Kind: kind, Facts: facts, Source: source})
	}
	return append(out, judgeSamples(source)...)
}
