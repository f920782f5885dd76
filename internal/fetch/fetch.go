// Package fetch gets the page behind an article's URL, and nothing else.
//
// A URL comes from whoever uses nutgraf, and the pages that it leads to from
// anybody. The journey of one:
//
//  1. The URL is checked: http or https, port 80 or 443, a host, no user name.
//  2. Its host is resolved and dialled. The check that counts is made on the
//     address that the socket is about to connect to, so that neither an odd
//     spelling of an address nor a name that changes its address gets past it.
//  3. A redirect goes back to step 1, at most three times, and never from https
//     to http.
//  4. The status and the content type are checked, then the body is read up to
//     a limit that applies to what comes out of decompression.
//
// The package uses no proxy, keeps no cookies, sends no Referer, runs no script,
// follows no refresh in a page, reads no robots.txt and does not look into the
// body.
package fetch

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"time"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

const (
	defaultMaxBytes = 10 << 20
	defaultTimeout  = 20 * time.Second
	maxRedirects    = 3

	dialTimeout    = 10 * time.Second
	tlsTimeout     = 10 * time.Second
	headerTimeout  = 15 * time.Second
	maxHeaderBytes = 64 << 10
)

// Options says what a fetch may do. The zero value is the safe one.
type Options struct {
	// AllowPrivate opens every port and the addresses of this machine and of
	// private networks. Link-local addresses and the metadata services of cloud
	// providers stay closed.
	AllowPrivate bool
	// MaxBytes limits the body, after decompression. 0 is 10 MiB.
	MaxBytes int64
	// Timeout limits the whole fetch, redirects included. 0 is 20 seconds.
	Timeout time.Duration
	// UserAgent is what the request calls itself. "" is "nutgraf".
	UserAgent string
}

// Page is what a fetch brought back.
type Page struct {
	Body        []byte
	ContentType string // as the server sent it, with its parameters; "" when missing
	URL         string // the address after redirects, without its fragment
}

// Fetch gets the page at rawURL. It returns a *fault.Error whose message names
// host and path but never the query, which may hold a token:
//
//   - BadUsage for what is not a URL;
//   - PolicyRefused for a scheme, port, address or redirect that is not allowed;
//   - InputNotFound for the statuses 404 and 410;
//   - InputUnreadable for other statuses and for failures of the network;
//   - InputTooLarge for a body over the limit;
//   - UnsupportedFormat for content that is not HTML or text;
//   - Interrupted when ctx is cancelled.
func Fetch(ctx context.Context, rawURL string, o Options) (*Page, error) {
	return newFetcher(o).fetch(ctx, rawURL)
}

type fetcher struct {
	guard     guard
	maxBytes  int64
	timeout   time.Duration
	userAgent string
	resolver  *net.Resolver // nil is the system's
	tls       *tls.Config   // nil is the default
}

func newFetcher(o Options) *fetcher {
	f := &fetcher{
		guard:     guard{allowPrivate: o.AllowPrivate},
		maxBytes:  o.MaxBytes,
		timeout:   o.Timeout,
		userAgent: o.UserAgent,
	}
	if f.maxBytes <= 0 {
		f.maxBytes = defaultMaxBytes
	}
	if f.timeout <= 0 {
		f.timeout = defaultTimeout
	}
	if f.userAgent == "" {
		f.userAgent = "nutgraf"
	}
	return f
}

func (f *fetcher) fetch(ctx context.Context, rawURL string) (*Page, error) {
	u, err := f.guard.checkURL(rawURL)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, f.timeout)
	defer cancel()
	var ph phase
	ctx = httptrace.WithClientTrace(ctx, ph.trace())
	tr := f.transport()
	defer tr.CloseIdleConnections()

	for range maxRedirects + 1 {
		page, next, err := f.hop(ctx, tr, u, &ph)
		if err != nil || page != nil {
			return page, err
		}
		u = next
	}
	return nil, fault.New(fault.PolicyRefused,
		"%s redirects more than %d times; open it in a browser and give the address that it ends at", show(u), maxRedirects)
}

// hop makes one request. It returns the page, or the address to go to next. It
// goes past http.Client, which would keep a Referer and read redirects itself.
func (f *fetcher) hop(ctx context.Context, tr *http.Transport, u *url.URL, ph *phase) (*Page, *url.URL, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, nil, badURL(u)
	}
	req.Header.Set("User-Agent", f.userAgent)
	req.Header.Set("Accept", "text/html, application/xhtml+xml, text/markdown;q=0.9, text/plain;q=0.9, "+wordDocument+";q=0.8, */*;q=0.1")
	ph.set("looking up the address")
	resp, err := tr.RoundTrip(req)
	if err != nil {
		return nil, nil, f.failed(ctx, u, ph, err)
	}
	defer resp.Body.Close()
	if isRedirect(resp.StatusCode) {
		next, err := f.guard.checkRedirect(u, resp.Header.Get("Location"))
		return nil, next, err
	}
	ph.set("reading the page")
	page, err := f.page(ctx, u, resp, ph)
	return page, nil, err
}

func (f *fetcher) transport() *http.Transport {
	dialer := &net.Dialer{Timeout: dialTimeout, Resolver: f.resolver, ControlContext: f.guard.control}
	return &http.Transport{
		Proxy:                  nil,
		DialContext:            dialer.DialContext,
		TLSClientConfig:        f.tls,
		TLSHandshakeTimeout:    tlsTimeout,
		ResponseHeaderTimeout:  headerTimeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		DisableKeepAlives:      true,
		ForceAttemptHTTP2:      true,
	}
}
