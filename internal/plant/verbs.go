package plant

import "strings"

// baseOf gives the base of a verb's past, and pastOf the past of its base.
var baseOf, pastOf = verbs()

func verbs() (bases, pasts map[string]string) {
	bases, pasts = map[string]string{}, map[string]string{}
	irregular := strings.Fields(`become/became begin/began break/broke bring/brought build/built buy/bought catch/caught choose/chose
		come/came draw/drew drive/drove fall/fell find/found fly/flew get/got give/gave go/went grow/grew hear/heard hold/held keep/kept
		know/knew lead/led leave/left lose/lost make/made meet/met pay/paid rise/rose run/ran see/saw sell/sold send/sent
		show/showed sign/signed speak/spoke spend/spent stand/stood steal/stole strike/struck take/took teach/taught throw/threw
		win/won write/wrote shake/shook sink/sank swim/swam wear/wore withdraw/withdrew shoot/shot beat/beat`)
	for _, pair := range irregular {
		base, past, _ := strings.Cut(pair, "/")
		bases[past], pasts[base] = base, past
	}
	for _, base := range strings.Fields(`abandon accept ask approve arrest arrive attack attend award ban block buy call cancel carry
		cause change charge claim clear close collapse collect complete confirm contain continue convict cover create cross damage decide
		declare defeat delay deliver demand destroy develop discover dismiss earn elect end enter escape expand expect extend face fail
		fill finish follow force gain grant handle help hire hit identify impose improve include injure install introduce invest
		involve join kick kill land last launch like list lodge move name need negotiate notice obtain offer open order organise own
		pass perform plan play please praise present produce promise protect prove provide publish pull push raise reach receive
		record recover reduce refer refuse reject release remain remove repair replace report rescue resign return reveal save score search
		secure seize serve settle share spark start stay stop suffer supply support surrender survive suspend target test threaten
		touch train travel treat trigger try turn visit vote walk want warn watch welcome work denounce lower double
		halt`) {
		past := regular(base)
		if past == "hited" || past == "beated" {
			continue
		}
		bases[past], pasts[base] = base, past
	}
	return bases, pasts
}

func regular(base string) string {
	n := len(base)
	switch {
	case strings.HasSuffix(base, "e"):
		return base + "ed"
	case strings.HasSuffix(base, "y") && !strings.ContainsRune("aeiou", rune(base[n-2])):
		return base[:n-1] + "ied"
	case doubling[base]:
		return base + base[n-1:] + "ed"
	}
	return base + "ed"
}

var doubling = set("ban stop plan cancel refer travel")

var auxiliaries = set("is are was were has have had will would can could should must may might do does did be been being am")

// deed reports whether word i is the past of a verb with a subject before it and
// an object or the like behind: "police arrested the man". It returns the base.
func (d *draft) deed(i int) (string, bool) {
	base, ok := baseOf[d.ws[i].low]
	if !ok || naming[d.ws[i].low] || i == 0 || d.ws[i].quoted || d.ws[i].capital() {
		return "", false
	}
	previous := d.ws[i-1]
	if between(d.text, previous, d.ws[i]) != " " || len(previous.low) < 3 && previous.low != "he" && previous.low != "it" {
		return "", false
	}
	for n := 1; n <= 3; n++ {
		if low := before(d.ws, i, n); auxiliaries[low] || low == "not" || low == "to" || strings.HasSuffix(low, "n't") || strings.HasSuffix(low, "n’t") {
			return "", false
		}
	}
	subject := previous.capital() && !isMonth(previous.low) || pronouns[previous.low] || nounBefore(d.ws, i)
	if !subject || noSubject[previous.low] || strings.HasSuffix(previous.low, "ly") || strings.HasSuffix(previous.low, "'s") || strings.HasSuffix(previous.low, "’s") {
		return "", false
	}
	next := after(d.ws, i, 1)
	if i+1 >= len(d.ws) || between(d.text, d.ws[i], d.ws[i+1]) != " " {
		return "", false
	}
	_, counted := smallNumber(next)
	digit := next[0] >= '0' && next[0] <= '9'
	return base, objects[next] || counted || digit || d.ws[i+1].capital() && !noName[next]
}

var pronouns = set("he she it they we who which")

var objects = set("the a an his her its their that at to from into out off up no more an on against for back")

// naming are verbs that are no deeds: "a group called", "a fire broke out".
var naming = set("called named broke went came")

var noSubject = set(`and or but the a an of by in on at to for with from as than that when while after before been being was were not newly
	recently also have has had being well more most all just once twice then often never ever still already then`)

// nounBefore reports whether a noun that can be a subject stands right before, at the
// beginning of the claim: an article, at most two words, and the verb.
func nounBefore(ws []word, i int) bool {
	for n := 2; n <= 3; n++ {
		low := before(ws, i, n)
		if low == "the" || low == "a" || low == "an" || low == "his" || low == "her" {
			return i-n == 0 || n == 2
		}
	}
	return false
}
