package provider

import (
	"encoding/json"
	"strings"
	"testing"
)

// What is kept of an answer is bounded, in however many chunks it comes.
func TestWhatIsKeptOfChunksIsBounded(t *testing.T) {
	var a answer
	odds := json.RawMessage(`{"content":[{"token":"a","logprob":-1,"top_logprobs":[{"token":"a","logprob":-1}]}]}`)
	for range 20 * maxRead {
		wire, err := decodeAnswer([]byte(`{"choices":[{"delta":{"refusal":"no "},"logprobs":` + string(odds) + `}]}`))
		if err != nil {
			t.Fatal(err)
		}
		a.take(wire)
	}
	if len(a.tokens) != maxTokensRead || len(a.refusal) > 2*maxRead || !strings.HasPrefix(a.refusal, "no no ") {
		t.Errorf("%d tokens, a refusal of %d bytes", len(a.tokens), len(a.refusal))
	}
}
