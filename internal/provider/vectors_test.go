package provider

import (
	"encoding/json"
	"testing"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestVectors(t *testing.T) {
	for _, kind := range []scripted.Vectors{"", scripted.VectorPlain} {
		srv := serve(t, scripted.Reply{Vectors: kind})
		c := client(t, srv.URL())
		texts := make([]string, 2*batchTexts+3)
		for i := range texts {
			texts[i] = "word" + string(rune('a'+i%26)) + string(rune('a'+i/26))
		}
		got, usage, err := c.Embed(t.Context(), texts)
		if err != nil || len(got) != len(texts) || usage.Calls != 3 || usage.InputTokens == 0 || usage.Unreported != 0 {
			t.Fatalf("%d vectors, %+v, %v", len(got), usage, err)
		}
		for i, text := range texts {
			alone, _, err := c.Embed(t.Context(), []string{text})
			if err != nil {
				t.Fatal(err)
			}
			for k := range alone[0] {
				if alone[0][k] != got[i][k] {
					t.Fatalf("%q: the vector of text %d is another's", kind, i)
				}
			}
		}
	}
}

func TestWrongVectors(t *testing.T) {
	for _, kind := range []scripted.Vectors{
		scripted.VectorMissing, scripted.VectorTwice, scripted.VectorOutside, scripted.VectorRagged, scripted.VectorHuge, scripted.VectorText,
	} {
		srv := serve(t, scripted.Reply{Vectors: kind})
		got, usage, err := client(t, srv.URL()).Embed(t.Context(), []string{"one", "two", "three"})
		if fault.CodeOf(err) != fault.ModelBadAnswer || got != nil || usage.Calls != 1 {
			t.Errorf("%s: %v, %+v, %v", kind, got, usage, err)
		}
	}
}

func TestFailingVectors(t *testing.T) {
	for _, tt := range failures {
		if tt.reply.Status < 400 || tt.name == "echoes the article" {
			continue
		}
		srv := serve(t, tt.reply)
		c := client(t, srv.URL())
		_, usage, err := c.Embed(t.Context(), []string{articleText})
		if fault.CodeOf(err) != tt.code || usage.Calls != tt.calls {
			t.Errorf("%s: %v after %d calls, want %s after %d", tt.name, err, usage.Calls, tt.code, tt.calls)
		}
		noCanary(t, c, err)
	}
	srv := serve(t, scripted.Reply{Status: 503}, scripted.Reply{})
	if _, usage, err := client(t, srv.URL()).Embed(t.Context(), []string{"one"}); err != nil || usage.Calls != 2 {
		t.Errorf("a retry: %+v, %v", usage, err)
	}
}

// Whatever an endpoint sends, there is one vector for each text, all of one
// length, or none; and a probability is one.
func FuzzVectorsAndProbabilities(f *testing.F) {
	f.Add([]byte(`{"data":[{"index":1,"embedding":[1,2]},{"index":0,"embedding":[3,4]}]}`), 2)
	f.Add([]byte(`{"data":[{"embedding":[1]},{"index":0,"embedding":[3]}],"usage":{"prompt_tokens":-1}}`), 2)
	f.Add([]byte(`{"content":[{"token":"4","top_logprobs":[{"token":"4","logprob":-0.1}]}]}`), 1)
	f.Fuzz(func(t *testing.T, data []byte, n int) {
		var wire wireVectors
		if json.Unmarshal(data, &wire) == nil {
			n = max(0, n) % 100
			if got, ok := wire.inOrder(n); ok {
				for _, v := range got {
					if len(v) == 0 || len(v) != len(got[0]) {
						t.Errorf("vectors %v", got)
					}
				}
			}
			if wire.tokens() < 0 {
				t.Error("less than no tokens")
			}
		}
		for _, token := range tokensOf(data) {
			for _, chance := range token.Top {
				if !(chance.P >= 0 && chance.P <= 1) {
					t.Errorf("probability %v", chance.P)
				}
			}
		}
	})
}
