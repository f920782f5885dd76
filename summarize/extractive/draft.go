package extractive

import (
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

// draft is the work on one article.
type draft struct {
	a         *article.Article
	o         Options
	lx        *lexicon
	sentences []*sentence
	terms     terms
	weights   []float64
	most      float64 // the highest centrality of any sentence
	words     int     // in the whole article
	ages      int     // entries of a live page, 1 for any other article
}

// sentence is one of the article's, judged.
type sentence struct {
	index   int // in Article.Sentences
	kind    article.ParagraphKind
	p       *parsed // without its opening
	terms   []int
	fitness fitness
	score   float64 // salience: position and centrality
	number  int     // of its paragraph among those of running text
	second  bool    // it calls its subject by a surname that was introduced before
	age     int     // of its entry on a live page, 0 for the newest
}

func newDraft(a *article.Article, lx *lexicon, o Options) *draft {
	d := &draft{a: a, o: o, lx: lx, terms: terms{ids: map[string]int{}}}
	d.read()
	d.hear()
	d.date()
	d.skip()
	d.secondMentions()
	d.weigh()
	for _, s := range d.sentences {
		s.score = d.salience(s.terms, s)
	}
	return d
}

// skip puts aside the sentences that the caller does not want.
func (d *draft) skip() {
	for _, s := range d.sentences {
		if d.o.Skip != nil && d.o.Skip(d.a.Sentences[s.index]) {
			s.fitness = unusable
		}
	}
}

// weigh finds the weights of the terms, and the highest centrality.
func (d *draft) weigh() {
	title := lang.Words(d.a.Title)
	d.weights = d.terms.weights(len(d.sentences), d.terms.of(title, d.lx.roles(title)))
	for _, s := range d.sentences {
		d.most = max(d.most, centrality(s.terms, d.weights))
	}
}

// salience is how much the words of a sentence, or of a form of it, matter in
// the article: between 0 and about 1.
func (d *draft) salience(terms []int, s *sentence) float64 {
	at := position(s.index)
	if d.ages > 1 {
		at = position(s.age)
	}
	if d.most == 0 {
		return at
	}
	return (1-positionWeight)*centrality(terms, d.weights)/d.most + positionWeight*at
}

const positionWeight = 0.25

// read parses every sentence, and follows quotations through each paragraph.
func (d *draft) read() {
	paragraph, number, open := -1, -1, rune(0)
	for i, s := range d.a.Sentences {
		kind := d.kind(s)
		if s.Paragraph != paragraph {
			paragraph, open = s.Paragraph, 0
			if kind != article.Heading {
				number++
			}
		}
		p := parse(withoutOpening(s.Text, d.lx, number <= 3), d.lx, open)
		open = p.open
		d.words += len(p.words)
		terms := d.terms.of(p.words, p.roles)
		d.terms.count(terms)
		d.sentences = append(d.sentences, &sentence{
			index: i, kind: kind, p: p, number: number, terms: terms, fitness: fitnessOf(p, kind),
		})
	}
}

func (d *draft) kind(s article.Sentence) article.ParagraphKind {
	if s.Paragraph < 0 || s.Paragraph >= len(d.a.Paragraphs) {
		return article.Body
	}
	return d.a.Paragraphs[s.Paragraph].Kind
}

func (d *draft) ids(indexes ...int) []article.SentenceID {
	out := make([]article.SentenceID, len(indexes))
	for i, index := range indexes {
		out[i] = d.a.Sentences[index].ID
	}
	return out
}

const shortArticle = 250 // words, from which an article gets all its takeaways

// wanted is how many takeaways the article gets.
func (d *draft) wanted() int {
	words := d.words
	if d.o.WhyInCharacters {
		words = words * 3 / 5
	}
	if words < shortArticle {
		return d.o.MinTakeaways
	}
	return d.o.Takeaways
}
