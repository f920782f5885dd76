package telemetry

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"regexp"
	"slices"
	"strconv"

	"github.com/nutgraf/nutgraf/internal/secret"
)

const (
	masked = "***"
	// shortestSecret keeps a key such as "x", which local servers are given, from
	// making the log unreadable.
	shortestSecret = 4
)

// keyLike is what keys look like that nobody told us of: the program's own
// tokens, those of common vendors, and the Authorization header.
var keyLike = regexp.MustCompile(`\b(?:ngt_|sk-)[A-Za-z0-9_\-]{8,}|(?i:\bbearer\s+)[^\s"\\]+`)

// keyMarks are in all that keyLike matches; most lines have none of them.
var keyMarks = [][]byte{[]byte("ngt_"), []byte("sk-"), []byte("earer"), []byte("EARER")}

// mask hides secrets in what goes through it. Every Write is a whole line, as
// slog's handlers write it.
type mask struct {
	out     io.Writer
	secrets [][]byte // in each way in which a handler may write them, the longest first
}

func newMask(out io.Writer, secrets []secret.Secret) *mask {
	m := &mask{out: out}
	for _, s := range secrets {
		value := s.Reveal()
		if len(value) < shortestSecret {
			continue
		}
		encoded, err := json.Marshal(value)
		if err != nil {
			continue // strings can always be marshalled
		}
		quoted := strconv.Quote(value)
		m.secrets = append(m.secrets, []byte(value), encoded[1:len(encoded)-1], []byte(quoted[1:len(quoted)-1]), unescapedHTML(value))
	}
	slices.SortFunc(m.secrets, func(a, b []byte) int { return cmp.Or(len(b)-len(a), bytes.Compare(a, b)) })
	m.secrets = slices.CompactFunc(m.secrets, bytes.Equal)
	return m
}

// unescapedHTML is the value as slog writes it: JSON that leaves <, > and & be.
func unescapedHTML(value string) []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	_ = e.Encode(value) // into memory
	text := bytes.TrimSpace(out.Bytes())
	return text[1 : len(text)-1]
}

// Write writes the line without secrets.
func (m *mask) Write(line []byte) (int, error) {
	clean := line
	for _, s := range m.secrets {
		if bytes.Contains(clean, s) {
			clean = bytes.ReplaceAll(clean, s, []byte(masked))
		}
	}
	if slices.ContainsFunc(keyMarks, func(mark []byte) bool { return bytes.Contains(clean, mark) }) {
		clean = keyLike.ReplaceAll(clean, []byte(masked))
	}
	if _, err := m.out.Write(clean); err != nil {
		return 0, err
	}
	return len(line), nil
}
