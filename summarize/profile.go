package summarize

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/ground"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

//go:embed profiles/*.yaml
var profileFiles embed.FS

// Profile is a house style, as its YAML file has it. Profiles come from
// BuiltInProfile or ParseProfile; the zero value is not a valid one.
type Profile struct {
	Name         string        `yaml:"name" json:"name"`
	About        string        `yaml:"about" json:"about"`
	Takeaways    TakeawayStyle `yaml:"takeaways" json:"takeaways"`
	Why          WhyStyle      `yaml:"why" json:"why"`
	Unspaced     UnspacedStyle `yaml:"unspaced" json:"unspaced"`
	ShortUnder   int           `yaml:"short_under" json:"short_under"` // words
	Language     string        `yaml:"language" json:"language"`       // "article" or a BCP 47 code
	Labels       Labels        `yaml:"labels" json:"labels"`
	Spelling     string        `yaml:"spelling" json:"spelling"`
	Banned       []string      `yaml:"banned" json:"banned"`
	Instructions string        `yaml:"instructions" json:"instructions"`
	Grounding    Grounding     `yaml:"grounding" json:"grounding"`
}

// articleLanguage is the value of Profile.Language for the article's own.
const articleLanguage = "article"

// TakeawayStyle is the form of the takeaways; lengths are in grapheme clusters.
type TakeawayStyle struct {
	Count     int  `yaml:"count" json:"count"`
	MinCount  int  `yaml:"min_count" json:"min_count"` // of a short article
	MinLength int  `yaml:"min_length" json:"min_length"`
	MaxLength int  `yaml:"max_length" json:"max_length"`
	FullStop  bool `yaml:"full_stop" json:"full_stop"`
}

// WhyStyle is the form of the why paragraph, in words.
type WhyStyle struct {
	MinWords     int `yaml:"min_words" json:"min_words"`
	MaxWords     int `yaml:"max_words" json:"max_words"`
	MaxSentences int `yaml:"max_sentences" json:"max_sentences"`
}

// UnspacedStyle replaces the lengths, in grapheme clusters, in languages that
// are written without spaces.
type UnspacedStyle struct {
	TakeawayMinLength int `yaml:"takeaway_min_length" json:"takeaway_min_length"`
	TakeawayMaxLength int `yaml:"takeaway_max_length" json:"takeaway_max_length"`
	WhyMinLength      int `yaml:"why_min_length" json:"why_min_length"`
	WhyMaxLength      int `yaml:"why_max_length" json:"why_max_length"`
}

// Labels head the two parts of a summary. "" is the usual label of its language.
type Labels struct {
	Why       string `yaml:"why" json:"why" doc:"Heading of the paragraph" example:"Why this matters"`
	Takeaways string `yaml:"takeaways" json:"takeaways" doc:"Heading of the list" example:"Key takeaways"`
}

// Grounding says how strictly claims are held against the article.
type Grounding struct {
	// Rules grade the rules by name: "fail" leaves a rule's verdicts as they are,
	// "warn" makes its failures warnings, "off" does not run it. A rule that is
	// not named is as "fail". "verifier" is the second reader.
	Rules map[string]string `yaml:"rules" json:"rules"`
	// Repairs is how often claims that fail, or break the house style, go back to
	// the model: 0 to 2.
	Repairs int `yaml:"repairs" json:"repairs"`
	// Failing says what becomes of a claim that still fails.
	Failing Failing `yaml:"failing" json:"failing"`
}

// Failing is what becomes of a claim that the article does not support.
type Failing string

// The ways. The zero value is not one.
const (
	Replace  Failing = "replace"  // by a claim in the article's own words, or withheld where there is none
	Withhold Failing = "withhold" // left out, with a warning
	Keep     Failing = "keep"     // kept with its findings, for a person to decide
)

// grades are the words of a profile for how much a rule counts.
var grades = map[string]ground.Grade{"fail": ground.AsFound, "warn": ground.Warns, "off": ground.Off}

// GroundRules returns how much each rule counts, for ground.Options.
func (p *Profile) GroundRules() map[string]ground.Grade {
	out := make(map[string]ground.Grade, len(p.Grounding.Rules))
	for rule, grade := range p.Grounding.Rules {
		out[rule] = grades[grade]
	}
	return out
}

// BuiltInProfiles lists the names of the profiles that are part of the program.
func BuiltInProfiles() []string {
	files, err := fs.Glob(profileFiles, "profiles/*.yaml")
	if err != nil {
		panic(err) // the pattern is constant
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(path.Base(f), ".yaml")
	}
	return files
}

// BuiltInProfile returns the source of a profile that is part of the program;
// ParseProfile reads it. It fails with bad_config when there is none of the name.
func BuiltInProfile(name string) ([]byte, error) {
	data, err := profileFiles.ReadFile("profiles/" + name + ".yaml")
	if err != nil {
		return nil, fault.New(fault.BadConfig, "there is no profile %q: the built-in ones are %s, and a path to a YAML file works too",
			name, strings.Join(BuiltInProfiles(), ", "))
	}
	return data, nil
}

// ParseProfile reads a profile from YAML. Keys that are left out have the
// default profile's values. It reports every problem at once, with source to
// say where, as bad_config.
func ParseProfile(data []byte, source string) (*Profile, error) {
	base, err := BuiltInProfile("default")
	if err != nil {
		return nil, err
	}
	p := &Profile{}
	if err := strictYAML(base, p); err != nil {
		return nil, fault.Wrap(fault.Internal, err, "the default profile is broken")
	}
	p.Name, p.About = "", ""
	if len(data) > 64<<10 {
		return nil, fault.New(fault.BadConfig, "%s: over 64 KB, which is no profile", source)
	}
	err = strictYAML(data, p)
	var badKeys *yaml.TypeError
	if err != nil && !errors.Is(err, io.EOF) && !errors.As(err, &badKeys) {
		return nil, fault.Wrap(fault.BadConfig, err, "%s: %s", source, yamlProblem(err.Error()))
	}
	problems := p.problems()
	if badKeys != nil {
		for _, problem := range badKeys.Errors {
			problems = append(problems, yamlProblem(problem))
		}
	}
	if len(problems) > 0 {
		return nil, fault.New(fault.BadConfig, "%s:\n  %s", source, strings.Join(problems, "\n  "))
	}
	return p, nil
}

func strictYAML(data []byte, into any) error {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		return err
	}
	if err := dec.Decode(new(any)); !errors.Is(err, io.EOF) {
		return errors.New("there is a second document behind the first")
	}
	return nil
}

var (
	goType  = regexp.MustCompile(`not found in type \S+`)
	badType = regexp.MustCompile("cannot unmarshal !!(\\w+)( `[^`]*`)? into \\S+")
)

func yamlProblem(text string) string {
	text = strings.ReplaceAll(text, "yaml: ", "")
	text = goType.ReplaceAllString(text, "is not a key here")
	return badType.ReplaceAllString(text, "$1$2 does not belong here")
}

func (p *Profile) problems() (list []string) {
	check := func(ok bool, format string, args ...any) {
		if !ok {
			list = append(list, fmt.Sprintf(format, args...))
		}
	}
	inOrder := func(low, high int, what string) {
		check(low >= 1 && low <= high, "%s: the least (%d) must be 1 or more and not over the most (%d)", what, low, high)
	}
	check(p.Name != "", "name: is missing")
	check(p.Takeaways.Count <= 20, "takeaways.count: %d is over 20", p.Takeaways.Count)
	inOrder(p.Takeaways.MinCount, p.Takeaways.Count, "takeaways.min_count and count")
	inOrder(p.Takeaways.MinLength, p.Takeaways.MaxLength, "takeaways.min_length and max_length")
	inOrder(p.Why.MinWords, p.Why.MaxWords, "why.min_words and max_words")
	inOrder(1, p.Why.MaxSentences, "why.max_sentences")
	inOrder(p.Unspaced.TakeawayMinLength, p.Unspaced.TakeawayMaxLength, "unspaced.takeaway_min_length and takeaway_max_length")
	inOrder(p.Unspaced.WhyMinLength, p.Unspaced.WhyMaxLength, "unspaced.why_min_length and why_max_length")
	check(p.ShortUnder >= 0, "short_under: %d is under 0", p.ShortUnder)
	check(p.Language == articleLanguage || lang.Primary(p.Language) != "und", "language: %q is neither \"article\" nor a language code such as en", p.Language)
	for _, word := range p.Banned {
		check(strings.TrimSpace(word) != "", "banned: has an empty word")
	}
	g := p.Grounding
	names := append(ground.RuleNames(), verifierRule)
	for _, rule := range slices.Sorted(maps.Keys(g.Rules)) {
		check(slices.Contains(names, rule), "grounding.rules: there is no rule %q: there are %s", rule, strings.Join(names, ", "))
		_, known := grades[g.Rules[rule]]
		check(known, "grounding.rules.%s: %q is not one of fail, warn, off", rule, g.Rules[rule])
	}
	check(g.Repairs >= 0 && g.Repairs <= 2, "grounding.repairs: %d is not 0, 1 or 2", g.Repairs)
	check(slices.Contains([]Failing{Replace, Withhold, Keep}, g.Failing), "grounding.failing: %q is not one of replace, withhold, keep", g.Failing)
	return list
}

// Digest is the SHA-256, in hex, of everything in the profile: two profiles
// with the same digest ask for the same.
func (p *Profile) Digest() string {
	data, err := json.Marshal(p)
	if err != nil {
		panic(err) // a struct of strings and numbers
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
