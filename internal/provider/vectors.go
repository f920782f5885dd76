package provider

import (
	"context"
	"encoding/json"
	"errors"

	openai "github.com/sashabaranov/go-openai"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// batchTexts is how many texts go into one request for vectors: so many of the
// longest vectors in use stay under the cap of an answer.
const batchTexts = 32

// Name is the model and the host of its endpoint: "model@host".
func (c *Client) Name() string { return c.model + "@" + c.host }

// Embed returns the vectors of texts, in their order and all of one length, and
// what they took, also when there is an error. Every batch of texts is a call with
// a time of its own. It fails as Complete does, and with model_bad_answer when
// there is not one vector for each text. The vectors are as the endpoint gives
// them; they need not be of length 1.
func (c *Client) Embed(ctx context.Context, texts []string) (vectors [][]float32, usage summarize.Usage, err error) {
	out := make([][]float32, 0, len(texts))
	for len(texts) > 0 {
		n := min(batchTexts, len(texts))
		vectors, err := c.embed(ctx, texts[:n], &usage)
		if err == nil && len(out) > 0 && len(vectors[0]) != len(out[0]) {
			err = fault.New(fault.ModelBadAnswer, "%s gives vectors of different lengths: choose another model for embeddings", c.host)
		}
		if err != nil {
			return nil, usage, err
		}
		out, texts = append(out, vectors...), texts[n:]
	}
	return out, usage, nil
}

// embed makes one call.
func (c *Client) embed(ctx context.Context, texts []string, usage *summarize.Usage) (vectors [][]float32, err error) {
	t, err := c.enter(ctx, weighTexts(texts))
	if err != nil {
		return nil, err
	}
	defer func() { t.leave(err) }()
	timed, cancel := context.WithTimeoutCause(ctx, c.timeout, errDeadline)
	defer cancel()
	vectors, err = c.embedBatch(timed, t, texts, usage)
	if cancelled := ctx.Err(); errors.Is(cancelled, context.Canceled) {
		return nil, cancelled
	}
	return vectors, err
}

// embedBatch makes one request, and again where that can help.
func (c *Client) embedBatch(ctx context.Context, t *turn, texts []string, usage *summarize.Usage) ([][]float32, error) {
	for tries := 1; ; tries++ {
		var vectors [][]float32
		took, f := t.try(ctx, func(ctx context.Context) (took summarize.Usage, shown bool, f *failure) {
			vectors, took, f = c.tryEmbed(ctx, texts)
			return took, false, f
		})
		*usage = usage.Add(took)
		if f == nil {
			return vectors, nil
		}
		if tries == MaxTries || !c.pause(ctx, f, tries) {
			return nil, f.fault
		}
	}
}

func (c *Client) tryEmbed(ctx context.Context, texts []string) (vectors [][]float32, took summarize.Usage, f *failure) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	ex := &exchange{stop: stop}
	k := call{Client: c, ctx: context.WithValue(ctx, exchangeKey{}, ex), ex: ex, kind: "embeddings"}
	for _, text := range texts {
		k.req.Messages = append(k.req.Messages, summarize.Message{Text: text}) // that an error must not repeat
	}
	if err := ctx.Err(); err != nil {
		return nil, took, k.broken(err)
	}
	_, err := c.vectors(k.ctx, openai.EmbeddingRequestStrings{Input: texts, Model: openai.EmbeddingModel(c.model)})
	took.Calls = ex.sent
	if ex.abandoned {
		took.Unreported = 1
	}
	if f := k.noAnswer(err); f != nil {
		return nil, took, f
	}
	if ex.bodyErr != nil {
		took.Unreported = 1
		return nil, took, k.broken(ex.bodyErr)
	}
	if f := k.errorBody(ex.body); f != nil {
		return nil, took, f
	}
	var wire wireVectors
	err = json.Unmarshal(ex.body, &wire)
	took.InputTokens = wire.tokens()
	if took.InputTokens == 0 {
		took.Unreported = 1
	}
	vectors, ok := wire.inOrder(len(texts))
	if err != nil || !ok {
		return nil, took, k.fail(fault.ModelBadAnswer, err, "%s does not answer with one vector for each text: check that %s is a model for embeddings, and its base_url, which usually ends in /v1", k.host, k.model)
	}
	return vectors, took, nil
}

type wireVectors struct {
	Data []struct {
		Index  *int      `json:"index"`
		Vector []float32 `json:"embedding"`
	} `json:"data"`
	Usage struct {
		Prompt float64 `json:"prompt_tokens"`
		Total  float64 `json:"total_tokens"`
	} `json:"usage"`
}

func (w *wireVectors) tokens() int {
	for _, n := range []float64{w.Usage.Prompt, w.Usage.Total} {
		if n > 0 && n <= 1e9 {
			return int(n)
		}
	}
	return 0
}

// inOrder puts the vectors in the order of the texts: servers send them in any,
// with the index of the text. It is false unless there is one for each, and all
// are of one length. Where no vector has an index, they are as they came.
func (w *wireVectors) inOrder(n int) ([][]float32, bool) {
	if len(w.Data) != n {
		return nil, false
	}
	out := make([][]float32, n)
	indexed := 0
	for i, d := range w.Data {
		at := i
		if d.Index != nil {
			at = *d.Index
			indexed++
		}
		if at < 0 || at >= n || out[at] != nil || len(d.Vector) == 0 || len(d.Vector) != len(w.Data[0].Vector) {
			return nil, false
		}
		out[at] = d.Vector
	}
	return out, indexed == 0 || indexed == n
}
