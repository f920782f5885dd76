package config

import (
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/idna"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// The marks of an article, from the one that anybody may read on.
const (
	Normal       = "normal"
	Embargoed    = "embargoed"
	Confidential = "confidential"
)

// Policy says which endpoints may be sent what. The zero value allows nothing.
type Policy struct {
	Sensitivity  string  `mapstructure:"sensitivity"` // of the articles of this run
	Embargoed    Trusted `mapstructure:"embargoed"`
	Confidential Trusted `mapstructure:"confidential"`
}

// Trusted lists who may read articles of one mark. The zero value is nobody.
type Trusted struct {
	// Hosts are names or addresses, each with a port or for all of them, or *.domain
	// for every name below a domain.
	Hosts []string `mapstructure:"hosts"`
}

// Permitted fails with policy_refused when the articles of this run must not go
// to the endpoint of the model. Nothing is looked up or connected to.
func (m Model) Permitted() error {
	mark := m.Policy.Sensitivity
	if m.Policy.permits(mark, m.BaseURL) {
		return nil
	}
	return fault.New(fault.PolicyRefused,
		"articles marked %s must not go to %s, which policy.%s.hosts does not list: nothing was sent to it; choose an endpoint that is listed, or draft with --engine extractive, which sends nothing",
		mark, hostOf(m.BaseURL), mark)
}

// MayRead reports whether articles of a mark may go to the endpoint of the model.
func (m Model) MayRead(mark string) bool { return m.Policy.permits(mark, m.BaseURL) }

// permits knows of no other marks: what is not one of them goes nowhere.
func (p Policy) permits(mark, base string) bool {
	switch mark {
	case Normal:
		return true
	case Embargoed:
		return p.Embargoed.covers(base)
	case Confidential:
		return p.Confidential.covers(base)
	}
	return false
}

func (t Trusted) covers(base string) bool {
	u, err := url.Parse(base)
	if err != nil {
		return false
	}
	host, err := plainHost(u.Hostname())
	if err != nil {
		return false
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[strings.ToLower(u.Scheme)]
	}
	return slices.ContainsFunc(t.Hosts, func(pattern string) bool { return matches(pattern, host, port) })
}

// matches compares a pattern of parsePattern with a host of plainHost.
func matches(pattern, host, port string) bool {
	name, wantPort := splitPort(pattern)
	if wantPort != "" && wantPort != port {
		return false
	}
	if domain, below := strings.CutPrefix(name, "*"); below {
		_, err := netip.ParseAddr(host)
		return err != nil && strings.HasSuffix(host, domain)
	}
	return name == host
}

// splitPort parts host:port, [address]:port, and what has no port.
func splitPort(s string) (host, port string) {
	if _, err := netip.ParseAddr(s); err == nil {
		return s, ""
	}
	if host, port, err := net.SplitHostPort(s); err == nil {
		return host, port
	}
	return strings.TrimSuffix(strings.TrimPrefix(s, "["), "]"), ""
}

// plainHost writes a name or an address in the one way in which it is compared.
func plainHost(host string) (string, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return a.Unmap().String(), nil
	}
	return names.ToASCII(strings.ToLower(strings.TrimSuffix(host, ".")))
}

// names maps as browsers do, and lets the _ of container networks pass.
var names = idna.New(idna.MapForLookup(), idna.StrictDomainName(false))
