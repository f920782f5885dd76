package ground

// leastCopied is how many words in a row, taken from a quotation, need marks.
const leastCopied = 8

// copied warns of a long piece of a quotation that the claim has as its own words.
func (k *quotationCheck) copied() {
	if len(k.article.spoken) < leastCopied || k.speech == nil {
		return
	}
	var own []int
	for i, t := range k.tokens {
		if t.kind == mark {
			continue
		}
		if k.quoted(i) || k.tells(&t) {
			return
		}
		own = append(own, i)
	}
	for i := leastCopied - 1; i < len(own); i += leastCopied {
		for j := range k.article.spoken {
			if from, to, place := k.stretch(own, i, j); to-from >= leastCopied {
				k.report(Warn, "no_marks", at{own[from], own[to-1] + 1},
					"These are words of a quotation in the article"+inSentence(place)+": they need quotation marks and the speaker", "", place)
				return
			}
		}
	}
}

// tells reports whether a word of the claim attributes it to somebody.
func (k *quotationCheck) tells(t *token) bool { return k.speech.has(t, asVerb) }

// stretch returns the words around own[i] that are those around spoken word j.
func (k *quotationCheck) stretch(own []int, i, j int) (from, to, sentence int) {
	f := k.article
	same := func(a, b int) bool {
		return a >= 0 && a < len(own) && b >= 0 && b < len(f.spoken) && k.tokens[own[a]].norm == f.tokens[f.spoken[b]].norm
	}
	if !same(i, j) || f.blocks[f.blockOf(int(f.spoken[j]))].spoken {
		return 0, 0, -1
	}
	from, to = i, i+1
	for from > 0 && i-from < mostAligned && same(from-1, j-(i-from)-1) {
		from--
	}
	for to < len(own) && to-i < mostAligned && same(to, j+to-i) {
		to++
	}
	return from, to, int(f.sentence[f.spoken[j]])
}

// quoted reports whether a token of the claim stands in quotation marks.
func (k *quotationCheck) quoted(i int) bool { return k.inside[i] }
