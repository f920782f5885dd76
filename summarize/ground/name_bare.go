package ground

import (
	"fmt"
	"slices"
	"strings"
)

// bare checks a claim in a script without capitals. What stands before or after a
// title is a name: one that the article does not have is not in it. Of other
// names nothing can be said, and the finding is Unknown.
func (k *nameCheck) bare() {
	compared := false
	for _, w := range k.titled() {
		compared = true
		if k.x.writes(k.t.tokens[w.from:w.to]) {
			continue
		}
		if other := k.x.otherTitled(k, w); other != "" {
			k.fail("invented", w, fmt.Sprintf("%s is not in the article; it says %s", k.quote(w.from, w.to), other), other, nameSpot{-1, 0})
		} else {
			k.fail("invented", w, fmt.Sprintf("%s is not in the article", k.quote(w.from, w.to)), "", nameSpot{-1, 0})
		}
	}
	k.swappedBare()
	switch {
	case k.wrong:
	case compared || k.verbatimAll():
		k.claim.note(Pass, "", whole, "The names are those of the article", "", -1)
	default:
		k.claim.note(Unknown, "language", whole, "Names cannot be told from other words in this script", "", -1)
	}
}

func (k *nameCheck) verbatimAll() bool {
	for _, p := range k.claim.parts {
		if !k.verbatim(p) {
			return false
		}
	}
	return len(k.claim.parts) > 0
}

// titled finds the names of a claim by the titles beside them.
func (k *nameCheck) titled() []at { return k.w.titledIn(&k.t) }

// titledIn finds the names of a text by the titles beside them: before the title
// in scripts without spaces, after it in others.
func (w *nameWords) titledIn(t *nameText) []at {
	var out []at
	for i := range t.tokens {
		if t.tokens[i].dense {
			if n := w.surnameAt(t, i); n > 0 && (i == 0 || !t.tokens[i-1].dense || !t.tokens[i].glued || w.endsTitle(t, i)) {
				if size := w.givenName(t, i+n); size > 0 {
					out = append(out, at{i, i + n + size})
				}
			}
			continue
		}
		if t.words[i].class&(anyTitle|roleWord) == 0 {
			continue
		}
		j := i + 1
		if j < len(t.tokens) && t.tokens[j].isMark(".") {
			j++
		}
		if t.words[i].class&anyTitle != 0 && j+1 < len(t.tokens) && t.tokens[j].kind == word && !t.tokens[j].stop && t.words[j].class == 0 {
			out = append(out, at{j, j + 1})
		}
	}
	return out
}

// surnameAt returns how many characters of a surname stand at i, 0 for none.
func (w *nameWords) surnameAt(t *nameText, i int) int {
	if i+1 < len(t.tokens) && slices.Contains(w.Surnames, t.tokens[i].text+t.tokens[i+1].text) {
		return 2
	}
	if slices.Contains(w.Surnames, t.tokens[i].text) {
		return 1
	}
	return 0
}

// endsTitle reports whether a title ends before i.
func (w *nameWords) endsTitle(t *nameText, i int) bool {
	before := t.text[:t.tokens[i].start]
	return slices.ContainsFunc(w.Titles, func(s string) bool { return strings.HasSuffix(before, s) })
}

// givenName returns how many characters of a given name stand at i, before a
// title or a verb of saying: one or two, 0 for none.
func (w *nameWords) givenName(t *nameText, i int) int {
	for size := 2; size > 0; size-- {
		if i+size >= len(t.tokens) || !t.tokens[i+size-1].dense {
			continue
		}
		after := t.text[t.tokens[i+size-1].end:]
		starts := func(s string) bool { return strings.HasPrefix(after, s) }
		if slices.ContainsFunc(w.Titles, starts) || slices.ContainsFunc(w.Saying, starts) {
			return size
		}
	}
	return 0
}

// writes reports whether the article has tokens one after the other, in any form.
func (x *nameIndex) writes(tokens []token) bool {
	var room, others [mostForms]string
	for i := range x.texts {
		if runOf(tokens, x.texts[i].tokens) >= 0 {
			return true
		}
	}
	if len(tokens) != 1 {
		return false
	}
	forms := x.w.forms(tokens[0].norm, room[:0])
	for norm := range x.seen {
		if slices.ContainsFunc(x.w.forms(norm, others[:0]), func(form string) bool { return slices.Contains(forms, form) }) {
			return true
		}
	}
	return false
}

// otherTitled returns the one name of the evidence that has a title, "" for none or several.
func (x *nameIndex) otherTitled(k *nameCheck, w at) string {
	found := ""
	for _, p := range k.claim.parts {
		if w.from < p.from || w.to > p.to || len(p.evidence) == 0 {
			continue
		}
		t := &x.texts[p.evidence[0].sentence+1]
		for _, o := range x.w.titledIn(t) {
			text := t.text[t.tokens[o.from].start:t.tokens[o.to-1].end]
			if found != "" && found != text {
				return ""
			}
			found = text
		}
	}
	return found
}

// swappedBare reports a name of the article in the place of another: a name with a
// title, where a sentence has all the rest of the claim.
func (k *nameCheck) swappedBare() {
	if k.wrong {
		return
	}
	for _, p := range k.claim.parts {
		k.part, k.fits = p, nil
		for _, w := range k.w.titledIn(&k.t) {
			if w.from < p.from || w.to > p.to {
				continue
			}
			f, share, n, ok := k.best(w)
			if !ok || share < surelyAround || n < 2 {
				continue
			}
			t := &k.x.texts[f.text]
			if runOf(k.t.tokens[w.from:w.to], t.tokens) >= 0 {
				continue
			}
			from, to, tight := k.gap(f, w)
			if !tight {
				continue
			}
			for _, o := range k.w.titledIn(t) {
				if o.from >= from && o.to <= to {
					text := t.text[t.tokens[o.from].start:t.tokens[o.to-1].end]
					k.fail("swapped", w, fmt.Sprintf("The article says this of %s and not of %s", text, k.quote(w.from, w.to)), text, nameSpot{int32(f.text), 0})
					return
				}
			}
		}
	}
}
