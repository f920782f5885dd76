package summarize

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// The forms of the models' answers, in the strict subset of JSON Schema that
// endpoints enforce. Counts and lengths are checked in code.
const (
	claimSchema = `{"type":"object","properties":{"text":{"type":"string"},"sentences":{"type":"array","items":{"type":"integer"}}},` +
		`"required":["text","sentences"],"additionalProperties":false}`
	summarySchema = `{"type":"object","properties":{"why":` + claimSchema + `,"takeaways":{"type":"array","items":` + claimSchema + `}},` +
		`"required":["why","takeaways"],"additionalProperties":false}`
	candidatesSchema = `{"type":"object","properties":{"candidates":{"type":"array","items":{"type":"object","properties":{` +
		`"text":{"type":"string"},"sentences":{"type":"array","items":{"type":"integer"}},"weight":{"type":"integer"},"why":{"type":"boolean"}},` +
		`"required":["text","sentences","weight","why"],"additionalProperties":false}}},"required":["candidates"],"additionalProperties":false}`
	claimsSchema = `{"type":"object","properties":{"claims":{"type":"array","items":{"type":"object","properties":{` +
		`"id":{"type":"string"},"text":{"type":"string"},"sentences":{"type":"array","items":{"type":"integer"}}},` +
		`"required":["id","text","sentences"],"additionalProperties":false}}},"required":["claims"],"additionalProperties":false}`
)

// answerClaim is a claim as a model writes it. A bare string is taken as a
// claim with no citation, which the house style then sends back.
type answerClaim struct {
	ID        string  `json:"id"`
	Text      string  `json:"text"`
	Sentences numbers `json:"sentences"`
}

func (c *answerClaim) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		return json.Unmarshal(data, &c.Text)
	}
	type plain answerClaim
	return json.Unmarshal(data, (*plain)(c))
}

func (c answerClaim) claim(id string) article.Claim {
	return article.Claim{ID: id, Text: strings.TrimSpace(c.Text), Cites: c.Sentences}
}

// numbers are sentence numbers, also where a model writes "12", "[12]" or 12.0.
// What is no number becomes 0, which is no sentence.
type numbers []article.SentenceID

func (n *numbers) UnmarshalJSON(data []byte) error {
	var raw []any
	if err := json.Unmarshal(data, &raw); err != nil {
		var one any
		if json.Unmarshal(data, &one) != nil {
			return err
		}
		raw = []any{one}
	}
	*n = nil
	for _, v := range raw {
		*n = append(*n, sentenceNumber(v))
	}
	return nil
}

func sentenceNumber(v any) article.SentenceID {
	var f float64
	switch v := v.(type) {
	case float64:
		f = v
	case string:
		n, err := strconv.Atoi(strings.Trim(v, " []"))
		if err != nil {
			return 0
		}
		f = float64(n)
	}
	if id := article.SentenceID(f); f >= 1 && f < 1e9 && float64(id) == f {
		return id
	}
	return 0
}

type summaryAnswer struct {
	Why       *answerClaim  `json:"why"`
	Takeaways []answerClaim `json:"takeaways"`
}

type candidateAnswer struct {
	Text      string  `json:"text"`
	Sentences numbers `json:"sentences"`
	Weight    float64 `json:"weight"` // a whole number, if the model does as asked
	Why       bool    `json:"why"`
}

// parseSummary reads the answer to a draft or compose prompt.
func parseSummary(text string) (*summaryAnswer, error) {
	out, err := parseObject(text, func(a summaryAnswer) error {
		if a.Why == nil && len(a.Takeaways) == 0 {
			return errors.New("it has neither \"why\" nor \"takeaways\"")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if out.Why == nil {
		out.Why = &answerClaim{}
	}
	return &out, nil
}

type candidatesAnswer struct {
	Candidates *[]candidateAnswer `json:"candidates"`
}

// parseCandidates reads the answer to a candidates or merge prompt.
func parseCandidates(text string) ([]candidateAnswer, error) {
	out, err := parseObject(text, func(a candidatesAnswer) error {
		if a.Candidates == nil {
			return errors.New("it has no \"candidates\"")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return *out.Candidates, nil
}

type claimsAnswer struct {
	Claims *[]answerClaim `json:"claims"`
}

// parseClaims reads the answer to a repair prompt.
func parseClaims(text string) ([]answerClaim, error) {
	out, err := parseObject(text, func(a claimsAnswer) error {
		if a.Claims == nil {
			return errors.New("it has no \"claims\"")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return *out.Claims, nil
}

// parseObject decodes the JSON object in a text that may have a fence or prose
// around it, and looks whether it is the one asked for. It tries the first few
// places where an object could begin; the reason why there is none is that of
// the first.
func parseObject[T any](text string, usable func(T) error) (T, error) {
	const tries = 8
	var first error
	var none T
	rest := text
	for range tries {
		start := strings.IndexByte(rest, '{')
		if start < 0 {
			break
		}
		rest = rest[start:]
		var out T
		err := json.NewDecoder(strings.NewReader(rest)).Decode(&out)
		if err != nil {
			err = plainJSONError(err)
		} else if err = usable(out); err == nil {
			return out, nil
		}
		if first == nil {
			first = err
		}
		rest = rest[1:]
	}
	if first != nil {
		return none, first
	}
	if strings.TrimSpace(text) == "" {
		return none, errors.New("it is empty")
	}
	return none, errors.New("it holds no JSON object")
}

func plainJSONError(err error) error {
	var typeErr *json.UnmarshalTypeError
	if errors.As(err, &typeErr) {
		return fmt.Errorf("%q has the wrong type (%s)", typeErr.Field, typeErr.Value)
	}
	return errors.New("its JSON is broken or cut off")
}
