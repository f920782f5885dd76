package config

import (
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/nutgraf/nutgraf/internal/secret"
)

// Server says how the service listens, and whom it lets in.
type Server struct {
	Listen             string        `mapstructure:"listen"`               // host:port; no host is every address of this machine
	PublicWithoutLogin bool          `mapstructure:"public_without_login"` // whoever reaches it may do all
	PublicURL          string        `mapstructure:"public_url"`           // without a slash at its end; "" is that of Listen
	TLSCert            string        `mapstructure:"tls_cert"`             // files of PEM; both or none
	TLSKey             string        `mapstructure:"tls_key"`
	Hosts              []string      `mapstructure:"hosts"`   // names or addresses, without ports
	Proxies            []string      `mapstructure:"proxies"` // addresses or networks; see Networks
	CORSOrigins        []string      `mapstructure:"cors_origins"`
	RatePerMinute      int           `mapstructure:"rate_per_minute"` // per address; 0 is no limit
	MaxBody            int64         `mapstructure:"max_body"`        // bytes
	Deadline           time.Duration `mapstructure:"deadline"`        // of a draft, after which it is a job
	Drain              time.Duration `mapstructure:"drain"`
	Concurrency        int           `mapstructure:"concurrency"` // drafts under way
	Queue              int           `mapstructure:"queue"`       // drafts that wait
}

// Disclosure says what readers are told of how a summary was made.
type Disclosure struct {
	Label string `mapstructure:"label"` // "" is that of the engine
}

// Cache says for how long finished drafts are given again.
type Cache struct {
	TTL time.Duration `mapstructure:"ttl"` // 0 is not at all
}

// Telemetry says where traces go.
type Telemetry struct {
	OTLPEndpoint string        `mapstructure:"otlp_endpoint"` // "" is nowhere
	OTLPHeaders  secret.Secret `mapstructure:"otlp_headers"`  // see Headers
	ServiceName  string        `mapstructure:"service_name"`
}

// Log says how the service logs.
type Log struct {
	Format string `mapstructure:"format"` // "auto", "json" or "text"
	Level  string `mapstructure:"level"`  // "debug", "info", "warn" or "error"
}

// Headers returns the headers that go with traces, nil for none.
func (t Telemetry) Headers() map[string]string {
	headers, err := parseHeaders(t.OTLPHeaders.Reveal())
	if err != nil {
		return nil
	}
	return headers
}

// Reached returns an address under which the service is called, the most public
// one: that of PublicURL or Hosts when Listen is one of this machine, behind a
// proxy on it.
func (s Server) Reached() string {
	if !staysHere("http://" + s.Listen) {
		return s.Listen
	}
	for _, host := range s.Names() {
		if at := net.JoinHostPort(host, "443"); !staysHere("https://" + at) {
			return at
		}
	}
	return s.Listen
}

// Names are the names by which the service is called: that of PublicURL, and
// Hosts.
func (s Server) Names() []string {
	if u, err := url.Parse(s.PublicURL); err == nil && u.Hostname() != "" {
		return append([]string{u.Hostname()}, s.Hosts...)
	}
	return s.Hosts
}

// Networks are Proxies as they are compared with addresses.
func (s Server) Networks() []netip.Prefix {
	var out []netip.Prefix
	for _, text := range s.Proxies {
		if p, err := parseNetwork(text); err == nil {
			out = append(out, p)
		}
	}
	return out
}

func parseNetwork(s string) (netip.Prefix, error) {
	if a, err := netip.ParseAddr(s); err == nil {
		return netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()), nil
	}
	p, err := netip.ParsePrefix(s)
	return p.Masked(), err
}

// hostNames is a list of hosts without ports.
func hostNames() kind {
	const wrong = "must be names or addresses, such as nutgraf.internal or 10.0.0.5, without https:// and without a port"
	return textList("server.hosts must be a list of names, such as [nutgraf.internal]", "server.hosts", func(s string) (string, error) {
		p, err := parsePattern(s)
		name, port := splitPort(p)
		if err != nil || port != "" || strings.HasPrefix(p, "*") {
			return "", errors.New(wrong)
		}
		return name, nil
	})
}

func networks() kind {
	return textList("server.proxies must be a list of addresses or networks, such as [10.0.0.0/8]", "server.proxies", func(s string) (string, error) {
		p, err := parseNetwork(s)
		if err != nil {
			return "", errors.New("must be addresses or networks, such as 10.0.0.5 or 10.0.0.0/8")
		}
		return p.String(), nil
	})
}

// HasTLS reports whether there are files for TLS.
func (s Server) HasTLS() bool { return s.TLSCert != "" }

var errListen = errors.New("must be an address and a port, such as 127.0.0.1:8642, localhost:0 or :8642")

func listenAddress() kind {
	plain := text(notEmpty)
	plain.parse = check(plain.parse, func(s string) error {
		host, port, err := net.SplitHostPort(s)
		if err != nil || port == "" || port != "0" && !portFits(port) || strings.ContainsAny(host, "/*@ ") {
			return errListen
		}
		if _, err := netip.ParseAddr(host); err != nil && host != "" {
			if _, err := plainHost(host); err != nil || strings.Contains(host, ":") {
				return errListen
			}
		}
		return nil
	})
	return plain
}

// check adds a check to what parses texts.
func check(parse func(string) (any, error), fits func(string) error) func(string) (any, error) {
	return func(s string) (any, error) {
		v, err := parse(s)
		if err != nil {
			return nil, err
		}
		return v, fits(v.(string))
	}
}

var (
	errPublicURL = errors.New("must be the http or https address that people use, such as https://nutgraf.example.org, without a query")
	errOrigin    = errors.New("must be origins, such as https://cms.example.org: http or https, a host, maybe a port, and no path")
	errOTLP      = errors.New("must be the http or https address of a collector, such as http://localhost:4318, without a user name and a query")
)

// webAddress takes the address of a server, without a slash at its end.
func webAddress(wrong error, path bool) kind {
	plain := text()
	return kind{tags: plain.tags, want: plain.want, parse: func(s string) (any, error) {
		s = strings.TrimRight(strings.TrimSpace(s), "/")
		if _, err := plain.parse(s); err != nil || s == "" {
			return s, err
		}
		u, err := url.Parse(s)
		switch {
		case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "", !portFits(u.Port()),
			u.User != nil, strings.ContainsAny(s, "?#"), u.Path != "" && !path:
			return nil, wrong
		}
		return s, nil
	}}
}

// origins is a list of origins: "*" is none, as answers depend on who asks.
func origins() kind {
	one := webAddress(errOrigin, false)
	return textList("server.cors_origins must be a list of origins, such as [https://cms.example.org]", "server.cors_origins", func(s string) (string, error) {
		v, err := one.parse(strings.ToLower(s))
		if err != nil || v == "" {
			return "", errOrigin
		}
		return v.(string), nil
	})
}

func otlpHeaders() kind {
	k := secretText(' ', "has a character in it that no header has: write it as a %-code")
	parse := k.parse
	k.parse = func(s string) (any, error) {
		if _, err := parseHeaders(s); err != nil {
			return nil, err
		}
		return parse(s)
	}
	return k
}

var errHeaders = errors.New("must be headers with commas between, such as name=value,other=value, with %-codes for characters that are special")

// parseHeaders reads headers as OpenTelemetry writes them.
func parseHeaders(s string) (map[string]string, error) {
	if strings.TrimSpace(s) == "" {
		return nil, nil
	}
	out := map[string]string{}
	for pair := range strings.SplitSeq(s, ",") {
		name, value, ok := strings.Cut(pair, "=")
		name, nameErr := url.PathUnescape(strings.TrimSpace(name))
		value, valueErr := url.PathUnescape(strings.TrimSpace(value))
		if !ok || nameErr != nil || valueErr != nil || !headerName(name) || strings.ContainsAny(value, "\r\n\x00") {
			return nil, errHeaders
		}
		out[name] = value
	}
	return out, nil
}

func headerName(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r > '~' || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	})
}
