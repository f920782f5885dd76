package metric

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/nutgraf/nutgraf/summarize"
)

// leastMass is the probability that the grades of a scale must have together: a
// model that would rather say something else has no opinion to weigh.
const leastMass = 0.5

// weighted is the mean of the grades from 1 to most, each weighted with its
// probability where the answer's first token that says something stands. It is
// an error for people when that is not a grade, or hardly.
func weighted(tokens []summarize.Token, most int) (float64, error) {
	for _, t := range tokens {
		if bareToken(t.Text) == "" {
			continue
		}
		mass, sum := 0.0, 0.0
		for _, chance := range t.Top {
			if grade, ok := gradeToken(chance.Text, most); ok {
				mass += chance.P
				sum += chance.P * float64(grade)
			}
		}
		switch {
		case len(t.Top) == 0:
			return 0, errNoOdds
		case mass < leastMass:
			return 0, fmt.Errorf("the grades have a probability of %.2f together, and %.1f is the least", mass, leastMass)
		}
		return min(max(sum/mass, 1), float64(most)), nil // rounding must not leave the scale
	}
	return 0, errNoOdds
}

var errNoOdds = errors.New("the endpoint gives no probabilities: set judge.scoring to samples")

// bareToken is a token without what stands for the space before it, and without
// the marks around a grade.
func bareToken(token string) string {
	return strings.TrimFunc(token, func(r rune) bool {
		return unicode.IsSpace(r) || r == '▁' || r == 'Ġ' || r == 'Ċ' || strings.ContainsRune("\"'`*", r)
	})
}

func gradeToken(token string, most int) (int, bool) {
	bare := bareToken(token)
	if len(bare) != 1 || bare[0] < '1' || bare[0] > '0'+byte(most) {
		return 0, false
	}
	return int(bare[0] - '0'), true
}

// maxObjects bounds how many braces are tried as the beginning of an answer.
const maxObjects = 16

var errNoForm = errors.New("the answer is not of the form that was asked for")

// parseGrade reads {"score": …}, with prose or a fence around it or not. The
// grade is a whole number on the scale, or it is none.
func parseGrade(text string, most int) (int, error) {
	var found struct {
		Score json.RawMessage `json:"score"`
	}
	if !decodeObject(text, &found, func() bool { return len(found.Score) > 0 }) {
		return 0, errNoForm
	}
	var number float64
	raw := strings.Trim(string(found.Score), `"`)
	if json.Unmarshal([]byte(raw), &number) != nil || raw == "null" {
		return 0, errNoForm
	}
	if grade := int(number); number >= 1 && number <= float64(most) && float64(grade) == number {
		return grade, nil
	}
	return 0, fmt.Errorf("the grade is not a whole number from 1 to %d", most)
}

// parseChoice reads {"better": …}: "first", "second" or "tie".
func parseChoice(text string) (string, error) {
	var found struct {
		Better string `json:"better"`
	}
	ok := decodeObject(text, &found, func() bool {
		found.Better = strings.ToLower(strings.TrimSpace(found.Better))
		return found.Better == "first" || found.Better == "second" || found.Better == "tie"
	})
	if !ok {
		return "", errNoForm
	}
	return found.Better, nil
}

// decodeObject finds the first JSON object in a text that is what is looked for.
func decodeObject(text string, into any, is func() bool) bool {
	for range maxObjects {
		start := strings.IndexByte(text, '{')
		if start < 0 {
			return false
		}
		text = text[start:]
		if json.NewDecoder(strings.NewReader(text)).Decode(into) == nil && is() {
			return true
		}
		text = text[1:]
	}
	return false
}
