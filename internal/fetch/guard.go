package fetch

import (
	"context"
	"net/netip"
	"syscall"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// guard decides which addresses may be reached. exempt is an address that
// passes as if it were public; only tests set it.
type guard struct {
	allowPrivate bool
	exempt       netip.AddrPort
}

// control is called with the address that a socket is about to connect to.
func (g guard) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return fault.New(fault.PolicyRefused, "an address of a kind that is not known is not fetched")
	}
	if ap == g.exempt {
		return nil
	}
	if !g.portAllowed(ap.Port()) {
		return fault.New(fault.PolicyRefused, "port %d is not fetched, only 80 and 443 are; the setting fetch.allow_private opens every port", ap.Port())
	}
	switch r := reach(ap.Addr()); {
	case r.open():
		return nil
	case r.never:
		return &refusal{kind: r.kind}
	case g.allowPrivate:
		return nil
	default:
		return &refusal{kind: r.kind, hint: "; the setting fetch.allow_private lets it be fetched, where it can be trusted"}
	}
}

func (g guard) portAllowed(port uint16) bool {
	return g.allowPrivate || port == 80 || port == 443
}

// refusal is the dial error for an address that may not be reached.
type refusal struct{ kind, hint string }

func (r *refusal) Error() string { return "refused to connect to " + r.kind }

// class says what sort of address one is. The zero value is a public one.
type class struct {
	kind  string // for people: "a private address"
	never bool   // not even with AllowPrivate
}

func (c class) open() bool { return c.kind == "" }

// reach classifies an address, and the IPv4 address inside it if there is one:
// a gateway would pass the packets on to that.
func reach(a netip.Addr) class {
	a = a.WithZone("").Unmap()
	out := lookup(a)
	for _, inner := range embedded(a) {
		c := lookup(inner)
		if c.never {
			return c
		}
		if out.open() {
			out = c
		}
	}
	return out
}

func lookup(a netip.Addr) class {
	for _, r := range closed {
		if r.prefix.Contains(a) {
			return r.class
		}
	}
	if a.Is4() || globalV6.Contains(a) || nat64.Contains(a) {
		return class{}
	}
	return class{kind: "a reserved address"}
}

var (
	globalV6 = netip.MustParsePrefix("2000::/3")
	nat64    = netip.MustParsePrefix("64:ff9b::/96")
	nat64Own = netip.MustParsePrefix("64:ff9b:1::/48")
	sixTo4   = netip.MustParsePrefix("2002::/16")
	teredo   = netip.MustParsePrefix("2001::/32")
	compat   = netip.MustParsePrefix("::/96")
)

// embedded returns the IPv4 addresses that an IPv6 address carries for a
// translator or a tunnel.
func embedded(a netip.Addr) []netip.Addr {
	if !a.Is6() {
		return nil
	}
	b := a.As16()
	v4 := func(i int) netip.Addr { return netip.AddrFrom4([4]byte(b[i : i+4])) }
	switch {
	case nat64.Contains(a):
		return []netip.Addr{v4(12)}
	case nat64Own.Contains(a): // as a /96 and as a /48, by RFC 6052
		return []netip.Addr{v4(12), netip.AddrFrom4([4]byte{b[6], b[7], b[9], b[10]})}
	case compat.Contains(a) && b[12] != 0: // the rest are :: and ::1
		return []netip.Addr{v4(12)}
	case sixTo4.Contains(a):
		return []netip.Addr{v4(2)}
	case teredo.Contains(a):
		client := netip.AddrFrom4([4]byte{^b[12], ^b[13], ^b[14], ^b[15]})
		return []netip.Addr{v4(4), client}
	case b[8]&^2 == 0 && b[9] == 0 && b[10] == 0x5e && b[11] == 0xfe: // ISATAP
		return []netip.Addr{v4(12)}
	}
	return nil
}

type rule struct {
	prefix netip.Prefix
	class
}

// closed lists what is not the public internet, by the special-purpose address
// registries of IANA. The first match counts.
var closed = rules([]group{
	{"a cloud provider's metadata address", true, []string{
		"169.254.169.254/32", "169.254.170.2/32", "169.254.170.23/32", "100.100.100.200/32",
		"168.63.129.16/32", "192.0.0.192/32", "fd00:ec2::/32", "fd20:ce::254/128",
	}},
	{"a link-local address", true, []string{"169.254.0.0/16", "fe80::/10"}},
	{"the address of this machine", false, []string{"127.0.0.0/8", "::1/128"}},
	{"an unspecified address", false, []string{"0.0.0.0/8", "::/128"}},
	{"a private address", false, []string{
		"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fec0::/10", "64:ff9b:1::/48",
	}},
	{"a multicast address", false, []string{"224.0.0.0/4", "ff00::/8"}},
	{"a broadcast address", false, []string{"255.255.255.255/32"}},
	{"an address for documentation or tests", false, []string{
		"192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "198.18.0.0/15", "2001:db8::/32", "3fff::/20",
	}},
	{"a reserved address", false, []string{"192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4", "2001::/23"}},
})

type group struct {
	kind     string
	never    bool
	prefixes []string
}

func rules(groups []group) []rule {
	var out []rule
	for _, g := range groups {
		for _, p := range g.prefixes {
			out = append(out, rule{netip.MustParsePrefix(p), class{g.kind, g.never}})
		}
	}
	return out
}
