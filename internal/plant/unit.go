package plant

import "strings"

var unitWays = []way{
	{Unit, "currency", otherCurrency},
	{Unit, "points for percent", pointsForPercent},
	{Unit, "measure", otherMeasure},
}

var currencySigns = map[string]string{"$": "€", "€": "$", "£": "€"}

func otherCurrency(d *draft) []string {
	var out []string
	for sign, other := range sorted(currencySigns) {
		for _, q := range quantities(d.text) {
			if strings.HasSuffix(d.text[:q.start], sign) && !strings.Contains(d.story.text, other) {
				start := q.start - len(sign)
				out = append(out, d.replace(start, q.start, other))
			}
		}
	}
	names := map[string]string{"dollars": "euros", "euros": "dollars", "crowns": "euros", "marks": "euros", "francs": "dollars"}
	for i, w := range d.ws {
		if other, ok := names[w.low]; ok && numberBefore(d.ws, i) && !d.has(other) {
			out = append(out, d.instead(i, other))
		}
	}
	return out
}

// numberBefore reports whether a number, perhaps with a scale, stands before a word.
func numberBefore(ws []word, i int) bool {
	low := before(ws, i, 1)
	if scaleAt(low) > 1 {
		low = before(ws, i, 2)
	}
	_, small := smallNumber(low)
	return small || digits.MatchString(low)
}

// pointsForPercent works both ways.
func pointsForPercent(d *draft) []string {
	var out []string
	for _, q := range quantities(d.text) {
		rest := d.text[q.end:]
		for _, form := range []struct{ from, to string }{
			{"%", " percentage points"},
			{" percentage points", "%"},
			{" percentage point", "%"},
			{" percent", " percentage points"},
			{" per cent", " percentage points"},
		} {
			if !strings.HasPrefix(rest, form.from) || strings.HasPrefix(rest, form.from+"age") || strings.HasPrefix(rest, form.from+"-") {
				continue
			}
			if form.to == "%" && q.inWords {
				form.to = " percent"
			}
			if form.to == "%" || form.to == " percent" || changes(d, q) {
				out = append(out, d.replace(q.end, q.end+len(form.from), form.to))
			}
			break
		}
	}
	return out
}

// changes reports whether a share is one by which something rises or falls: of
// others nobody writes "points".
func changes(d *draft, q quantity) bool {
	previous := lastWord(d.text[:q.start])
	return (shifts[previous] || previous == "by") && !strings.Contains(d.text[q.end:min(len(d.text), q.end+16)], " of ")
}

var shifts = set(`rose rises rise fell falls fall up down increased decreased grew gained lost dropped climbed declined jumped
	slipped`)

var measureOther = map[string]string{
	"kilometres": "miles", "kilometers": "miles", "km": "miles", "miles": "kilometres", "metres": "feet", "meters": "feet", "feet": "metres",
	"tonnes": "kilograms", "kilograms": "tonnes", "hours": "days", "days": "weeks", "weeks": "months", "months": "years", "years": "months",
	"minutes": "hours", "hectares": "acres", "acres": "hectares", "centimetres": "metres", "millimetres": "centimetres", "celsius": "Fahrenheit",
	"megawatts": "gigawatts", "litres": "gallons", "seconds": "minutes",
}

func otherMeasure(d *draft) []string {
	var out []string
	for i, w := range d.ws {
		other, ok := measureOther[w.low]
		if ok && (numberBefore(d.ws, i) || w.low == "celsius") && after(d.ws, i, 1) != "old" && !d.sameAmount(before(d.ws, i, 1), strings.ToLower(other)) {
			out = append(out, d.instead(i, other))
		}
	}
	return out
}

// sameAmount reports whether the article has the number with the unit.
func (d *draft) sameAmount(number, unit string) bool {
	return d.has(number+" "+unit) || d.has(number+"-"+strings.TrimSuffix(unit, "s"))
}
