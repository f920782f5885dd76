package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// phase is what a fetch is doing, so that a time-out can say what took too long.
type phase struct{ doing atomic.Pointer[string] }

func (p *phase) set(doing string) { p.doing.Store(&doing) }

func (p *phase) String() string { return *p.doing.Load() }

func (p *phase) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		ConnectStart:      func(string, string) { p.set("connecting") },
		TLSHandshakeStart: func() { p.set("setting up TLS") },
		WroteRequest:      func(httptrace.WroteRequestInfo) { p.set("waiting for the answer") },
	}
}

// failed turns an error of the transport into a fault.
func (f *fetcher) failed(ctx context.Context, u *url.URL, ph *phase, err error) error {
	if ref := (*refusal)(nil); errors.As(err, &ref) {
		return fault.Wrap(fault.PolicyRefused, err, "%s leads to %s, which is not fetched%s", show(u), ref.kind, ref.hint)
	}
	if fe := (*fault.Error)(nil); errors.As(err, &fe) {
		return fault.Wrap(fe.Code, err, "%s: %s", show(u), fe.Message)
	}
	if errors.Is(ctx.Err(), context.Canceled) {
		return fault.Wrap(fault.Interrupted, ctx.Err(), "%s: the fetch was cancelled", show(u))
	}
	message, retry := cause(ctx, ph, err)
	out := fault.Wrap(fault.InputUnreadable, err, "%s: %s", show(u), message)
	out.Retryable = retry
	return out
}

// cause says in words what went wrong on the network, and whether trying again
// may help.
func cause(ctx context.Context, ph *phase, err error) (message string, retry bool) {
	var (
		dns     *net.DNSError
		cert    *tls.CertificateVerificationError
		timeout interface{ Timeout() bool }
	)
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return "no host of that name was found; check the spelling", false
	case ctx.Err() != nil, errors.As(err, &timeout) && timeout.Timeout():
		return "timed out while " + ph.String() + "; try again, or raise fetch.timeout", true
	case dns != nil:
		return "the name of the host could not be looked up", true
	case errors.As(err, &cert):
		return "the certificate of the server is not valid", false
	}
	return "the connection failed while " + ph.String(), true
}
