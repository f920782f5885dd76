package labels

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// Pair is an article with a summary, and whether people found all of the
// summary supported.
type Pair struct {
	ID      string `json:"id"`
	Doc     string `json:"doc"`    // the same for all pairs of one article
	Origin  string `json:"origin"` // the study that it is from
	Article string `json:"article"`
	Summary string `json:"summary"`
	Label   int    `json:"label"` // 1: all of it is supported; else 0
}

// Rated is an article with the summaries of several systems, which experts rated.
type Rated struct {
	ID      string `json:"id"`
	Article string `json:"article"`
	Systems []struct {
		System  string `json:"system"`
		Summary string `json:"summary"`
		Human   struct {
			Consistency float64 `json:"consistency"` // 1 to 5
		} `json:"human"`
	} `json:"systems"`
}

// ReadPairs reads a file of pairs, one a line.
func ReadPairs(path string) ([]Pair, error) {
	return readLines(path, func(p Pair) error {
		if p.Doc == "" || p.Origin == "" || p.Article == "" || p.Label != 0 && p.Label != 1 {
			return errors.New("a pair has doc, origin, article, summary and a label that is 0 or 1")
		}
		return nil
	})
}

// ReadRated reads a file of rated documents, one a line.
func ReadRated(path string) ([]Rated, error) {
	return readLines(path, func(r Rated) error {
		if r.Article == "" || len(r.Systems) == 0 {
			return errors.New("a document has an article and systems with their summaries and ratings")
		}
		return nil
	})
}

// maxLine bounds a line, in bytes.
const maxLine = 16 << 20

func readLines[T any](path string, check func(T) error) ([]T, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var in io.Reader = bytes.NewReader(data)
	if bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		if in, err = gzip.NewReader(in); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	var out []T
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var v T
		err := json.Unmarshal(lines.Bytes(), &v)
		if err == nil {
			err = check(v)
		}
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", path, n, err)
		}
		out = append(out, v)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: no lines", path)
	}
	return out, nil
}
