package config

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

const chatPath = "/chat/completions"

func baseURL() kind {
	plain := text(notEmpty)
	return kind{tags: plain.tags, want: plain.want, parse: func(s string) (any, error) {
		s = strings.TrimSpace(s)
		if _, err := plain.parse(s); err != nil {
			return nil, err
		}
		if err := checkBaseURL(s); err != nil {
			return nil, err
		}
		return strings.TrimRight(s, "/"), nil
	}}
}

// orEmpty takes "" as well, where that means something.
func orEmpty(k kind) kind {
	parse := k.parse
	k.parse = func(s string) (any, error) {
		if strings.TrimSpace(s) == "" {
			return "", nil
		}
		return parse(s)
	}
	return k
}

func checkBaseURL(s string) error {
	u, err := url.Parse(s)
	switch {
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "", !portFits(u.Port()):
		return errors.New("must be an http or https address, such as http://localhost:8080/v1")
	case u.User != nil:
		return errors.New("must not have a user name or password in it; the key goes into model.api_key")
	case strings.ContainsAny(s, "?#"):
		return errors.New("must not have a query or a fragment (? or #) in it; Azure's api-version goes into model.api_version")
	case strings.HasSuffix(strings.TrimRight(u.Path, "/"), chatPath):
		return fmt.Errorf("must end before %s", chatPath)
	}
	return nil
}

func portFits(p string) bool {
	n, err := strconv.ParseUint(p, 10, 16)
	return p == "" || err == nil && n > 0
}

// hostOf returns the host of a valid base URL, in plain ASCII.
func hostOf(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return "that address"
	}
	host := strconv.QuoteToASCII(u.Host)
	return host[1 : len(host)-1]
}

// staysHere reports whether a valid base URL leads to this machine.
func staysHere(base string) bool {
	u, err := url.Parse(base)
	if err != nil {
		return false
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.Unmap().IsLoopback()
}
