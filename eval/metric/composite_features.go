package metric

import (
	"math"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// feature is one number about a summary that means something to a person.
type feature struct {
	name string
	take func(r *reading) float64
}

// features are what the composite is made of, in the order of its data file.
func features() []feature {
	return append(articleFeatures(),
		feature{"reference_precision", func(r *reading) float64 { p, _ := r.alike(); return p }},
		feature{"reference_f", func(r *reading) float64 { _, f := r.alike(); return f }},
	)
}

// articleFeatures are those that need no reference.
func articleFeatures() []feature {
	return []feature{
		{"least_supported", (*reading).leastSupported},
		{"new_words", (*reading).newWords},
		{"whole_sentences", (*reading).wholeSentences},
		{"whole_ends", (*reading).wholeEnds},
		{"copied_runs", (*reading).copiedRuns},
		{"jumps", (*reading).jumps},
		{"lead", (*reading).lead},
		{"linked", (*reading).linked},
		{"repeated_pairs", (*reading).repeatedPairs},
		{"stutter", (*reading).stutter},
		{"sentence_length", (*reading).sentenceLength},
		{"shortest_sentence", (*reading).shortestSentence},
	}
}

// size is the number of words.
func (r *reading) size() float64 { return float64(len(r.summary.words)) }

// perSentence is a count as a share of the sentences.
func (r *reading) perSentence(n int) float64 { return float64(n) / float64(len(r.summary.sentences)) }

// wellSupported is the support from which on a sentence counts as carried: above
// it lies what tells copies from good paraphrases.
const wellSupported = 0.7

// leastSupported is the support of the sentence that the article carries least.
func (r *reading) leastSupported() float64 {
	least := wellSupported
	for _, s := range r.summary.sentences {
		claim := article.Claim{ID: "s", Text: s.text}
		if support := r.checker.Check(claim).Claims[0].Support; support != nil {
			least = min(least, *support)
		}
	}
	return least
}

// newWords is the share of content words that the article does not have.
func (r *reading) newWords() float64 {
	fresh, all := 0, 0
	for w, n := range r.words {
		if r.common[w] {
			continue
		}
		all += n
		if !r.known[w] {
			fresh += n
		}
	}
	return float64(fresh) / float64(max(1, all))
}

// wholeSentences is the share of sentences that stand in the article word for word.
func (r *reading) wholeSentences() float64 {
	n := 0
	for _, s := range r.summary.sentences {
		if r.longest[s.from].size >= s.len() {
			n++
		}
	}
	return r.perSentence(n)
}

// wholeEnds is the share of sentences that end where one of the article ends.
func (r *reading) wholeEnds() float64 {
	n, next := 0, 0
	for _, s := range r.summary.sentences {
		for next < len(r.fragments) && r.fragments[next].at+r.fragments[next].size < s.to {
			next++
		}
		if next == len(r.fragments) {
			break
		}
		if f := r.fragments[next]; f.at < s.to && r.ends[f.from+s.to-1-f.at] {
			n++
		}
	}
	return r.perSentence(n)
}

// copiedRuns is the logarithm of density: how long the runs are that are copied.
func (r *reading) copiedRuns() float64 {
	squares := 0.0
	for _, f := range r.fragments {
		squares += float64(f.size) * float64(f.size)
	}
	return math.Log1p(squares / r.size())
}

// A run of words counts as taken from its place from leastRun words on; places
// further apart than farAway words are all far.
const (
	leastRun = 3
	farAway  = 400
)

// jumps is how far apart in the article runs lie that follow each other, in words.
func (r *reading) jumps() float64 {
	sum, n, last := 0.0, 0.0, -1
	for _, f := range r.fragments {
		if f.size < leastRun {
			continue
		}
		if last >= 0 {
			sum += math.Min(farAway, math.Abs(float64(f.from-last)))
			n++
		}
		last = f.from
	}
	return sum / math.Max(1, n)
}

// lead is the share of words that are among the first of the article.
func (r *reading) lead() float64 { return float64(shared(r.words, r.source.lead)) / r.size() }

// shared counts the words that two texts have both.
func shared(a, b map[string]int) int {
	n := 0
	for w, count := range a {
		n += min(count, b[w])
	}
	return n
}

// linked is the share of sentences that take up a content word of an earlier
// one; the first counts.
func (r *reading) linked() float64 {
	n, seen := 0, map[string]bool{}
	for i, s := range r.summary.sentences {
		takesUp := i == 0
		for _, w := range r.summary.in(s) {
			takesUp = takesUp || seen[w]
		}
		if takesUp {
			n++
		}
		for _, w := range r.summary.in(s) {
			if !r.common[w] {
				seen[w] = true
			}
		}
	}
	return r.perSentence(n)
}

// repeatedPairs is the share of pairs of words that stood before.
func (r *reading) repeatedPairs() float64 {
	words := r.summary.words
	if len(words) < 2 {
		return 0
	}
	seen := make(map[[2]string]bool, len(words))
	for i := 1; i < len(words); i++ {
		seen[[2]string{words[i-1], words[i]}] = true
	}
	pairs := float64(len(words) - 1)
	return (pairs - float64(len(seen))) / pairs
}

// stutter is how many of a hundred words, or pairs, come twice in a row.
func (r *reading) stutter() float64 {
	words, n := r.summary.words, 0.0
	for i := 1; i < len(words); i++ {
		if words[i] == words[i-1] {
			n++
		}
		if i > 2 && words[i] == words[i-2] && words[i-1] == words[i-3] {
			n++
		}
	}
	return 100 * n / r.size()
}

// sentenceLength is the mean length of the sentences, in words.
func (r *reading) sentenceLength() float64 { return r.size() / float64(len(r.summary.sentences)) }

// shortestSentence is the logarithm of the length of the shortest sentence, in words.
func (r *reading) shortestSentence() float64 {
	least := len(r.summary.words)
	for _, s := range r.summary.sentences {
		least = min(least, s.len())
	}
	return math.Log(float64(least))
}

// alike is the precision and F of words, unstemmed, mean over the references.
func (r *reading) alike() (precision, f float64) {
	for _, reference := range r.references {
		n := float64(shared(r.words, countWords(reference.words)))
		precision += n / r.size() / float64(len(r.references))
		f += 2 * n / (r.size() + float64(len(reference.words))) / float64(len(r.references))
	}
	return precision, f
}
