package scripted

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"strings"
	"unicode"
)

const (
	chatPath    = "/chat/completions"
	vectorsPath = "/embeddings"
	vectorSize  = 64
)

// Vectors says how an answer with vectors is wrong.
type Vectors string

// The ways in which vectors can be wrong.
const (
	VectorMissing Vectors = "missing" // the last one
	VectorTwice   Vectors = "twice"   // two for the first text, none for the last
	VectorOutside Vectors = "outside" // an index that no text has
	VectorRagged  Vectors = "ragged"  // the last one is longer
	VectorZero    Vectors = "zero"    // all zeros
	VectorHuge    Vectors = "huge"    // numbers that no float holds
	VectorText    Vectors = "text"    // as base64, which nobody asked for
	VectorPlain   Vectors = "plain"   // no fault: in order, without an index
)

func (req *Request) decodeInputs(body []byte) error {
	var wire struct {
		Model string   `json:"model"`
		Input []string `json:"input"`
	}
	if err := json.Unmarshal(body, &wire); err != nil {
		return fmt.Errorf("the body cannot be read: %w", err)
	}
	req.Model, req.Inputs = wire.Model, wire.Input
	return nil
}

func (req *Request) checkInputs() error {
	switch {
	case req.Model == "":
		return fmt.Errorf("model is missing")
	case len(req.Inputs) == 0:
		return fmt.Errorf("input is empty")
	case slices.Contains(req.Inputs, ""):
		return fmt.Errorf("input holds an empty text")
	}
	return nil
}

// vectors answers with a bag of words for each text, last text first.
func (p Reply) vectors(req Request) []byte {
	data := make([]object, 0, len(req.Inputs))
	for i, text := range req.Inputs {
		data = append(data, object{"object": "embedding", "index": i, "embedding": bagOf(text)})
	}
	last := data[len(data)-1]
	switch p.Vectors {
	case VectorMissing:
		data = data[:len(data)-1]
	case VectorTwice:
		last["index"] = 0
	case VectorOutside:
		last["index"] = len(data)
	case VectorRagged:
		last["embedding"] = append(bagOf("x"), 1)
	case VectorHuge:
		last["embedding"] = []json.Number{"1e999"}
	case VectorText:
		last["embedding"] = "AACAPw=="
	case VectorZero, VectorPlain:
		for _, d := range data {
			if p.Vectors == VectorZero {
				d["embedding"] = make([]float32, vectorSize)
			} else {
				delete(d, "index")
			}
		}
	}
	if p.Vectors != VectorPlain {
		slices.Reverse(data)
	}
	answer := object{"object": "list", "model": req.Model, "data": data}
	if p.Usage != None {
		n := tokensOf(strings.Join(req.Inputs, ""))
		answer["usage"] = object{"prompt_tokens": n, "total_tokens": n}
	}
	return encode(answer)
}

// bagOf counts the words of a text in a vector of length 1: texts that share
// words are similar.
func bagOf(text string) []float32 {
	out := make([]float32, vectorSize)
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		h := fnv.New32a()
		_, _ = h.Write([]byte(word))
		out[h.Sum32()%vectorSize]++
	}
	sum := 0.0
	for _, x := range out {
		sum += float64(x) * float64(x)
	}
	for i := range out {
		out[i] /= float32(max(math.Sqrt(sum), 1e-9))
	}
	return out
}

// odds tells the probabilities of the tokens of an answer: a token a word.
func (p Reply) odds(text string, top int) object {
	content := []object{}
	for i, piece := range strings.SplitAfter(text, " ") {
		chances := map[string]float64{piece: 0.9}
		if i == 0 && p.Odds != nil {
			chances = p.Odds
		}
		list := []object{}
		for token, chance := range chances {
			list = append(list, object{"token": token, "logprob": math.Log(max(chance, 1e-300)), "bytes": nil})
		}
		slices.SortFunc(list, func(a, b object) int { return strings.Compare(a["token"].(string), b["token"].(string)) })
		content = append(content, object{"token": piece, "logprob": -0.1, "bytes": nil, "top_logprobs": list[:min(len(list), top)]})
	}
	return object{"content": content}
}
