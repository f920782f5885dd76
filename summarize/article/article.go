package article

import "time"

// SentenceID is the number of a sentence in its article, from 1. Together with
// the article's Digest it is a citation that stays good. 0 is no sentence.
type SentenceID int

// Span is a half-open range of byte offsets in Article.Text.
type Span struct {
	Start, End int
}

// Sentence is one sentence of an article. Text is always Article.Text[Start:End].
type Sentence struct {
	ID        SentenceID
	Span      Span
	Paragraph int // index into Article.Paragraphs
	Text      string
}

// ParagraphKind says what a paragraph is in the article's structure.
type ParagraphKind string

// The kinds of paragraph. The zero value is running text.
const (
	Body     ParagraphKind = ""
	Heading  ParagraphKind = "heading"
	ListItem ParagraphKind = "list_item"
	Quote    ParagraphKind = "quote"
)

// Paragraph is a block of the canonical text. Its sentences are
// Article.Sentences[First:First+Count]; Count is at least 1.
type Paragraph struct {
	Span  Span
	Kind  ParagraphKind
	First int
	Count int
}

// Section is an entry of a live blog. Its paragraphs are
// Article.Paragraphs[First:First+Count]; Count is at least 1. Paragraphs before
// the first section are in none.
type Section struct {
	// Title is the headline of the entry without its time, "" when it has none.
	Title string
	// Time is when the entry was written. A time of day is taken to be of the day
	// that the article was published on, in the zone that the entry names, else in
	// that of the publication. It is zero when the day is not known.
	Time time.Time
	// Clock is the time of day as the entry shows it, "15:04"; "" when it shows none.
	Clock string
	First int
	Count int
}

// Omission is a part of the input that was left out of the text, with the
// reason: "headline", "byline", "updated", "caption", "share", "related",
// "newsletter", "reference", "hidden" and the like.
type Omission struct {
	Kind string `json:"kind" doc:"Why: headline, byline, published, updated, caption, share, related, newsletter, advertisement, reference, hidden and the like" example:"caption"`
	Text string `json:"text" doc:"What it said, shortened, or a description of it"`
}

// Reference is the summary that a published article carried with it.
// Why is empty, or Takeaways is nil, where the article had only the other.
type Reference struct {
	Why       string   `json:"why" doc:"Its why-this-matters paragraph, empty when it had none"`
	Takeaways []string `json:"takeaways" doc:"Its takeaways, null when it had none"`
}

// Article is a news article as nutgraf sees it: clean canonical text, cut into
// paragraphs and numbered sentences. Read makes it, and nothing changes it after.
type Article struct {
	Title     string
	Byline    string
	Published time.Time // zero when unknown
	Updated   time.Time // zero when unknown
	Lang      string    // BCP 47 language, "und" when unsure
	Site      string
	URL       string // canonical address, "" when unknown

	// Text is the canonical text: NFC, paragraphs joined by a blank line, the
	// headline and all furniture left out.
	Text       string
	Paragraphs []Paragraph
	Sentences  []Sentence
	Digest     string // SHA-256 of Text, in hex

	Sections  []Section  // entries of a live blog, in the order of the page; nil for other articles
	Reference *Reference // nil when the article carried no summary
	Omitted   []Omission
}

// Sentence returns the sentence with the ID, and false if there is none.
func (a *Article) Sentence(id SentenceID) (Sentence, bool) {
	if id < 1 || int(id) > len(a.Sentences) {
		return Sentence{}, false
	}
	return a.Sentences[id-1], true
}

// Claim is a statement about an article and the sentences that it rests on.
// ID is "why" or "t1", "t2" and so on.
type Claim struct {
	ID    string
	Text  string
	Cites []SentenceID
}

// Summary is a draft: why the story matters, and its key takeaways in order.
// Why.Text is empty when no such paragraph could be drafted.
type Summary struct {
	Why       Claim
	Takeaways []Claim
}

// SplitterVersion names the rules by which Split finds sentences. It is part of
// the signature of results, and changes when sentences may be cut otherwise.
const SplitterVersion = "nutgraf.2"
