package fetch

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

const (
	maxURLBytes  = 8 << 10
	maxShownPath = 100
)

// checkURL parses the address of a page and refuses what may not be fetched,
// as far as that can be told without resolving its host.
func (g guard) checkURL(raw string) (*url.URL, error) {
	raw = strings.TrimSpace(raw)
	if len(raw) > maxURLBytes {
		return nil, fault.New(fault.BadUsage, "the URL is longer than %d bytes", maxURLBytes)
	}
	u, err := url.Parse(raw)
	if err != nil {
		return nil, badURL(nil)
	}
	if err := g.check(u); err != nil {
		return nil, err
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

func (g guard) check(u *url.URL) error {
	switch {
	case u.Scheme == "":
		return badURL(nil)
	case u.Scheme != "http" && u.Scheme != "https":
		return fault.New(fault.PolicyRefused, "only http and https addresses are fetched")
	case u.User != nil:
		return fault.New(fault.PolicyRefused, "an address with a user name or password in it is not fetched; save the page and give the file")
	case u.Hostname() == "":
		return badURL(nil)
	}
	return g.checkPort(u)
}

func (g guard) checkPort(u *url.URL) error {
	p := u.Port()
	if p == "" {
		return nil
	}
	n, err := strconv.ParseUint(p, 10, 16)
	if err != nil || n == 0 {
		return badURL(u)
	}
	if !g.portAllowed(uint16(n)) && !(g.exempt.IsValid() && uint16(n) == g.exempt.Port()) {
		return fault.New(fault.PolicyRefused, "%s: port %d is not fetched, only 80 and 443 are; the setting fetch.allow_private opens every port", show(u), n)
	}
	return nil
}

// checkRedirect resolves the Location header of the page at from.
func (g guard) checkRedirect(from *url.URL, location string) (*url.URL, error) {
	unusable := fault.New(fault.InputUnreadable, "%s redirects without a usable address", show(from))
	ref, err := url.Parse(location)
	if err != nil || location == "" {
		return nil, unusable
	}
	to, err := g.checkURL(from.ResolveReference(ref).String())
	switch fault.CodeOf(err) {
	case "":
	case fault.BadUsage:
		return nil, unusable
	default:
		return nil, fault.Wrap(fault.PolicyRefused, err, "%s redirects to an address that is not allowed: %s", show(from), err)
	}
	if from.Scheme == "https" && to.Scheme == "http" {
		return nil, fault.New(fault.PolicyRefused,
			"%s redirects from https to http, to %s; give that address if you trust it", show(from), show(to))
	}
	return to, nil
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

func badURL(u *url.URL) error {
	if u == nil {
		return fault.New(fault.BadUsage, "that is not the address of a page; write it as https://host/path")
	}
	return fault.New(fault.BadUsage, "%s is not the address of a page; write it as https://host/path", show(u))
}

// show returns host and path for a message, in plain ASCII and not too long.
func show(u *url.URL) string {
	host := strconv.QuoteToASCII(u.Host)
	text := host[1:len(host)-1] + u.EscapedPath()
	if len(text) > maxShownPath {
		text = text[:maxShownPath] + "..."
	}
	return text
}
