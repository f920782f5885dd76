package provider

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// errorBody finds an error in the body of a good status, or a body that is no
// answer at all.
func (k call) errorBody(body []byte) *failure {
	body = bytes.TrimSpace(body)
	switch {
	case len(body) == 0:
		return k.again(fault.ModelEmpty, nil, "%s answered with nothing: try again, or choose another model", k.host)
	case body[0] == '<':
		return k.fail(fault.ModelBadAnswer, nil, "%s answered with a web page and not as a model: check model.base_url, which usually ends in /v1", k.host)
	case body[0] == '[' || isErrorBody(body) || k.ex.problem != nil:
		e := parseAPIError(body)
		return k.refusal(e.status(), e)
	}
	return nil
}

// refusal tells what a server means by an error.
func (k call) refusal(status int, e apiError) *failure {
	technical := fmt.Errorf("status %d, code %q, type %q", status, e.code, e.kind)
	wait := retryAfter(k.ex.header, time.Now())
	says := k.quote(e.message)
	switch {
	case e.filtered():
		return k.fail(fault.ModelFiltered, technical, "a content filter at %s stopped the request%s: no draft can be made of this article there", k.host, says)
	case e.outOfCredit(status, wait > 0):
		return k.fail(fault.ModelQuota, technical, "the account at %s is out of credit%s: check its billing, or use another key", k.host, says)
	case status == http.StatusUnauthorized, status == http.StatusForbidden, e.badKey():
		return k.unauthorized(technical, says)
	case e.overContext(status):
		return k.fail(fault.ModelContext, technical, "the request is longer than the model %s can read%s: choose a model with a larger context", k.model, says)
	case status == http.StatusTooManyRequests:
		f := k.again(fault.ModelRateLimited, technical, "%s asks to slow down%s: try again %s", k.host, says, when(wait))
		f.wait = wait
		return f
	case status == http.StatusRequestTimeout:
		return k.again(fault.ModelTimeout, technical, "%s gave up waiting%s: try again", k.host, says)
	}
	f := k.byStatus(status, e, technical, says)
	f.wait = wait
	if slices.Contains([]int{400, 404, 422, 500, 501}, status) {
		f.objection = e.objection(status, k.plan)
	}
	return f
}

func (k call) byStatus(status int, e apiError, technical error, says string) *failure {
	switch {
	case status == http.StatusNotFound || status == http.StatusMethodNotAllowed || status < 500 && e.noSuchModel():
		return k.fail(fault.ModelNotFound, technical, "%s has no model %s, or no %s endpoint at this address%s: set model.name or --model, and check model.base_url, which usually ends in /v1", k.host, k.model, k.endpoint(), says)
	case status >= 500 || status == http.StatusConflict:
		return k.again(fault.ModelUnavailable, technical, "%s has trouble of its own (status %d)%s: try again in a few minutes", k.host, status, says)
	}
	return k.fail(fault.ModelRejected, technical, "%s calls the request wrong (status %d)%s: check model.name and the other settings of the model", k.host, status, says)
}

func (k call) unauthorized(technical error, says string) *failure {
	if !k.hasKey {
		return k.fail(fault.ModelUnauthorized, technical, "%s wants an API key and none is set: set OPENAI_API_KEY or model.api_key", k.host)
	}
	return k.fail(fault.ModelUnauthorized, technical, "%s refuses the API key%s: check OPENAI_API_KEY or model.api_key, and that the key may use the model %s", k.host, says, k.model)
}

func when(wait time.Duration) string {
	if wait <= 0 {
		return "in a minute"
	}
	return "in " + inWords(wait)
}

// inWords writes a time for people, in whole seconds, minutes or hours, never less
// than it is.
func inWords(d time.Duration) string {
	unit, name := time.Second, "second"
	switch {
	case d > 2*time.Hour, d > 0 && d%time.Hour == 0:
		unit, name = time.Hour, "hour"
	case d > 2*time.Minute, d > 0 && d%time.Minute == 0:
		unit, name = time.Minute, "minute"
	}
	n := max(1, (d+unit-1)/unit)
	if n > 1 {
		name += "s"
	}
	return fmt.Sprintf("%d %s", n, name)
}
