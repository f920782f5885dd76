package draft

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// isJSON reports that data is meant to be JSON: what opens a brace is, and what
// opens a bracket ("[Update] The council …") when it is whole.
func isJSON(data []byte) bool {
	data = trimJSON(data)
	return len(data) > 0 && (data[0] == '{' || data[0] == '[' && json.Valid(data))
}

func trimJSON(data []byte) []byte {
	return bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))
}

// summary is what is read of the JSON of a result, of a check, or of an object
// that has only texts. Other fields do not matter.
type summary struct {
	Article struct {
		SHA256 string `json:"sha256"`
	} `json:"article"`
	Why       *statement  `json:"why"`
	Takeaways []statement `json:"takeaways"`
	Claims    []statement `json:"claims"`
}

// statement is a claim, or its text alone.
type statement struct {
	ID       string `json:"id"`
	Text     string `json:"text"`
	Evidence []struct {
		Sentence article.SentenceID `json:"sentence"`
	} `json:"evidence"`
}

// UnmarshalJSON takes an object or a string.
func (s *statement) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		return json.Unmarshal(data, &s.Text)
	}
	type plain statement
	return json.Unmarshal(data, (*plain)(s))
}

func readJSON(data []byte) (*Draft, error) {
	data = trimJSON(data)
	var s summary
	var err error
	dec := json.NewDecoder(bytes.NewReader(data))
	if data[0] == '[' {
		err = dec.Decode(&s.Takeaways)
	} else {
		err = dec.Decode(&s)
	}
	if err != nil {
		return nil, jsonFault(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fault.New(fault.UnsupportedFormat, "there is more than one JSON value: give the summary of one article")
	}
	if data[0] == '{' && s.Why == nil && s.Takeaways == nil && s.Claims == nil {
		return nil, fault.New(fault.UnsupportedFormat, "the JSON has neither why, takeaways nor claims: give what nutgraf summarize writes, or an object with these")
	}
	return s.draft()
}

func jsonFault(err error) error {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		where := kind.Field
		if where == "" {
			where = "a claim"
		}
		return fault.Wrap(fault.UnsupportedFormat, err, "the JSON is not a summary: %s cannot be a JSON %s", where, kind.Value)
	}
	return fault.Wrap(fault.InputUnreadable, err, "the summary begins like JSON, and cannot be read as such: %v", err)
}

// draft makes claims of statements.
func (s *summary) draft() (*Draft, error) {
	d := &Draft{SHA256: s.Article.SHA256}
	if s.Why != nil && strings.TrimSpace(s.Why.Text) != "" {
		d.Claims = append(d.Claims, s.Why.claim("why"))
	}
	for i, t := range append(slices.Clone(s.Takeaways), s.Claims...) {
		c := t.claim(fmt.Sprintf("t%d", i+1))
		if strings.TrimSpace(c.Text) == "" {
			return nil, fault.New(fault.UnsupportedFormat, "the JSON has a claim without a text: it is number %d after why", i+1)
		}
		d.Claims = append(d.Claims, c)
	}
	known := map[string]bool{}
	for _, c := range d.Claims {
		if known[c.ID] {
			return nil, fault.New(fault.UnsupportedFormat, "the JSON has several claims with one id: give each its own, or none")
		}
		known[c.ID] = true
	}
	return d, nil
}

func (s *statement) claim(id string) article.Claim {
	c := article.Claim{ID: id, Text: s.Text}
	if s.ID != "" {
		c.ID = s.ID
	}
	for _, e := range s.Evidence {
		if e.Sentence > 0 && !slices.Contains(c.Cites, e.Sentence) {
			c.Cites = append(c.Cites, e.Sentence)
		}
	}
	return c
}
