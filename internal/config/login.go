package config

import (
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/nutgraf/nutgraf/internal/secret"
)

// OIDC says with which OpenID Connect provider people sign in to the desk.
type OIDC struct {
	Issuer       string        `mapstructure:"issuer"` // as the provider spells it; "" is none
	ClientID     string        `mapstructure:"client_id"`
	ClientSecret secret.Secret `mapstructure:"client_secret"`
	RolesClaim   string        `mapstructure:"roles_claim"`
	Roles        []string      `mapstructure:"roles"` // VALUE=ROLE; empty: the values are the roles
	Space        string        `mapstructure:"space"`
	Session      time.Duration `mapstructure:"session"` // for how long a role holds
}

// Desk says what the pages for people show beside summaries.
type Desk struct {
	Reports string `mapstructure:"reports"` // folder of evaluations; "" is none
	Texts   string `mapstructure:"texts"`   // file of the words in another language; "" is English
}

// contradictions checks what a provider needs.
func (o OIDC) contradictions(c *Config, ps *problems) {
	if o.Issuer == "" {
		return
	}
	if o.ClientID == "" {
		ps.add(c.sourceOf("oidc.issuer"), "oidc.issuer needs oidc.client_id, the name under which the provider knows this service")
	}
	if c.Server.PublicURL == "" {
		ps.add(c.sourceOf("oidc.issuer"), "oidc.issuer needs server.public_url, to which the provider sends people back")
	}
}

// issuerAddress lets the address of a provider through, which is compared letter
// by letter and therefore kept as it is.
func issuerAddress(s string) error {
	u, err := url.Parse(s)
	switch {
	case s == "":
		return nil
	case err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "",
		u.Scheme != "https" && (u.Scheme != "http" || !staysHere(s)):
		return errors.New("must be the https address of the provider, such as https://login.example.org/, without a query")
	}
	return nil
}

// oidcRoles is a list of VALUE=ROLE.
func oidcRoles() kind {
	const wrong = "must be VALUE=ROLE each, such as news-desk=editor, with drafter, editor or admin as ROLE"
	return textList("oidc.roles must be a list of VALUE=ROLE, such as [news-desk=editor]", "oidc.roles", func(s string) (string, error) {
		at := strings.LastIndex(s, "=")
		if at < 1 {
			return "", errors.New(wrong)
		}
		switch s[at+1:] {
		case "drafter", "editor", "admin":
			return s, nil
		}
		return "", errors.New(wrong)
	})
}
