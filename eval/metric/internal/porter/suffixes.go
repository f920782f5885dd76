package porter

import "strings"

// suffix is an ending and what is put in its place.
type suffix struct{ from, to string }

var step2 = []suffix{
	{"ational", "ate"},
	{"tional", "tion"},
	{"enci", "ence"},
	{"anci", "ance"},
	{"izer", "ize"},
	{"bli", "ble"},
	{"alli", "al"},
	{"entli", "ent"},
	{"eli", "e"},
	{"ousli", "ous"},
	{"ization", "ize"},
	{"ation", "ate"},
	{"ator", "ate"},
	{"alism", "al"},
	{"iveness", "ive"},
	{"fulness", "ful"},
	{"ousness", "ous"},
	{"aliti", "al"},
	{"iviti", "ive"},
	{"biliti", "ble"},
	{"fulli", "ful"},
}

var step3 = []suffix{
	{"icate", "ic"},
	{"ative", ""},
	{"alize", "al"},
	{"iciti", "ic"},
	{"ical", "ic"},
	{"ful", ""},
	{"ness", ""},
}

// The order matters: -ement comes before -ment, and -ment before -ent.
var step4 = []string{
	"al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion",
	"ou", "ism", "ate", "iti", "ous", "ive", "ize",
}

func some(stem string) bool { return measure(stem) > 0 }

// replace applies the first rule whose suffix the word has, if the stem before
// the suffix is long enough. No later rule is tried.
func replace(word string, rules []suffix, enough func(stem string) bool) string {
	for _, rule := range rules {
		if stem, ok := strings.CutSuffix(word, rule.from); ok {
			if enough(stem) {
				return stem + rule.to
			}
			return word
		}
	}
	return word
}

// doubleSuffix is step 2. What -alli leaves is gone through again, and -logi
// takes its l as part of the stem.
func doubleSuffix(word string) string {
	if stem, ok := strings.CutSuffix(word, "alli"); ok && some(stem) {
		word = stem + "al"
	}
	if stem, ok := strings.CutSuffix(word, "logi"); ok {
		if some(stem + "l") {
			return stem + "log"
		}
		return word
	}
	return replace(word, step2, some)
}

// singleSuffix is step 4.
func singleSuffix(word string) string {
	for _, ending := range step4 {
		stem, ok := strings.CutSuffix(word, ending)
		if !ok {
			continue
		}
		if measure(stem) > 1 && (ending != "ion" || strings.HasSuffix(stem, "s") || strings.HasSuffix(stem, "t")) {
			return stem
		}
		return word
	}
	return word
}
