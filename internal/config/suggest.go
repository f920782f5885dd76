package config

import (
	"slices"
	"strings"
	"unicode"
)

const maxName = 40

// unknownKey says that a section has no such key, and what may have been meant.
func unknownKey(section, name string) string {
	quoted := quoteName(name)
	if section == "" {
		if parent, child, ok := strings.Cut(name, "."); ok && slices.Contains(children(parent), child) {
			return "unknown key " + quoted + "; write \"" + parent + ":\" and below it, indented, \"" + child + ":\""
		}
	}
	if near := nearest(name, children(section)); near != nil {
		return "unknown key " + quoted + within(section) + didYouMean(near)
	}
	return "unknown key " + quoted + within(section) + didYouMean(elsewhere(name))
}

func within(section string) string {
	if section == "" {
		return ""
	}
	return " in " + section
}

// elsewhere returns the keys, with their sections, whose last part is like name.
func elsewhere(name string) []string {
	var lasts []string
	for _, k := range keys {
		lasts = append(lasts, k.name[strings.LastIndexByte(k.name, '.')+1:])
	}
	near := nearest(name, lasts)
	var out []string
	for i, k := range keys {
		if slices.Contains(near, lasts[i]) {
			out = append(out, k.name)
		}
	}
	return out
}

func didYouMean(words []string) string {
	if len(words) == 0 {
		return ""
	}
	last := len(words) - 1
	if last > 1 {
		return "; did you mean " + strings.Join(words[:last], ", ") + " or " + words[last] + "?"
	}
	return "; did you mean " + strings.Join(words, " or ") + "?"
}

// nearest returns the candidates with the fewest changed letters, if those are
// few: none for a short word, one or two for longer ones.
func nearest(word string, candidates []string) []string {
	if len(word) > maxName {
		return nil
	}
	word = plainName(word)
	best := min(2, len(word)/3) + 1
	var out []string
	for _, c := range candidates {
		switch d := distance(word, plainName(c)); {
		case d < best:
			best, out = d, []string{c}
		case d == best && out != nil && !slices.Contains(out, c):
			out = append(out, c)
		}
	}
	return out
}

func plainName(s string) string { return strings.ToLower(strings.ReplaceAll(s, "-", "_")) }

// distance counts the bytes to insert, delete, replace or swap with the next.
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, before
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}

// quoteName repeats a name from the user's file, unless it does not look like a
// name: "api_key:sk-..." without its space is a key too.
func quoteName(name string) string {
	if shown := showName(name, ""); shown != "" {
		return `"` + shown + `"`
	}
	return "(not shown: it may be a secret)"
}

func showName(name, otherwise string) string {
	digits := 0
	for _, r := range name {
		switch {
		case unicode.IsDigit(r):
			digits++
		case r > unicode.MaxASCII || !unicode.IsLetter(r) && !strings.ContainsRune("_.-", r):
			return otherwise
		}
	}
	if name == "" || len(name) > maxName || digits > 2 || strings.HasPrefix(strings.ToLower(name), "sk-") {
		return otherwise
	}
	return name
}
