package rouge

import "github.com/nutgraf/nutgraf/eval/metric/internal/porter"

// text is a text as numbers of words.
type text struct {
	words []int32
	ends  []int // where each line ends in words; lines without words have none
}

func (t *text) reset() { t.words, t.ends = t.words[:0], t.ends[:0] }

func (t *text) endLine() {
	n := len(t.words)
	if n > 0 && (len(t.ends) == 0 || t.ends[len(t.ends)-1] < n) {
		t.ends = append(t.ends, n)
	}
}

// vocabulary numbers words. It stays from one call to the next, so that a word
// is stemmed once.
type vocabulary struct {
	plain   map[string]int32 // by what stands in the text
	stemmed map[string]int32 // by stem
	next    int32
	bytes   int // of the words
	unicode folder
	word    []byte // the word that is being read
}

// A vocabulary that is larger than this is begun anew with the next call.
const (
	maxWords     = 1 << 16
	maxWordBytes = 1 << 20
)

func newVocabulary() vocabulary {
	return vocabulary{plain: map[string]int32{}, stemmed: map[string]int32{}}
}

func (v *vocabulary) size() int { return int(v.next) }

// limit keeps the vocabulary from growing without end.
func (v *vocabulary) limit() {
	if len(v.plain) > maxWords || v.bytes > maxWordBytes {
		fresh := newVocabulary()
		v.plain, v.stemmed, v.next, v.bytes = fresh.plain, fresh.stemmed, 0, 0
	}
	if cap(v.word) > maxWordBytes {
		v.word = nil
	}
}

// add puts the word that was read into a text.
func (v *vocabulary) add(to *text, stem bool) {
	if len(v.word) == 0 {
		return
	}
	id, ok := v.plain[string(v.word)]
	if !ok {
		id = v.number(string(v.word), stem)
	}
	to.words = append(to.words, id)
	v.word = v.word[:0]
}

func (v *vocabulary) number(word string, stem bool) int32 {
	root := word
	if stem && len(word) > 3 && isPlain(word) {
		root = porter.Stem(word)
	}
	id, ok := v.stemmed[root]
	if !ok {
		id = v.next
		v.next++
		v.stemmed[root] = id
	}
	v.plain[word] = id
	v.bytes += len(word)
	return id
}

// isPlain reports that a word has a-z and 0-9 only, which is what the stemmer
// knows.
func isPlain(word string) bool {
	for i := range len(word) {
		if classic[word[i]] != word[i] {
			return false
		}
	}
	return true
}
