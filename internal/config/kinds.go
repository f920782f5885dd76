package config

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"go.yaml.in/yaml/v3"

	"github.com/nutgraf/nutgraf/internal/secret"
)

// kind is a type of value. What it says of a bad value follows the key's name in
// a message, and never repeats the value: it may be a secret in a wrong place.
type kind struct {
	tags  string // the YAML tags that fit, such as "!!int !!float"
	want  string // said when the tag does not fit
	parse func(text string) (any, error)
	list  func(r reader, n *yaml.Node) (any, bool) // instead of the others; of parse only in a file
}

const maxTextBytes = 4096

var errEmpty = errors.New("must not be empty")

func text(checks ...func(string) error) kind {
	return kind{tags: "!!str", want: "must be text: put it in quotes", parse: func(s string) (any, error) {
		s = strings.TrimSpace(s)
		if len(s) > maxTextBytes {
			return nil, fmt.Errorf("is longer than %d bytes", maxTextBytes)
		}
		if strings.ContainsFunc(s, func(r rune) bool { return r == unicode.ReplacementChar || !unicode.IsPrint(r) }) {
			return nil, errors.New("has a character in it that cannot be printed")
		}
		for _, check := range checks {
			if err := check(s); err != nil {
				return nil, err
			}
		}
		return s, nil
	}}
}

func notEmpty(s string) error {
	if s == "" {
		return errEmpty
	}
	return nil
}

var langForm = regexp.MustCompile(`^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$`)

func langCode(s string) error {
	if !langForm.MatchString(s) {
		return errors.New("must be the code of a language, such as en or pt-BR")
	}
	return nil
}

func oneOf(words ...string) kind {
	last := len(words) - 1
	message := "must be " + strings.Join(words[:last], ", ") + " or " + words[last]
	return kind{tags: "!!str", want: message, parse: func(s string) (any, error) {
		for _, w := range words {
			if s == w {
				return w, nil
			}
		}
		return nil, errors.New(message + didYouMean(nearest(s, words)))
	}}
}

func whole(low, high int) kind {
	err := fmt.Errorf("must be a whole number from %d to %d", low, high)
	return kind{tags: "!!int", want: err.Error(), parse: func(s string) (any, error) {
		s = strings.TrimSpace(s)
		n, bad := strconv.Atoi(s)
		if bad != nil || n < low || n > high || len(s) > 1 && s[0] == '0' {
			return nil, err
		}
		return n, nil
	}}
}

func number(low, high float64) kind {
	err := fmt.Errorf("must be a number from %.0f to %.0f", low, high)
	return kind{tags: "!!int !!float", want: err.Error(), parse: func(s string) (any, error) {
		n, bad := strconv.ParseFloat(strings.TrimSpace(s), 64)
		if bad != nil || math.IsNaN(n) || n < low || n > high {
			return nil, err
		}
		return n + 0, nil // -0 becomes 0
	}}
}

func boolean() kind {
	const message = "must be true or false"
	return kind{tags: "!!bool", want: message, parse: func(s string) (any, error) {
		b, err := strconv.ParseBool(strings.TrimSpace(s))
		if err != nil {
			return nil, errors.New(message)
		}
		return b, nil
	}}
}

func duration(high time.Duration) kind {
	const message = "must be a time with its unit, such as 20s or 2m"
	return kind{tags: "!!str !!int !!float", want: message, parse: func(s string) (any, error) {
		s = strings.TrimSpace(s)
		if plainNumber.MatchString(s) {
			return nil, needsUnit(s, "s", "m")
		}
		d, err := time.ParseDuration(s)
		switch {
		case err != nil:
			return nil, errors.New(message)
		case d <= 0 || d > high:
			return nil, fmt.Errorf("must be more than 0s and at most %s", showDuration(high))
		}
		return d, nil
	}}
}

var (
	plainNumber = regexp.MustCompile(`^[+-]?[0-9]*\.?[0-9]+$`)
	sizeForm    = regexp.MustCompile(`^([0-9]{1,12}(?:\.[0-9]{1,6})?) ?([a-z]+)$`)
	units       = map[string]float64{"b": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30}
)

func size(low, high int64) kind {
	const message = "must be a size with its unit, such as 500KB or 10MiB"
	return kind{tags: "!!str !!int !!float", want: message, parse: func(s string) (any, error) {
		s = strings.TrimSpace(s)
		if plainNumber.MatchString(s) {
			return nil, needsUnit(s, "KB", "MB")
		}
		m := sizeForm.FindStringSubmatch(strings.ToLower(s))
		if m == nil || units[m[2]] == 0 {
			return nil, errors.New(message)
		}
		n, err := strconv.ParseFloat(m[1], 64)
		if err != nil {
			return nil, errors.New(message)
		}
		if n *= units[m[2]]; n < float64(low) || n > float64(high) {
			return nil, fmt.Errorf("must be from %s to %s", showSize(low), showSize(high))
		}
		return int64(n), nil
	}}
}

// needsUnit shows how to write a number with a unit. Only a short one is
// repeated: a long one may be a key in the wrong place.
func needsUnit(number, small, large string) error {
	if len(number) > 6 || number[0] == '-' {
		number = "5"
	}
	return fmt.Errorf("needs a unit: write %s%s or %s%s", number, small, number, large)
}

func apiKey() kind {
	return secretText('!', "has a character in it that no key has; copy it again")
}

// secretText is a secret of ASCII characters from the lowest on.
func secretText(lowest rune, otherwise string) kind {
	return kind{tags: "!!str", want: "must be text: put it in quotes", parse: func(s string) (any, error) {
		s = strings.TrimSpace(s)
		if len(s) > maxTextBytes {
			return nil, fmt.Errorf("is longer than %d bytes", maxTextBytes)
		}
		if strings.ContainsFunc(s, func(r rune) bool { return r < lowest || r > '~' }) {
			return nil, errors.New(otherwise)
		}
		return secret.New(s), nil
	}}
}

// orNever takes 0s as well, where that means something.
func orNever(k kind) kind {
	parse := k.parse
	k.parse = func(s string) (any, error) {
		if d, err := time.ParseDuration(strings.TrimSpace(s)); err == nil && d == 0 && !plainNumber.MatchString(strings.TrimSpace(s)) {
			return d, nil
		}
		return parse(s)
	}
	return k
}
