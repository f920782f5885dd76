package plant

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// draft is a claim that is to be spoilt.
type draft struct {
	*story
	claim Claim
	text  string
	ws    []word
	about []string
}

// way is one way of erring. It returns every claim that it can make.
type way struct {
	kind  Kind
	how   string
	spoil func(*draft) []string
}

var english = slices.Concat(numberWays, unitWays, dateWays, nameWays, roleWays, placeWays, quoteWays, negationWays, directionWays,
	hedgeWays, attributionWays, mixedWays)

// Plants makes claims with one error each out of true claims about an article:
// at most one for each claim and way of erring. The same arguments always give the same plants.
func Plants(doc string, a *article.Article, lang string, claims []Claim, seed uint64) []Plant {
	s := newStory(doc, a, lang)
	ways := english
	if lang != "en" {
		ways = foreignWays
	}
	var out []Plant
	for _, c := range claims {
		d := &draft{story: s, claim: c, text: c.Text, ws: words(c.Text), about: contents(c.Text)}
		for _, w := range ways {
			if text, ok := pick(d.usable(w.kind, w.spoil(d)), seed, doc, c.Text, string(w.kind), w.how); ok {
				out = append(out, newPlant(w.kind, w.how, c, text))
			}
		}
	}
	return out
}

// usable drops what is no error or is nothing that anybody would write.
func (d *draft) usable(kind Kind, texts []string) []string {
	return slices.DeleteFunc(texts, func(text string) bool {
		bare := strings.ToLower(strings.TrimRight(text, ".!? "))
		return strings.EqualFold(text, d.text) || text == "" || kind != Attribution && strings.Contains(d.low, bare) || strings.Contains(text, "  ")
	})
}

// pick takes one of several by a number made of the seed and what it is for.
func pick(texts []string, seed uint64, what ...string) (string, bool) {
	if len(texts) == 0 {
		return "", false
	}
	return texts[dice(seed, what...).IntN(len(texts))], true
}

func dice(seed uint64, what ...string) *rand.Rand {
	h := fnv.New64a()
	for _, w := range what {
		h.Write([]byte(w))
		h.Write([]byte{0})
	}
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}

// replace returns the claim with the bytes from start to end exchanged.
func (d *draft) replace(start, end int, by string) string { return replaced(d.text, start, end, by) }

// instead returns the claim with word i exchanged, its capital kept.
func (d *draft) instead(i int, by string) string {
	return d.replace(d.ws[i].start, d.ws[i].end, like(d.ws[i].text, by))
}

// like gives a word the capital of another.
func like(model, text string) string {
	r, _ := utf8.DecodeRuneInString(model)
	if unicode.IsUpper(r) {
		return upperFirst(text)
	}
	return text
}

func upperFirst(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[size:]
}

// Draw takes at most n plants of a kind, in turn from every way of erring and
// every source of claims.
func Draw(plants []Plant, kind Kind, n int, seed uint64) []Plant {
	groups := map[string][]Plant{}
	for _, p := range plants {
		if p.Kind == kind {
			key := p.How + "/" + string(p.Of.Source)
			groups[key] = append(groups[key], p)
		}
	}
	var lists [][]Plant
	for key, list := range sorted(groups) {
		dice(seed, string(kind), key).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		lists = append(lists, list)
	}
	var out []Plant
	for round := 0; len(out) < n; round++ {
		before := len(out)
		for _, list := range lists {
			if round < len(list) && len(out) < n {
				out = append(out, list[round])
			}
		}
		if len(out) == before {
			break
		}
	}
	return out
}
