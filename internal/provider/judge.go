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
	case strings.TrimSpace(a.text) == "" && a.called && !a.byCall:
		return k.otherForm(k.fail(fault.ModelBadAnswer, nil, "the model %s called a tool, which it was not given, instead of answering: try again, or choose another model", k.model))
	case strings.TrimSpace(a.text) == "":
		return k.empty(a)
	case errors.Is(a.form, errProse):
		return k.otherForm(k.fail(fault.ModelBadAnswer, nil, "%s answered with prose instead of the JSON asked for: choose a model that can write JSON", k.host))
	case a.form != nil:
		f := k.otherForm(k.fail(fault.ModelBadAnswer, nil, "the answer of the model %s is not in the form asked for (%v): try again, or choose another model", k.model, a.form))
		f.readable = true
		return f
	}
	return nil
}

// otherForm makes a failure of an answer that asking in another way may mend.
func (k call) otherForm(f *failure) *failure {
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
