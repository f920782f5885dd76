package porter

// isConsonant reports that the letter at i is a consonant: none of a, e, i, o,
// u, and no y after a consonant.
func isConsonant(word string, i int) bool {
	switch word[i] {
	case 'a', 'e', 'i', 'o', 'u':
		return false
	case 'y':
		first := i
		for first > 0 && word[first-1] == 'y' {
			first--
		}
		// A run of y alternates, from what its first one is.
		firstIs := first == 0 || !isConsonant(word, first-1)
		return firstIs == ((i-first)%2 == 0)
	}
	return true
}

// measure counts how often a vowel is followed by a consonant.
func measure(stem string) int {
	m, consonant := 0, true
	for i := range len(stem) {
		was := consonant
		consonant = follows(stem[i], was, i == 0)
		if !was && consonant {
			m++
		}
	}
	return m
}

// follows reports whether a letter is a consonant, given whether the one before
// it is.
func follows(letter byte, afterConsonant, first bool) bool {
	switch letter {
	case 'a', 'e', 'i', 'o', 'u':
		return false
	case 'y':
		return first || !afterConsonant
	}
	return true
}

func hasVowel(stem string) bool {
	consonant := true
	for i := range len(stem) {
		if consonant = follows(stem[i], consonant, i == 0); !consonant {
			return true
		}
	}
	return false
}

// endsDouble reports that the word ends with the same consonant twice.
func endsDouble(word string) bool {
	n := len(word)
	return n >= 2 && word[n-1] == word[n-2] && isConsonant(word, n-1)
}

// endsShort reports that the word ends with consonant, vowel, consonant and the
// last is none of w, x and y, or that it is a vowel and a consonant.
func endsShort(word string) bool {
	n := len(word)
	if n == 2 {
		return !isConsonant(word, 0) && isConsonant(word, 1)
	}
	if n < 3 || !isConsonant(word, n-3) || isConsonant(word, n-2) || !isConsonant(word, n-1) {
		return false
	}
	last := word[n-1]
	return last != 'w' && last != 'x' && last != 'y'
}
