package article

import (
	"math/bits"
	"unicode/utf8"
)

// What the evidence of one word weighs.
const (
	weightWord       = 1.0  // it is a common word of the language
	weightShort      = 0.6  // the same, of two letters
	weightLetterWord = 0.4  // the same, of one: lists have letters too
	weightEnd        = 0.3  // it ends as words of the language do
	weightOwn        = 0.25 // only a few languages have all of its letters
	weightCommon     = 0.5  // it is a common word, with a capital
	weightLetter     = -0.8 // it has a letter that the language does not have
	weightName       = -0.2 // the same, and it could be a name
)

// What a language needs to be sure.
const (
	detectedWords = 4    // words in all
	leastScore    = 1.7  // weight of all words
	leastShare    = 0.13 // weight for each word
	mostAgainst   = 0.55 // weight of what speaks for another, as a share
	rareAgainst   = 0.8  // the same, where the other is rare
	leastMargin   = 0.55 // weight more than any other language
	mostRepeats   = 3    // times that one word counts
	fewLanguages  = 4    // languages that share a letter that speaks for them
)

// byWords picks the language of a script that the words of a text speak for.
func byWords(text, script string) string {
	e := evidenceTable()
	words := detectWordsOf(text)
	if len(words) < detectedWords || e.scripts[script] == 0 || mostlyNames(words) {
		return "und"
	}
	scores := make([]float64, len(e.codes))
	for _, w := range words {
		e.weigh(w, e.scripts[script], func(i int, weight float64) { scores[i] += weight })
	}
	best := -1
	for i := range scores {
		if e.scripts[script]&(1<<i) != 0 && (best < 0 || scores[i] > scores[best] || scores[i] == scores[best] && e.rare&(1<<best) != 0) {
			best = i
		}
	}
	if scores[best] < leastScore || scores[best] < leastShare*float64(len(words)) {
		return "und"
	}
	for i := range scores {
		if i != best && scores[i] > scores[best]/3 && !e.beats(words, e.scripts[script], best, i) {
			return "und"
		}
	}
	return e.codes[best]
}

// beats reports that the words that tell two languages apart speak for the
// first, and hardly any for the other: in a text of two languages both have many.
func (e *evidence) beats(words []word, script languageSet, a, b int) bool {
	var forA, forB float64
	for _, w := range words {
		diff := 0.0
		e.weigh(w, script, func(i int, weight float64) {
			switch i {
			case a:
				diff += weight
			case b:
				diff -= weight
			}
		})
		forA, forB = forA+max(diff, 0), forB+max(-diff, 0)
	}
	margin, most := leastMargin, mostAgainst
	if e.rare&(1<<b) != 0 {
		margin, most = 0, rareAgainst
	}
	return forA-forB >= margin && forB <= forA*most
}

// weigh calls add for each language of the script that a word says something of.
func (e *evidence) weigh(w word, script languageSet, add func(language int, weight float64)) {
	each := func(set languageSet, weight float64) {
		for set &= script; set != 0; set &= set - 1 {
			add(bits.TrailingZeros64(uint64(set)), weight)
		}
	}
	if has := e.having(w.text); has != ^languageSet(0) {
		penalty := weightLetter
		if w.name {
			penalty = weightName
		}
		each(^has, penalty)
		if bits.OnesCount64(uint64(has&script)) <= fewLanguages && !w.name {
			each(has, weightOwn)
		}
	}
	if w.name {
		if utf8.RuneCountInString(w.text) > 3 {
			each(e.words[w.text], weightCommon)
		}
		return
	}
	if set := e.words[w.text]; set != 0 {
		weight := weightWord
		switch utf8.RuneCountInString(w.text) {
		case 1:
			weight = weightLetterWord
		case 2:
			weight = weightShort
		}
		each(set, weight)
		return
	}
	for n, set := range e.endings(w.text) {
		each(set, weightEnd*(1+float64(n)/4))
	}
}

// having returns the languages that have all letters of a word.
func (e *evidence) having(text string) languageSet {
	set := ^languageSet(0)
	for _, r := range text {
		if r >= utf8.RuneSelf {
			if has, known := e.letters[r]; known {
				set &= has
			}
		}
	}
	return set
}

// endings returns the languages whose words end as this one does, by the length
// of the longest end, from one character.
func (e *evidence) endings(text string) (sets [4]languageSet) {
	var longer languageSet
	var ends [4]int
	at, n := len(text), 0
	for n < len(ends) && at > 0 {
		_, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
		ends[n] = at
		n++
	}
	for n--; n >= 0; n-- {
		if ends[n] == 0 {
			continue
		}
		sets[n] = e.ends[text[ends[n]:]] &^ longer
		longer |= sets[n]
	}
	return sets
}
