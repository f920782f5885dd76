package client

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Options are the choices for a client. The zero value is for a service without
// login.
type Options struct {
	Token string // "ngt_…", as nutgraf token create prints it; "" sends none
	// HTTP sends the requests; nil is http.DefaultClient. Redirects are refused and
	// cookies left out whatever it says. A timeout of its own would end drafts and
	// streams: use contexts.
	HTTP    *http.Client
	Retries int           // how often a request is sent again; 0 is 3, negative is never
	Idle    time.Duration // after which a stream that is silent counts as broken; 0 is 60 s
}

// Client speaks to one service. It can be used by many goroutines at once.
type Client struct {
	base      *url.URL
	http      http.Client
	authorize func(http.Header) // holds the token, which so is not printed with the client
	retries   int
	idle      time.Duration
}

var errRedirect = errors.New("the service answers with a redirect, and the token is not sent elsewhere: use the address that it leads to")

// New makes a client of the service at an address such as
// "https://nutgraf.example.org". Nothing is sent.
func New(address string, o Options) (*Client, error) {
	base, err := url.Parse(address)
	switch {
	case err != nil:
		return nil, errors.New("the address of the service is not a URL")
	case base.Scheme != "http" && base.Scheme != "https" || base.Host == "":
		return nil, errors.New("the address of the service must begin with http:// or https:// and name a host")
	case base.User != nil || base.RawQuery != "" || base.Fragment != "":
		return nil, errors.New("the address of the service must be a host and a path alone: the token is an option")
	}
	base.Path = strings.TrimRight(base.Path, "/")
	c := &Client{base: base, retries: max(o.Retries, 0), idle: o.Idle}
	if o.Retries == 0 {
		c.retries = 3
	}
	if c.idle == 0 {
		c.idle = time.Minute
	}
	if o.HTTP != nil {
		c.http = *o.HTTP
	}
	c.http.Jar = nil
	c.http.CheckRedirect = func(*http.Request, []*http.Request) error { return errRedirect }
	c.authorize = func(h http.Header) {
		if o.Token != "" {
			h.Set("Authorization", "Bearer "+o.Token)
		}
	}
	return c, nil
}
