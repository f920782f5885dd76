package fetch

import (
	"net/netip"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestReach(t *testing.T) {
	for kind, addrs := range map[string][]string{
		"": {
			"8.8.8.8", "93.184.215.14", "1.1.1.1", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.0.1.1",
			"198.17.0.1", "198.20.0.1", "223.255.255.255", "2606:4700::6810:84e5", "2a00:1450::1", "64:ff9b::8.8.8.8",
			"2002:808:808::1", "::ffff:8.8.8.8",
		},
		"the address of this machine": {
			"127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1", "64:ff9b::127.0.0.1", "2002:7f00:1::",
			"2606:4700::5efe:7f00:1", "2606:4700::200:5efe:7f00:1",
		},
		"a private address": {
			"10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "100.127.255.255", "fc00::1",
			"fd12:3456::1", "fec0::1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::8.8.8.8", "2002:a00:1::",
		},
		"a link-local address":                  {"169.254.1.1", "fe80::1", "fe80::1%eth0", "64:ff9b::169.254.1.1", "2002:a9fe:101::"},
		"a cloud provider's metadata address":   {"169.254.169.254", "168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254", "::ffff:169.254.169.254", "64:ff9b::169.254.169.254", "64:ff9b:1::169.254.169.254", "64:ff9b:1:a9fe:a9:fe00::"},
		"an unspecified address":                {"0.0.0.0", "0.1.2.3", "::", "::ffff:0.0.0.0"},
		"a multicast address":                   {"224.0.0.1", "239.255.255.255", "ff02::1"},
		"a broadcast address":                   {"255.255.255.255"},
		"an address for documentation or tests": {"192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "198.19.255.255", "2001:db8::1", "3fff::1"},
		"a reserved address":                    {"240.0.0.1", "254.1.1.1", "192.0.0.8", "192.88.99.1", "::8.8.8.8", "::7f00:1", "4000::1", "5f00::1", "100::1", "2001:2::1", "2001:20::1", "2001:0:808:808::f7f7:f7f7", "2001:0:808:808::80ff:fffe"},
	} {
		for _, a := range addrs {
			if got := reach(netip.MustParseAddr(a)); got.kind != kind {
				t.Errorf("%s is %q, want %q", a, got.kind, kind)
			}
		}
	}
}

func TestWhatAllowPrivateOpens(t *testing.T) {
	for address, open := range map[string]bool{
		"127.0.0.1:8080": true, "[::1]:3000": true, "10.1.2.3:80": true, "[fd12::1]:80": true, "198.18.0.7:443": true,
		"169.254.169.254:80": false, "[fe80::1]:80": false, "[fd00:ec2::254]:80": false, "[64:ff9b:1::a9fe:a9fe]:80": false,
		"[2002:a9fe:a9fe::]:80": false, "[2001:0:a9fe:a9fe::]:80": false, "100.100.100.200:80": false,
	} {
		err := guard{allowPrivate: true}.control(t.Context(), "tcp", address, nil)
		if (err == nil) != open {
			t.Errorf("%s with AllowPrivate: %v", address, err)
		}
		if err := (guard{}).control(t.Context(), "tcp", address, nil); err == nil {
			t.Errorf("%s is open without AllowPrivate", address)
		}
	}
}

func TestPortsAtTheDial(t *testing.T) {
	for address, open := range map[string]bool{
		"8.8.8.8:80": true, "8.8.8.8:443": true, "[2606:4700::1]:443": true, "8.8.8.8:22": false, "8.8.8.8:8080": false, "nonsense": false, "": false,
	} {
		if err := (guard{}).control(t.Context(), "tcp", address, nil); (err == nil) != open {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// An address stays closed however a translator or a tunnel wraps it.
func TestWrappingOpensNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := [4]byte(rapid.SliceOfN(rapid.Byte(), 4, 4).Draw(t, "v4"))
		plain := reach(netip.AddrFrom4(b))
		for name, wrapped := range map[string][16]byte{
			"mapped": {10: 0xff, 11: 0xff, 12: b[0], 13: b[1], 14: b[2], 15: b[3]},
			"nat64":  {0: 0, 1: 0x64, 2: 0xff, 3: 0x9b, 12: b[0], 13: b[1], 14: b[2], 15: b[3]},
			"6to4":   {0: 0x20, 1: 2, 2: b[0], 3: b[1], 4: b[2], 5: b[3]},
			"teredo": {0: 0x20, 1: 1, 4: 8, 5: 8, 6: 8, 7: 8, 12: ^b[0], 13: ^b[1], 14: ^b[2], 15: ^b[3]},
			"isatap": {0: 0x26, 1: 6, 10: 0x5e, 11: 0xfe, 12: b[0], 13: b[1], 14: b[2], 15: b[3]},
		} {
			got := reach(netip.AddrFrom16(wrapped))
			if !plain.open() && got.open() || plain.never && !got.never {
				t.Fatalf("%v is %q, but as %s (%v) it is %q", netip.AddrFrom4(b), plain.kind, name, netip.AddrFrom16(wrapped), got.kind)
			}
		}
	})
}

func TestCheckURL(t *testing.T) {
	for raw, want := range map[string]string{
		"https://news.example/a?b=c#d": "", "http://news.example:80/": "", "https://news.example:443": "", " HTTPS://News.Example/x ": "",
		"https://xn--e1afmkfd.example/": "", "http://[2606:4700::1]/": "", "http://8.8.8.8/": "",
		"": "not the address", "news.example/a": "not the address", "https://": "not the address", "https:///a": "not the address",
		"http://:80/": "not the address", "http:news.example": "not the address", "//news.example/a": "not the address",
		"http://news.example:0/": "not the address", "http://news.example:99999/": "not the address", "http://a b/": "not the address",
		"http://news.example/\x00": "not the address", "http://[::1/": "not the address", "http://%31%32%37.0.0.1/": "not the address",
		"file:///etc/passwd": "only http and https", "gopher://news.example/": "only http and https", "javascript:alert(1)": "only http and https",
		"data:text/html,x": "only http and https", "ftp://news.example/": "only http and https",
		"https://ann@news.example/": "user name", "https://ann:pw@news.example/": "user name", "https://@news.example/": "user name",
		"http://news.example:8080/": "port 8080", "http://news.example:22/x": "port 22",
		"https://news.example/" + strings.Repeat("a", maxURLBytes): "longer than",
	} {
		_, err := guard{}.checkURL(raw)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%.60q: error %v, want %q", raw, err, want)
		}
	}
	if _, err := (guard{allowPrivate: true}).checkURL("http://localhost:8080/"); err != nil {
		t.Error(err)
	}
}

func FuzzCheckURL(f *testing.F) {
	for _, seed := range []string{
		"https://news.example/a?token=CANARY", "http://[::ffff:7f00:1]:80/", "http://127.1/", "http://0x7f.1/", "http://127.0.0.1./",
		"https://a@b/", "http://h:8080/?CANARY", "http:////h", "http://h/%zz?CANARY", "http://１２７.０.０.１/", "//h", "http://h\\@g/",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		u, err := guard{}.checkURL(raw)
		if err != nil {
			if _, query, ok := strings.Cut(raw, "?"); ok && len(query) > 20 && strings.Contains(err.Error(), query) {
				t.Errorf("the query shows in %q", err)
			}
			return
		}
		if u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Hostname() == "" || u.Fragment != "" {
			t.Errorf("accepted %q as %#v", raw, u)
		}
		if p := u.Port(); p != "" && strings.TrimLeft(p, "0") != "80" && strings.TrimLeft(p, "0") != "443" {
			t.Errorf("accepted port %s in %q", p, raw)
		}
		for _, r := range show(u) {
			if r < ' ' || r > '~' {
				t.Errorf("%q shows as %q", raw, show(u))
			}
		}
		if again, err := (guard{}).checkURL(u.String()); err != nil || again.Host != u.Host {
			t.Errorf("%q does not survive being written out: %v", raw, err)
		}
	})
}
