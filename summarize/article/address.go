package article

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/publicsuffix"
)

// addressOf returns the canonical address of the page, "" for none that can be
// trusted: not the home page, and nothing of a host that is not the page's own.
func (s *sources) addressOf(about map[string]any, from *url.URL) string {
	base := from
	if b, err := url.Parse(s.base); err == nil && s.base != "" {
		if base = b; from != nil {
			base = from.ResolveReference(b)
		}
	}
	given := []string{s.tag("canonical"), s.tag("og:url")}
	if about != nil {
		given = append(given, addressOf(about["mainEntityOfPage"]), addressOf(about["url"]))
	}
	for _, g := range given {
		address := webAddress(g, base)
		if u, err := url.Parse(address); err == nil && address != "" && u.Path != "" && u.Path != "/" && sameOwner(u, from) {
			return address
		}
	}
	return ""
}

// webAddress returns an absolute http or https address without its fragment and
// without a password, "" for anything else.
func webAddress(s string, base *url.URL) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || s == "" {
		return ""
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	u.Fragment, u.RawFragment, u.User = "", "", nil
	if s = u.String(); len(s) > longestURL || !utf8.ValidString(s) {
		return ""
	}
	return s
}

// sameOwner reports that two addresses are of one registered domain; it is
// true when the second is not known.
func sameOwner(u, from *url.URL) bool {
	if from == nil || from.Host == "" || strings.EqualFold(u.Hostname(), from.Hostname()) {
		return true
	}
	a, err1 := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(u.Hostname()))
	b, err2 := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(from.Hostname()))
	return err1 == nil && err2 == nil && a == b
}

// titleSigns stand between a title and the name of the site.
var titleSigns = []string{" | ", " — ", " – ", " - ", " :: ", " · ", " • ", " » ", " « ", " / ", ": "}

// shortLabel is how long the label of a section before a title may be, in bytes.
const shortLabel = 20

// tidySite takes the slogan off the name of a site, and the sign of an account.
func tidySite(s string) string {
	if name, _, ok := strings.Cut(s, " | "); ok && len(name) > 2 {
		s = name
	}
	return strings.TrimPrefix(strings.TrimSpace(s), "@")
}

// cutSite takes " | Site", " - Site" and "Site: " off a page's title.
func cutSite(title, site string) string {
	title = strings.Join(strings.Fields(title), " ")
	for _, sign := range titleSigns {
		if before, after, ok := strings.Cut(title, sign); ok && site != "" && fold(before) == fold(site) {
			return strings.TrimSpace(after)
		}
		i := strings.LastIndex(title, sign)
		if i < 0 || sign == ": " {
			continue
		}
		rest := strings.TrimSpace(title[i+len(sign):])
		if sign == " | " && i < shortLabel && len(rest) > 2*i && fold(rest) != fold(site) {
			return rest // "Opinion | The headline"
		}
		if sign == " | " || fold(rest) == fold(site) || (site == "" && len(rest) < 25 && i > 30) {
			return cutSite(title[:i], site)
		}
	}
	return title
}
