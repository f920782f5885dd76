package ground

import (
	"slices"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// orderPattern finds words that speak to a machine and not to a reader, in the
// languages in which they are most often seen.
var orderPattern = pattern(`(?i)\b(?:ignore|disregard|forget|override|bypass)\s+(?:(?:all|any|of|the|these|those|your|my|everything|anything|what)\s+){0,4}` +
	`(?:(?:previous|prior|above|earlier|preceding|foregoing|existing|initial|original|system)\s+(?:instructions?|prompts?|rules?|guidelines?|text|directions?|commands?|messages?|content|context|orders?|training)\b|(?:previous|prior|above|preceding|foregoing)[.!,;:]|` +
	`(?:rules?|instructions?|prompts?|text)\s+(?:above|you (?:were|have been) given)\b|(?:instructions|prompts?|guidelines)\s+(?:and|that you)\b)` +
	`|\b(?:reply|respond|answer|output)\s+only\s+with\b|\b(?:your|the|this|a new) system prompt\b|\b(?:print|reveal|show|repeat|output)\s+(?:your|the)\s+(?:system\s+)?(?:prompt|instructions)\b` +
	`|\byou are now (?:a|an|in|the|[A-Z]{3,})\b[^.!?\n]{0,40}\b(?:mode|assistant|model|AI|DAN|bot|unrestricted)\b` +
	`|\b(?:attention|note|notice|message|instructions?|reminder|memo)\s+(?:to|for)\s+(?:all\s+|any\s+|the\s+)?(?:AI|LLMs?|language models?|chatbots?|assistants?|summari[sz]ers?|bots)\b` +
	`|\b(?:AI|LLMs?|language models?|assistants?|summari[sz]ers?)\s+(?:reading|summari[sz]ing|processing)\s+th(?:is|e)\b[^.!?\n]{0,60}\b(?:must|should|shall|please|has to|have to)\b` +
	`|\bwhen (?:you )?summari[sz](?:e|ing) this (?:article|text|page|story)\b` +
	`|<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|begin_of_text)[^>\n]{0,20}\|?>|\[/?INST\]|<</?SYS>>|###\s*(?:instruction|system|response|human|assistant)\b` +
	`|(?:^|\n)\s*(?:SYSTEM|ASSISTANT|USER)\s*:\s` +
	`|\bignor(?:a|e|ez|iere|ieren|ier|eer)\s[^.!?\n]{0,30}\b(?:instrucciones|instructions|anweisungen|instruções|istruzioni|consignes|instructies)\b` +
	`|\b(?:olvida|oublie|oubliez|vergiss|vergessen sie|esqueça|dimentica)\s[^.!?\n]{0,30}\b(?:instrucciones|instructions|consignes|anweisungen|instruções|istruzioni)\b` +
	`|(?:talimat|komut)lar[^.!?\n]{0,30}(?:yok say|unut|görmezden|dikkate alma)|(?:игнорируй|забудь|проигнорируй)[^.!?\n]{0,40}(?:инструкци|указани|команд)` +
	`|(?:нұсқаулар|нұсқаулық)[^.!?\n]{0,30}(?:елеме|ұмыт|назарға алма)` +
	`|(?:忽略|无视|忘记)[^。！？\n]{0,20}(?:指令|指示|提示)|(?:以前|上記|前)の(?:指示|命令)[^。！？\n]{0,10}無視` +
	`|(?:تجاهل|انس)[^.!؟\n]{0,40}(?:التعليمات|الأوامر|تعليمات)`)

// orderHints are what every text that orderPattern finds has, in lower case:
// looking for them first is much faster.
var orderHints = []string{
	"ignor", "disregard", "forget", "overrid", "bypass", "only with", "prompt", "instructions", "you are now", "language model", "llm ", "llms", "<|", "[inst]", "[/inst]", "<<", "###",
	"system:", "system :", "assistant:", "user:", "assistant", "summari", "chatbot", " ai ", "to ai", "for ai", "bots", "olvida", "oublie", "vergiss", "vergessen", "esqueça", "dimentica", "talimatlar", "komutlar",
	"игнорируй", "забудь", "нұсқаулар", "нұсқаулық", "忽略", "无视", "忘记", "無視", "تجاهل", "انس",
}

// machineVerb begins a sentence that goes on with an order to a machine.
var machineVerb = pattern(`(?i)^\W*(?:(?:instead|then|now|and|please|you must|always|only)[, ]+){0,3}(?:write|say|output|reply|respond|answer|state|summari[sz]e|include|print|mention|report that|add|claim|tell|return|insert|recommend|end your|begin your|start your)\b`)

// mostOrders bounds how many are looked at.
const mostOrders = 50

// Orders are the sentences of an article that speak to a machine instead of a
// reader. What they tell it to write is no news. The zero value has none.
type Orders struct {
	words     *words
	sentences []order
	rest      []map[string]bool // content of the other sentences; made only where there are orders
}

type order struct {
	id      article.SentenceID
	content map[string]bool
}

// Orders returns the sentences of the article that speak to a machine. A sentence
// that reports such words, in quotation marks and with words of its own about them,
// is not one.
func (c *Checker) Orders() *Orders { return c.orders() }

// findOrders is cheap where there are none.
func findOrders(a *article.Article, w *words) *Orders {
	o := &Orders{words: w}
	if !hinted(strings.ToLower(a.Text)) {
		return o
	}
	found := map[int]bool{}
	for i, s := range a.Sentences {
		last := i > 0 && found[i-1] && a.Sentences[i-1].Paragraph == s.Paragraph && machineVerb().MatchString(s.Text)
		if len(found) < mostOrders && (last || hinted(strings.ToLower(s.Text)) && isOrder(s.Text)) {
			found[i] = true
		}
	}
	if len(found) == 0 {
		return o
	}
	for i, s := range a.Sentences {
		if content := o.contentOf(s.Text); found[i] {
			o.sentences = append(o.sentences, order{s.ID, content})
		} else {
			o.rest = append(o.rest, content)
		}
	}
	return o
}

// hinted reports whether a text in lower case can have what orderPattern finds.
func hinted(lower string) bool {
	return slices.ContainsFunc(orderHints, func(hint string) bool { return strings.Contains(lower, hint) })
}

// IDs returns the sentences, in order.
func (o *Orders) IDs() []article.SentenceID {
	var out []article.SentenceID
	for _, s := range o.sentences {
		out = append(out, s.id)
	}
	return out
}

// enoughObeyed is the share of a claim's content words that an order must have.
const enoughObeyed = 0.7

// Obeyed reports whether a text says what an order of the article demands, or
// repeats the order, and returns that sentence. What another sentence reports
// as well is news.
func (o *Orders) Obeyed(text string) (article.SentenceID, bool) {
	if len(o.sentences) == 0 || isReported(text) {
		return 0, false
	}
	mine := o.contentOf(text)
	if len(mine) == 0 {
		return 0, false
	}
	enough := func(theirs map[string]bool) bool {
		return float64(inBoth(mine, theirs)) >= enoughObeyed*float64(len(mine))
	}
	for _, s := range o.sentences {
		if enough(s.content) && !slices.ContainsFunc(o.rest, enough) {
			return s.id, true
		}
	}
	return 0, false
}

func (o *Orders) contentOf(text string) map[string]bool {
	out := map[string]bool{}
	for _, t := range o.words.cut(text).tokens {
		if !t.stop {
			out[t.stem] = true
		}
	}
	return out
}

func inBoth(a, b map[string]bool) int {
	n := 0
	for w := range a {
		if b[w] {
			n++
		}
	}
	return n
}

// mostMatches bounds how many places of a text are looked at.
const mostMatches = 20

// isOrder reports whether a text speaks to a machine, and does not only report that.
func isOrder(text string) bool {
	for _, m := range orderPattern().FindAllStringIndex(text, mostMatches) {
		if !reportedAt(text, m[0], m[1]) {
			return true
		}
	}
	return false
}

// isReported reports whether a text has words that speak to a machine, all of them reported.
func isReported(text string) bool {
	return hinted(strings.ToLower(text)) && orderPattern().MatchString(text) && !isOrder(text)
}

// leastFrame is how many words stand around a quotation that is reported.
const leastFrame = 3

// reportedAt reports whether what stands from one byte to another is told of:
// it is quoted in a sentence with words of its own, or follows "told it to".
func reportedAt(text string, from, to int) bool {
	if strings.HasSuffix(strings.ToLower(text[:from]), " to ") && !toYou().MatchString(text[:from]) {
		return true
	}
	tokens := new(words).plain(text)
	quotes, _ := quotations(tokens)
	frame, inside := 0, false
	for i, t := range tokens {
		quoted := slices.ContainsFunc(quotes, func(q quotation) bool { return i >= q.from && i < q.to })
		if quoted && t.start <= from && from < t.end || quoted && t.start >= from && t.end <= to {
			inside = true
		}
		if !quoted && t.kind == word {
			frame++
		}
	}
	return inside && frame >= leastFrame
}

// toYou is an order in the shape of a report: "you have to ignore".
var toYou = pattern(`(?i)\b(?:you|assistants?|models?|AI)\s+(?:\w+\s+){0,2}(?:have|need|are|must|ought|required|instructed)\s+(?:\w+\s+)?to $`)

// plain cuts a text without what a language knows.
func (w *words) plain(text string) []token {
	return (&words{stem: func(s string) string { return s }}).cut(text).tokens
}
