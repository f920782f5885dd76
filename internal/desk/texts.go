package desk

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

//go:embed texts/en.json
var english []byte

// EnglishTexts are all words of the interface in English, as ParseTexts reads
// them: what a translation starts from.
func EnglishTexts() []byte { return slices.Clone(english) }

// Texts are all words of the interface in one language, by key. The same words
// serve the templates and the scripts. They never change.
type Texts struct {
	phrases map[string]phrase
	lang    language.Tag
	missing []string
}

// phrase is a text, or one for each plural form of the number "n" in it. Names
// in braces are places for values.
type phrase struct {
	text  string
	forms map[string]string
}

// ParseTexts reads a JSON object of the texts of another language, by the keys
// of EnglishTexts; "page.lang" is its BCP 47 tag. A value is a text, or an object
// of texts by the plural forms of CLDR (zero, one, two, few, many, other). Texts
// that are not there, or empty, stay English, and are told by Missing. Keys that
// nobody says, places in braces that the English text lacks, and forms without "other"
// are errors.
func ParseTexts(raw []byte) (*Texts, error) {
	base, err := loadEnglish()
	if err != nil {
		return nil, err
	}
	own, err := parseTexts(raw)
	if err != nil {
		return nil, err
	}
	var wrong []string
	for _, key := range slices.Sorted(maps.Keys(own.phrases)) {
		if strings.Join(own.phrases[key].all(), "") == "" { // not translated yet
			delete(own.phrases, key)
			continue
		}
		if known, ok := base.phrases[key]; !ok {
			wrong = append(wrong, fmt.Sprintf("%q is the key of no text", key))
		} else if err := own.phrases[key].fits(known); err != nil {
			wrong = append(wrong, fmt.Sprintf("%q %v", key, err))
		}
	}
	if len(wrong) > 0 {
		return nil, errors.New(strings.Join(wrong, "; "))
	}
	for _, key := range slices.Sorted(maps.Keys(base.phrases)) {
		if _, ok := own.phrases[key]; !ok {
			own.missing = append(own.missing, key)
			own.phrases[key] = base.phrases[key]
		}
	}
	return own, nil
}

// Lang is the language of the texts, a BCP 47 tag.
func (t *Texts) Lang() string { return t.lang.String() }

// Missing are the keys of texts that are in English because the language has
// none, in order.
func (t *Texts) Missing() []string { return slices.Clone(t.missing) }

func loadEnglish() (*Texts, error) { return parseTexts(english) }

func parseTexts(raw []byte) (*Texts, error) {
	t := &Texts{}
	if err := json.Unmarshal(raw, &t.phrases); err != nil {
		return nil, err
	}
	name := t.phrases["page.lang"].text
	if name == "" {
		return nil, errors.New(`"page.lang" has to name the language, such as "de"`)
	}
	var err error
	if t.lang, err = language.Parse(name); err != nil {
		return nil, fmt.Errorf(`"page.lang" is %q, which is no BCP 47 tag such as "de"`, name)
	}
	return t, nil
}

// place is a name in braces.
var place = regexp.MustCompile(`\{\w+\}`)

// fits checks that a phrase can stand for an English one.
func (p phrase) fits(english phrase) error {
	if p.forms != nil && p.forms["other"] == "" {
		return errors.New(`has plural forms without "other"`)
	}
	if p.forms != nil && english.forms == nil {
		return errors.New("has plural forms, where English has one text")
	}
	known := strings.Join(english.all(), " ")
	for _, text := range p.all() {
		for _, name := range place.FindAllString(text, -1) {
			if !strings.Contains(known, name) {
				return fmt.Errorf("has a place %s, which the English text lacks", name)
			}
		}
	}
	for form := range p.forms {
		if _, ok := formNames[form]; !ok {
			return fmt.Errorf("has the plural form %q, which is none of zero, one, two, few, many and other", form)
		}
	}
	return nil
}

// all are the texts of a phrase.
func (p phrase) all() []string {
	if p.forms == nil {
		return []string{p.text}
	}
	return slices.Collect(maps.Values(p.forms))
}

// formNames are the plural forms of CLDR.
var formNames = map[string]plural.Form{
	"zero": plural.Zero, "one": plural.One, "two": plural.Two, "few": plural.Few, "many": plural.Many, "other": plural.Other,
}

// UnmarshalJSON reads a string or an object of plural forms.
func (p *phrase) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '{' {
		return json.Unmarshal(raw, &p.forms)
	}
	return json.Unmarshal(raw, &p.text)
}

// MarshalJSON writes what UnmarshalJSON reads.
func (p phrase) MarshalJSON() ([]byte, error) {
	if p.forms != nil {
		return json.Marshal(p.forms)
	}
	return json.Marshal(p.text)
}

// MarshalJSON writes the texts for the scripts.
func (t *Texts) MarshalJSON() ([]byte, error) { return json.Marshal(t.phrases) }

// say returns a text with its places filled: names and values in turn. A key
// that is not there is an error, which fails the page.
func (t *Texts) say(key string, pairs ...any) (string, error) {
	p, ok := t.phrases[key]
	if !ok || len(pairs)%2 != 0 {
		return "", fmt.Errorf("no text %q with %d values", key, len(pairs)/2)
	}
	out := p.text
	for i := 0; p.forms != nil && i < len(pairs); i += 2 {
		if n, err := strconv.Atoi(fmt.Sprint(pairs[i+1])); err == nil && pairs[i] == "n" {
			out = p.of(n, t.lang)
		}
	}
	if out == "" {
		out = p.forms["other"]
	}
	return fill(out, pairs), nil
}

// of is the plural form for a number in a language, "" when there is none.
func (p phrase) of(n int, lang language.Tag) string {
	form := plural.Cardinal.MatchPlural(lang, n, 0, 0, 0, 0)
	for name, text := range p.forms {
		if formNames[name] == form {
			return text
		}
	}
	return ""
}

// fill puts values into their places, all at once, so that a value which looks
// like a place stays as it is.
func fill(text string, pairs []any) string {
	places := make([]string, 0, len(pairs))
	for i := 0; i < len(pairs); i += 2 {
		places = append(places, "{"+fmt.Sprint(pairs[i])+"}", fmt.Sprint(pairs[i+1]))
	}
	return strings.NewReplacer(places...).Replace(text)
}

// has reports whether there is a text, for names that come from outside.
func (t *Texts) has(key string) bool { _, ok := t.phrases[key]; return ok }
