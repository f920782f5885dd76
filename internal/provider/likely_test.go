package provider

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/summarize"
)

// steered asks for a digit in every way in which it can be asked for.
func steered() summarize.Request {
	one, seed := 1.0, 7
	return summarize.Request{
		Step: "judge", Messages: []summarize.Message{{Role: summarize.System, Text: "Grade."}, {Role: summarize.User, Text: articleText}},
		MaxOutputTokens: 16, Temperature: &one, Seed: &seed, TopTokens: 20,
	}
}

func TestProbabilities(t *testing.T) {
	srv := serve(t, scripted.Reply{Text: "4", Odds: map[string]float64{"4": 0.6, " 4": 0.1, "5": 0.25}})
	resp, err := client(t, srv.URL()).Complete(t.Context(), steered())
	if err != nil {
		t.Fatal(err)
	}
	if len(resp.Tokens) != 1 || len(resp.Tokens[0].Top) != 3 || resp.Tokens[0].Top[0].Text != "4" || math.Abs(resp.Tokens[0].Top[1].P-0.25) > 1e-9 {
		t.Errorf("tokens = %+v", resp.Tokens)
	}
	sent := srv.Requests()[0]
	if sent.TopTokens != 20 || *sent.Temperature != 1 || *sent.Seed != 7 || sent.MaxTokens != 16 {
		t.Errorf("sent %s", sent.Body)
	}
}

func TestTemperatureZeroIsSent(t *testing.T) {
	srv := serve(t, scripted.Reply{Text: "4"})
	req, zero := steered(), 0.0
	req.Temperature = &zero
	if _, err := client(t, srv.URL()).Complete(t.Context(), req); err != nil {
		t.Fatal(err)
	}
	if got := srv.Requests()[0].Temperature; got == nil || *got > 1e-40 {
		t.Errorf("temperature = %v", got)
	}
}

// What an endpoint refuses is left out, and is not asked for again.
func TestRefusedSampling(t *testing.T) {
	for _, tt := range []struct {
		name    string
		rejects []string
		calls   int // of the first Complete
		top     int // asked for in the end
		tokens  bool
	}{
		{"temperature", []string{"temperature"}, 2, 20, true},
		{"seed", []string{"seed"}, 2, 20, true},
		{"twenty tokens", []string{"logprobs>5"}, 2, 5, true},
		{"probabilities", []string{"logprobs"}, 3, 0, false},
		{"everything", []string{"max_tokens", "temperature", "seed", "logprobs"}, 6, 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := serve(t, scripted.Reply{Text: "4", Rejects: tt.rejects})
			c := client(t, srv.URL())
			for i := range 2 {
				resp, err := c.Complete(t.Context(), steered())
				want := tt.calls
				if i == 1 {
					want = 1
				}
				if err != nil || resp.Text != "4" || (resp.Tokens != nil) != tt.tokens || resp.Usage.Calls != want {
					t.Errorf("call %d: %+v, %v", i, resp, err)
				}
			}
			sent := srv.Requests()
			if last := sent[len(sent)-1]; last.TopTokens != tt.top {
				t.Errorf("asked for %d tokens", last.TopTokens)
			}
		})
	}
}

func TestModelsWithoutSampling(t *testing.T) {
	srv := serve(t, scripted.Reply{Text: "4"})
	c := client(t, srv.URL(), func(cfg *Config) { cfg.Model = "gpt-5-mini" })
	resp, err := c.Complete(t.Context(), steered())
	if err != nil || resp.Tokens != nil || resp.Usage.Calls != 1 {
		t.Errorf("%+v, %v", resp, err)
	}
}

// The tokens of thinking are not those of the answer.
func TestProbabilitiesOfThinkersAreNotKept(t *testing.T) {
	for _, reply := range []scripted.Reply{{Text: "<think>5 or 4</think>4"}, {Text: "4", Reasoning: "5 or 4"}, {Text: "4", NoOdds: true}} {
		srv := serve(t, reply)
		resp, err := client(t, srv.URL()).Complete(t.Context(), steered())
		if err != nil || resp.Text != "4" || resp.Tokens != nil {
			t.Errorf("%+v: %+v, %v", reply, resp, err)
		}
	}
}

func TestStrangeProbabilities(t *testing.T) {
	for raw, want := range map[string]int{
		``: 0, `null`: 0, `{}`: 0, `{"content":null}`: 0, `{"content":"x"}`: 0, `[1]`: 0, `{"token_logprobs":[1]}`: 0,
		`{"content":[{"token":"4"}]}`:                                                                  0,
		`{"content":[{"token":"4","top_logprobs":[{"token":"4"}]}]}`:                                   0,
		`{"content":[{"token":"4","top_logprobs":[{"token":"4","logprob":3}]}]}`:                       0,
		`{"content":[{"token":"4","top_logprobs":[{"token":"4","logprob":-9999}]}]}`:                   1,
		`{"content":[{"token":"4","top_logprobs":[{"token":"3","logprob":0.0000001},{"token":"4"}]}]}`: 1,
	} {
		n := 0
		for _, token := range tokensOf(json.RawMessage(raw)) {
			for _, chance := range token.Top {
				n++
				if !(chance.P >= 0 && chance.P <= 1) {
					t.Errorf("%s: %v", raw, chance)
				}
			}
		}
		if n != want {
			t.Errorf("%s: %d probabilities, want %d", raw, n, want)
		}
	}
}
