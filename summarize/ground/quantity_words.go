package ground

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// numberWords is what data/number/<code>.yaml says of a language. A word that
// ends in * stands for all that begin so.
type numberWords struct {
	Decimal        string            `yaml:"decimal"`  // "." or ","
	Space          bool              `yaml:"space"`    // thousands are grouped by spaces
	Endings        bool              `yaml:"endings"`  // digits take case endings: 740-ы, 9'unda
	Compound       bool              `yaml:"compound"` // number words are written together: dreiundzwanzig
	Attached       []string          `yaml:"attached"` // "and", as a part of the word that follows
	Cardinals      map[string]int64  `yaml:"cardinals"`
	Multipliers    map[string]int64  `yaml:"multipliers"`
	Scales         map[string]int64  `yaml:"scales"`
	Short          map[string]int64  `yaml:"short"` // scales of a letter or two, after digits
	Ordinals       map[string]int64  `yaml:"ordinals"`
	OrdinalEndings []string          `yaml:"ordinal_endings"`
	OrdinalBefore  []string          `yaml:"ordinal_before"`
	Fractions      map[string]string `yaml:"fractions"`
	Plus           map[string]string `yaml:"plus"`        // "and a half", in one word after the number
	FractionOf     []string          `yaml:"fraction_of"` // between denominator and numerator: 三分之一
	Multiples      map[string]string `yaml:"multiples"`
	Joiners        map[string]int64  `yaml:"joiners"`   // "and" inside a number, and the least that can stand before it
	Ones           []string          `yaml:"ones"`      // "a", before "million" or "third"
	By             []string          `yaml:"by"`        // before a fraction by which something changed
	Of             []string          `yaml:"of"`        // between a number and what it counts
	Ranges         []string          `yaml:"ranges"`    // between the ends of a range
	OneIn          []string          `yaml:"one_in"`    // between "one" and a number, for a fraction: one in 13
	NounIn         []string          `yaml:"noun_in"`   // the same with a word before it: one household in 13
	Times          []string          `yaml:"times"`     // after a number, for a multiple: three times as
	Scores         []string          `yaml:"scores"`    // before two numbers with a range's word between that are a score or votes
	Withdrawn      []string          `yaml:"withdrawn"` // before figures that the article takes back
	Instead        []string          `yaml:"instead"`   // between those and the right ones
	Counters       []string          `yaml:"counters"`
	Nouns          []string          `yaml:"nouns"` // that are so common that they say little, but are counted
	Hedges         map[string][]string
	HedgesAfter    map[string][]string `yaml:"hedges_after"`
	Units          map[string][]string
}

// unitNames is data/number/any.yaml: the units.
type unitNames struct {
	Units map[string]struct {
		Kind   string
		Factor string
		Words  []string
		Also   []string
	}
}

// role is what a word can be.
type role uint8

const (
	isCardinal role = iota
	isMultiplier
	isScale
	isShortScale
	isOrdinal
	isOrdinalEnding
	isOrdinalMark
	isFraction
	isPlus
	isFractionOf
	isMultiple
	isJoiner
	isOne
	isJoined
	isOf
	isBy
	isRange
	isCounter
	isNoun
	isHedge
	isHedgeAfter
	isUnit
	isMonth
	isWeekday
	isRelative
	isAgoBefore
	isAgoAfter
	isQuarter
	isSeason
	isDateOf
	isYearWord
	isDecadeEnding
	isForenoon
	isAfternoon
	isHourWord
	isHourBefore
	isNoon
	isDayWord
	isMonthWord
	isNear // words before a month whose name means something else, too
	isFuture
	isPastForm
	isOneIn
	isNounIn
	isTimes
	isScore
	isWithdrawn
	isInstead
)

// entry is one meaning of a word or phrase: the words after its first one, and
// what it is worth.
type entry struct {
	rest  []string
	role  role
	value ratio
	name  string
	unit  *unit
	shy   bool // needs a neighbour that shows what is meant

	proper bool // begins with a capital, as people write it
}

// add gives a phrase a meaning.
func (x *lexicon) add(phrase string, e entry) {
	var norms []string
	for _, t := range x.cut.cut(phrase).tokens {
		if t.isMark("*") {
			norms[len(norms)-1] += "*"
		} else {
			norms = append(norms, t.norm)
		}
	}
	key, isPrefix := strings.CutSuffix(norms[0], "*")
	e.rest = norms[1:]
	table := x.exact
	if isPrefix {
		table = x.prefix
		x.longest = max(x.longest, len(key))
		if len(key) < headBytes {
			panic("ground: too short to be a prefix: " + phrase)
		}
	}
	table[key] = append(table[key], e)
	x.heads[headOf(key)] = true
}

func (x *lexicon) addUnits(names *unitNames) {
	x.units = map[string]*unit{}
	for name, u := range names.Units {
		made := &unit{name: name, kind: u.Kind, factor: integer(1), also: u.Also}
		if u.Factor != "" {
			made.factor = must(parseRatio(u.Factor))
			made.scaled = true
		}
		x.units[name] = made
		for _, w := range u.Words {
			x.add(w, entry{role: isUnit, unit: made})
		}
	}
}

func must(r ratio, err error) ratio {
	if err != nil {
		panic(fmt.Sprintf("ground: %v", err)) // of a data file, which a test reads
	}
	return r
}

func (x *lexicon) addNumbers(n *numberWords) {
	for role, values := range map[role]map[string]int64{
		isCardinal: n.Cardinals, isMultiplier: n.Multipliers, isScale: n.Scales, isShortScale: n.Short,
		isOrdinal: n.Ordinals, isJoiner: n.Joiners,
	} {
		for w, v := range values {
			x.add(w, entry{role: role, value: integer(v)})
		}
	}
	for role, values := range map[role]map[string]string{isFraction: n.Fractions, isMultiple: n.Multiples, isPlus: n.Plus} {
		for w, v := range values {
			x.add(w, entry{role: role, value: must(parseRatio(v))})
		}
	}
	for role, phrases := range map[role][]string{
		isOrdinalEnding: n.OrdinalEndings, isOrdinalMark: n.OrdinalBefore, isOne: n.Ones, isOf: n.Of, isBy: n.By,
		isRange: n.Ranges, isNoun: n.Nouns, isCounter: n.Counters, isFractionOf: n.FractionOf,
		isOneIn: n.OneIn, isNounIn: n.NounIn, isTimes: n.Times, isScore: n.Scores, isWithdrawn: n.Withdrawn, isInstead: n.Instead,
	} {
		x.addAll(role, phrases)
	}
	x.addHedges(isHedge, n.Hedges)
	x.addHedges(isHedgeAfter, n.HedgesAfter)
	for name, phrases := range n.Units {
		u := x.units[name]
		if u == nil {
			panic("ground: unknown unit " + name)
		}
		for _, w := range phrases {
			x.add(w, entry{role: isUnit, unit: u})
		}
	}
}

func (x *lexicon) addAll(r role, phrases []string) {
	for _, w := range phrases {
		x.add(w, entry{role: r})
	}
}

func (x *lexicon) addHedges(r role, kinds map[string][]string) {
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		if hedgeSigns[name] == 0 && name != about {
			panic("ground: unknown hedge " + name)
		}
		for _, w := range kinds[name] {
			x.add(w, entry{role: r, name: name})
		}
	}
}
