package provider

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// noAnswer tells why there is no answer, or returns nil when there is one.
func (k call) noAnswer(err error) *failure {
	switch {
	case k.ex.sent == 0:
		return k.fail(fault.ModelRejected, err, "the model %s cannot be asked for an answer of the kind %s: set model.name or --model to one that can", k.model, k.endpoint())
	case k.ex.status == 0:
		return k.broken(err)
	case k.ex.status >= http.StatusBadRequest:
		return k.refusal(k.ex.status, parseAPIError(k.ex.body))
	}
	return nil
}

// broken tells why a connection failed before an answer was whole.
func (k call) broken(err error) *failure {
	if k.ctx.Err() != nil {
		return k.tooLate(context.Cause(k.ctx))
	}
	var redirect *redirectError
	var dns *net.DNSError
	var op *net.OpError
	var own *fault.Error
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &own): // of a transport that answers by itself
		return &failure{fault: own}
	case errors.As(err, &redirect):
		return k.fail(fault.ModelRejected, err, "%s answers with a redirect (status %d), which is not followed because the key would go along: set model.base_url to the address that it leads to", k.host, redirect.status)
	case errors.Is(err, errTooLarge):
		return k.fail(fault.ModelBadAnswer, err, "the answer of %s has no end: try again, or choose another model", k.host)
	case errors.Is(err, errGarbage):
		return k.later(fault.ModelBadAnswer, err, "%s sends a stream that cannot be read: try again without streaming", k.host)
	case errors.As(err, &certificate):
		return k.fail(fault.ModelUnreachable, err, "the certificate of %s cannot be trusted: check model.base_url, and whether something on the network stands in between", k.host)
	case errors.Is(err, http.ErrSchemeMismatch):
		return k.fail(fault.ModelUnreachable, err, "%s does not speak https: set model.base_url to start with http://", k.host)
	case errors.As(err, &dns):
		return k.later(fault.ModelUnreachable, err, "there is no server named %s, or the network is down: check model.base_url and the connection", k.host)
	case errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect" || op.Op == "socks connect"):
		return k.later(fault.ModelUnreachable, err, "cannot connect to %s: check model.base_url, and that the server runs", k.host)
	case k.ex.status != 0:
		return k.again(fault.ModelTruncated, err, "the answer of %s broke off before its end: try again", k.host)
	}
	return k.again(fault.ModelUnavailable, err, "%s closed the connection without an answer: try again in a few minutes", k.host)
}

func (k call) tooLate(why error) *failure {
	switch {
	case errors.Is(why, errFirstByte):
		return k.later(fault.ModelTimeout, why, "%s did not begin to answer in time: try again later, choose a faster model or raise model.timeout", k.host)
	case errors.Is(why, errIdle):
		return k.later(fault.ModelTimeout, why, "%s fell silent in the middle of its answer: try again later or choose another model", k.host)
	case errors.Is(why, errDeadline):
		return k.later(fault.ModelTimeout, context.DeadlineExceeded, "%s did not answer within %s: try again later, choose a faster model or raise model.timeout", k.host, inWords(k.timeout))
	}
	return k.later(fault.ModelTimeout, why, "%s did not answer in time: try again later or choose a faster model", k.host)
}
