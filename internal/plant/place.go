package plant

import (
	"slices"
	"strings"
)

var placeWays = []way{
	{Place, "swapped", placeSwapped},
	{Place, "invented", placeInvented},
	{Place, "bearing", otherBearing},
}

var countries = strings.Fields(`Afghanistan Algeria Argentina Australia Austria Bangladesh Belgium Bolivia Brazil Bulgaria Canada Chile China
	Colombia Croatia Cuba Denmark Ecuador Egypt England Estonia Ethiopia Finland France Germany Ghana Greece Hungary Iceland India Indonesia Iran
	Iraq Ireland Israel Italy Jamaica Japan Jordan Kenya Kuwait Latvia Lebanon Libya Lithuania Malaysia Mali Malta Mexico Morocco Nepal
	Nigeria Norway Pakistan Peru Poland Portugal Qatar Romania Russia Rwanda Scotland Senegal Serbia Singapore Slovakia
	Slovenia Somalia Spain Sudan Sweden Switzerland Syria Thailand Tunisia Turkey Uganda Ukraine Uruguay Venezuela Vietnam Wales Yemen Zambia Zimbabwe`)

var cities = strings.Fields(`Aberdeen Amsterdam Athens Atlanta Baghdad Baltimore Bangkok Barcelona Beijing Belfast Berlin Birmingham Boston
	Brighton Bristol Brussels Budapest Cairo Cardiff Chicago Copenhagen Dallas Damascus Delhi Denver Detroit Dublin Dundee Edinburgh Exeter
	Geneva Glasgow Hamburg Helsinki Houston Istanbul Jakarta Jerusalem Johannesburg Karachi Kiev Lagos Leeds Leicester Lisbon Liverpool London
	Madrid Manchester Melbourne Miami Milan Montreal Moscow Mumbai Munich Nairobi Newcastle Nottingham Oslo Paris Philadelphia Phoenix Plymouth
	Portsmouth Prague Rome Seattle Seoul Sheffield Shanghai Southampton Stockholm Sunderland Swansea Sydney Tehran Tokyo Toronto Tripoli Vienna
	Warsaw Washington York Zurich`)

var into = set("in at near from to into across outside around throughout")

// placed finds a place word i after a preposition and what kind it is of.
func (d *draft) placed(i int) []string {
	w := d.ws[i]
	alone := !strings.HasPrefix(d.text[w.end:], "'") && !strings.HasPrefix(d.text[w.end:], "’") && (i+1 >= len(d.ws) || between(d.text, w, d.ws[i+1]) != " " || !d.ws[i+1].capital())
	if !alone || !into[before(d.ws, i, 1)] || w.quoted {
		return nil
	}
	for _, kind := range [][]string{countries, cities} {
		if slices.Contains(kind, w.text) {
			return kind
		}
	}
	return nil
}

// placeSwapped puts another country or city of the article.
func placeSwapped(d *draft) []string {
	var out []string
	for i, w := range d.ws {
		for _, other := range d.placed(i) {
			if other != w.text && d.has(other) && !hasWord(d.text, other) && !d.mayTell(strings.ToLower(other), w.text, without(d.about, w.text)) && !within(w.text, other) {
				out = append(out, d.instead(i, other))
			}
		}
	}
	return append(out, d.siblings()...)
}

// within reports whether the one place may be part of the other.
func within(a, b string) bool { return a == "York" || b == "York" || a == b }

// siblings exchanges towns that the article calls towns.
func (d *draft) siblings() []string {
	named := map[string][]string{}
	for i, w := range d.words {
		if kind := townish[w.low]; kind != "" && after(d.words, i, 1) == "of" && i+2 < len(d.words) && d.words[i+2].capital() {
			named[kind] = append(named[kind], d.words[i+2].text)
		}
	}
	var out []string
	for _, places := range sorted(named) {
		for _, a := range places {
			for _, b := range places {
				at := wordIndex(d.text, a)
				if at >= 0 && a != b && !hasWord(d.text, b) && !d.mayTell(strings.ToLower(b), a, without(d.about, a)) {
					out = append(out, d.replace(at, at+len(a), b))
				}
			}
		}
	}
	return out
}

var townish = map[string]string{"town": "town", "city": "town", "village": "town", "villages": "town", "province": "region", "region": "region"}

var madeUpPlaces = strings.Fields("Harwick Dunmere Velstrom Castrel Ombria Penhallow Lindmoor Stavrin")

// placeInvented puts a place that does not exist, or one that the article does not name.
func placeInvented(d *draft) []string {
	var out []string
	for i, w := range d.ws {
		known := d.placed(i)
		if known == nil && !d.looksPlaced(i) {
			continue
		}
		for _, other := range madeUpPlaces {
			if known == nil && !d.has(other) {
				out = append(out, d.instead(i, other))
			}
		}
		for _, other := range known {
			if other != w.text && !d.has(other) && !within(w.text, other) && !d.has("British") && other != "England" && other != "Scotland" && other != "Wales" {
				out = append(out, d.instead(i, other))
			}
		}
	}
	return out
}

// looksPlaced reports whether "in" and a name of one word stand here that is
// nobody's.
func (d *draft) looksPlaced(i int) bool {
	w := d.ws[i]
	if b := before(d.ws, i, 1); b != "in" && b != "near" || !slices.Contains([]string{"in", "near"}, d.ws[i-1].text) || strings.Count(d.story.text, " in "+w.text) < 2 || !w.capital() || w.quoted || len(w.text) < 5 || noName[w.low] || isMonth(w.low) || strings.ContainsAny(w.text, "'’-0123456789") ||
		i+1 < len(d.ws) && d.ws[i+1].capital() && between(d.text, w, d.ws[i+1]) == " " || strings.HasPrefix(d.text[w.end:], "'") {
		return false
	}
	return !slices.ContainsFunc(d.people, func(p person) bool { return p.last == w.text || p.first == w.text }) &&
		!strings.HasSuffix(w.low, "ish") && !strings.HasSuffix(w.low, "ese") && w.text != strings.ToUpper(w.text) && !slices.Contains(strings.Fields("Congress Parliament Christmas Easter Group English Europe League Spanish"), w.text)
}

var bearings = map[string]string{
	"north": "south", "south": "north", "east": "west", "west": "east", "northern": "southern", "southern": "northern",
	"eastern": "western", "western": "eastern", "northeast": "southwest", "southwest": "northeast", "northwest": "southeast", "southeast": "northwest",
	"north-east": "south-west", "south-west": "north-east", "north-west": "south-east", "south-east": "north-west",
}

// otherBearing turns to the opposite, where the article does not name it.
func otherBearing(d *draft) []string {
	var out []string
	for i, w := range d.ws {
		other, ok := bearings[w.low]
		if ok && !w.capital() && !w.quoted && !(after(d.ws, i, 1) == "of" && digits.MatchString(after(d.ws, i, 2))) && !d.mayTell(other, w.text, d.about) {
			out = append(out, d.instead(i, other))
		}
	}
	return out
}
