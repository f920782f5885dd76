package provider

import (
	"errors"
	"io"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

func (k call) unreadable(err error) *failure {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return k.again(fault.ModelTruncated, err, "the answer of %s broke off before its end: try again", k.host)
	}
	return k.fail(fault.ModelBadAnswer, err, "%s does not answer as a chat model does: check model.base_url, which usually ends in /v1", k.host)
}

// streamEnd tells whether a stream that ended is whole.
func (k call) streamEnd(a answer, g *gate, err error) *failure {
	isWhole := a.finish != "" || k.ex.done
	switch {
	case errors.Is(err, errTooLarge), errors.Is(err, errGarbage):
		return k.broken(err)
	case isWhole && (k.ex.bodyErr == nil || !errors.Is(k.ex.bodyErr, errTooLarge)):
		return nil
	case k.ex.bodyErr != nil:
		return k.broken(k.ex.bodyErr)
	case !errors.Is(err, io.EOF):
		return k.broken(err)
	}
	return k.again(fault.ModelTruncated, io.ErrUnexpectedEOF, "the answer of %s broke off before its end: try again", k.host)
}

// judge tells whether a whole answer is one.
func (k call) judge(a answer) *failure {
	finish := strings.ToLower(a.finish)
	switch {
	case a.refusal != "" || finish == "refusal":
		return k.fail(fault.ModelRefused, nil, "the model %s declined to write about this article%s: choose another model or write the summary by hand", k.model, k.quote(a.refusal))
	case finish == "content_filter" || finish == "safety":
		return k.fail(fault.ModelFiltered, nil, "a content filter at %s stopped the answer: no draft can be made of this article there", k.host)
	case finish == "length" || finish == "max_tokens" || finish == "model_length":
		return k.truncated(a)
	case finish == "error" || finish == "abort" || finish == "insufficient_system_resource":
		return k.again(fault.ModelUnavailable, nil, "%s gave up in the middle of its answer: try again in a few minutes", k.host)
	case strings.TrimSpace(a.text) == "":
		return k.empty(a)
	case len(k.req.Schema) == 0:
		return nil
	}
	var required []string
	if !k.plan.pinned && k.plan.format < plainText {
		required = requiredKeys(k.req.Schema)
	}
	if containsJSONObject(a.text, required) {
		return nil
	}
	f := k.fail(fault.ModelBadAnswer, nil, "%s answered with prose instead of the JSON asked for: choose a model that can write JSON", k.host)
	f.objection, f.answered = toFormat, true
	return f
}

func (k call) truncated(a answer) *failure {
	if a.thought && strings.TrimSpace(a.text) == "" {
		return k.fail(fault.ModelTruncated, nil, "the model %s used up its limit of tokens on reasoning before it wrote anything: choose a model that reasons less", k.model)
	}
	return k.fail(fault.ModelTruncated, nil, "the answer of the model %s was cut off at its limit of tokens: choose a model that may write more", k.model)
}

func (k call) empty(a answer) *failure {
	if a.thought {
		return k.fail(fault.ModelEmpty, nil, "the model %s only reasoned and wrote nothing: choose a model that reasons less", k.model)
	}
	return k.later(fault.ModelEmpty, nil, "the model %s wrote nothing: try again, or choose another model", k.model)
}
