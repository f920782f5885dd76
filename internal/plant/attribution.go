package plant

import (
	"slices"
	"strings"
)

var attributionWays = []way{
	{Attribution, "in front", saidInFront},
	{Attribution, "at the end", saidAtEnd},
	{Attribution, "according to", accordingTo},
}

var sayings = set("said says claimed claims alleged alleges argued argues insisted insists warned warns believes believed maintained maintains complained suggested suggests")

// contentious are sayings by which a writer keeps off what is said.
var contentious = set("claimed claims alleged alleges argued argues insisted insists believes believed maintained maintains complained suggested suggests")

// isLeaning reports whether a word leans on what stood before: "she", "they'd".
func isLeaning(low string) bool {
	bare, _, _ := strings.Cut(strings.ReplaceAll(low, "’", "'"), "'")
	return leaning[bare] || auxiliaries[low]
}

// officials report what happened: what they say may be told as a fact.
var officials = set("police service ministry hospital agency institute department authorities council statement report officials data firefighters office figures accounts papers survey study documents records record court bureau epa complaint prosecution")

// leaning words would not be understood without the saying.
var leaning = set("he she it they his her its their i we my our you this that these those there if who what when as in such")

// saidInFront leaves "X said that" out.
func saidInFront(d *draft) []string {
	var out []string
	for i, w := range d.ws {
		if !sayings[w.low] || w.quoted || i == 0 || i > 8 || !d.oneParty(d.ws[:i], w.low) || strings.ContainsAny(d.text[:w.start], ",;:\"“") {
			continue
		}
		from := i + 1
		if after(d.ws, i, 1) == "that" {
			from++
		}
		if from+3 >= len(d.ws) || isLeaning(d.ws[from].low) || d.text[w.end] != ' ' || !isClause(d.ws[from:]) || !d.dark(from) {
			continue
		}
		out = append(out, upperFirst(d.text[d.ws[from].start:]))
	}
	return d.owned(out)
}

// oneParty reports whether who speaks is a person or a side, not an office that
// reports.
func (d *draft) oneParty(speaker []word, verb string) bool {
	if slices.ContainsFunc(speaker, func(w word) bool {
		return baseOf[w.low] != "" && w.low != "led" || auxiliaries[w.low] || w.low == "not" || w.low == "as"
	}) {
		return false
	}
	if len(speaker) == 0 || slices.ContainsFunc(speaker, func(w word) bool { return officials[w.low] }) {
		return false
	}
	last := speaker[len(speaker)-1]
	if strings.HasSuffix(last.low, "'s") || strings.HasSuffix(last.low, "’s") || strings.HasPrefix(d.text[last.end:], "'") {
		return false
	}
	return contentious[verb] || d.classOf(last.text) == "person" || slices.ContainsFunc(speaker, func(w word) bool { return sides[w.low] })
}

// sides are those whose word is one against another's.
var sides = set(`lawyer lawyers prosecutor prosecutors critics campaigners campaigner union unions opponents residents neighbours father mother
	brother sister wife husband spokesman spokeswoman activists supporters opposition defence defense protesters rebels relatives friends
	analyst analysts experts company he she they owner boss manager coach chairman defendant`)

// dark reports whether the rest is one statement that stands alone: without quotation marks or a second saying.
func (d *draft) dark(from int) bool {
	rest := d.text[d.ws[from].start:]
	return !strings.ContainsAny(rest, "\"“”«»;:") && !slices.ContainsFunc(d.ws[from:], func(w word) bool {
		return speech[w.low] && w.low != "who" && w.low != "wants" && w.low != "called" || sayings[w.low] || w.low == "i" || w.low == "we" || w.low == "my"
	})
}

// isClause reports whether words have a verb of their own.
func isClause(ws []word) bool {
	return slices.ContainsFunc(ws, func(w word) bool { return auxiliaries[w.low] && w.low != "be" && w.low != "been" && w.low != "being" })
}

// owned keeps the statements that the article does not make in its own voice.
func (d *draft) owned(texts []string) []string {
	return slices.DeleteFunc(texts, func(text string) bool {
		about := contents(text)
		if stillOpen(text) || strings.Contains(text, "according to") {
			return true
		}
		return slices.ContainsFunc(d.sentences, func(s told) bool {
			return !slices.ContainsFunc(words(s.low), func(w word) bool { return sayings[w.low] || speech[w.low] && w.low != "who" }) &&
				!strings.Contains(s.low, "according to") && share(about, s.contents) >= near
		})
	})
}

// saidAtEnd leaves ", X said" out.
func saidAtEnd(d *draft) []string {
	var out []string
	for i, w := range d.ws {
		if !sayings[w.low] || w.quoted {
			continue
		}
		comma := strings.LastIndex(d.text[:w.start], ", ")
		if comma < 25 || strings.Contains(d.text, ". ") || strings.ContainsAny(d.text[:comma], "\"“”;:") || strings.ContainsAny(d.text[comma+2:], ",\"“;:") {
			continue
		}
		first := slices.IndexFunc(d.ws, func(x word) bool { return x.start > comma })
		if first < 0 || i-first > 5 || len(d.ws)-i > 8 || isLeaning(d.ws[0].low) || !d.oneParty(slices.Concat(d.ws[first:i], d.ws[i+1:]), w.low) || !isClause(d.ws[:first]) {
			continue
		}
		if i != len(d.ws)-1 && i != first || leaning[d.ws[first].low] && d.ws[first].low != "he" && d.ws[first].low != "she" {
			continue
		}
		out = append(out, d.text[:comma]+stop(d.text))
	}
	return d.owned(out)
}

func stop(text string) string {
	if strings.HasSuffix(text, ".") {
		return "."
	}
	return ""
}

// accordingTo leaves "according to X" out, at the beginning or the end.
func accordingTo(d *draft) []string {
	at := strings.Index(strings.ToLower(d.text), "according to ")
	if at < 0 || d.quotedAt(at) || slices.ContainsFunc(d.ws, func(w word) bool { return w.start > at && officials[w.low] }) || strings.ContainsAny(d.text, "\"“;:") {
		return nil
	}
	var out []string
	if at == 0 {
		comma := strings.Index(d.text, ", ")
		if comma > 0 && comma < 60 && !leaning[firstWord(d.text[comma+1:])] {
			out = append(out, upperFirst(d.text[comma+2:]))
		}
	} else if tail := d.text[at:]; !strings.Contains(tail, ",") && len(tail) < 90 && len(words(d.text[:at])) > 4 && !leaning[d.ws[0].low] {
		out = append(out, strings.TrimRight(d.text[:at], ", ")+stop(d.text))
	}
	return d.owned(out)
}
