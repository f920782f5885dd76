package ground

import "fmt"

// bearings reports a point of the compass in whose place the evidence has another.
func (k *nameCheck) bearings() {
	for i := k.part.from; i < k.part.to; i++ {
		if k.t.words[i].class&bearingWord == 0 {
			continue
		}
		f, around, n, ok := k.best(at{i, i + 1})
		if !ok || n == 0 || around < surelyAround || f.on[i-k.part.from] >= 0 {
			continue
		}
		t := &k.x.texts[f.text]
		from, to, tight := k.gap(f, at{i, i + 1})
		other, own := -1, k.w.bearing[k.t.words[i].norm]
		for j := range t.words {
			if t.words[j].class&bearingWord == 0 {
				continue
			}
			if k.w.bearing[t.words[j].norm] == own {
				other = -1
				break
			}
			if j >= from && j < to {
				other = j
			}
		}
		if other >= 0 && tight {
			k.fail("swapped", at{i, i + 1}, fmt.Sprintf("The article says %s and not %s", t.tokens[other].text, k.t.tokens[i].text),
				k.cased(t.tokens[other].text, i), nameSpot{int32(f.text), 0})
		}
	}
}
