package main

import (
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/nutgraf/nutgraf/internal/desk"
	people "github.com/nutgraf/nutgraf/internal/login"
	"github.com/nutgraf/nutgraf/internal/server"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// desk makes the pages for people, and what tells who is signed in: nil where
// nobody has to.
func (d *daemon) desk(svc *service.Service) (page http.Handler, session func(*http.Request) (service.Caller, []server.Scope, error), err error) {
	styles, err := d.profiles.all()
	if err != nil {
		return nil, nil, err
	}
	words, err := deskTexts(d.cfg.Desk.Texts)
	if err != nil {
		return nil, nil, err
	}
	o := desk.Options{Service: svc, Texts: words, Profiles: styles, Model: d.engines.model(), Version: version, Failed: server.Failed, Reports: d.cfg.Desk.Reports}
	if !d.loginFree {
		if o.Login, err = people.New(people.Options{Store: d.store, OIDC: d.oidc(), Logger: d.log}); err != nil {
			return nil, nil, err
		}
		o.Caller, session = o.Login.Caller, sessionOf(o.Login)
	}
	page, err = desk.New(o)
	return page, session, err
}

// mostTexts is the largest file of texts that is read, in bytes.
const mostTexts = 1 << 20

// deskTexts reads the words of the desk in another language; nil is English.
func deskTexts(path string) (*desk.Texts, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fault.Wrap(fault.BadConfig, err, "desk.texts cannot be read: %v", err)
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, mostTexts+1))
	if err == nil && len(raw) > mostTexts {
		err = fmt.Errorf("it is larger than %d bytes", mostTexts)
	}
	if err != nil {
		return nil, fault.Wrap(fault.BadConfig, err, "desk.texts: %s cannot be read: %v", path, err)
	}
	words, err := desk.ParseTexts(raw)
	if err != nil {
		return nil, fault.Wrap(fault.BadConfig, err, "desk.texts: %s: %v", path, err)
	}
	return words, nil
}

// sessionOf tells the API who is signed in.
func sessionOf(l *people.Login) func(*http.Request) (service.Caller, []server.Scope, error) {
	return func(r *http.Request) (service.Caller, []server.Scope, error) {
		caller, given, err := l.Who(r)
		scopes := make([]server.Scope, len(given))
		for i, scope := range given {
			scopes[i] = server.Scope(scope)
		}
		return caller, scopes, err
	}
}

// oidc is the provider that people sign in with, nil for none.
func (d *daemon) oidc() *people.OIDC {
	c := d.cfg.OIDC
	if c.Issuer == "" {
		return nil
	}
	return &people.OIDC{
		Issuer: c.Issuer, ClientID: c.ClientID, ClientSecret: c.ClientSecret, PublicURL: d.cfg.Server.PublicURL,
		RolesClaim: c.RolesClaim, Roles: c.Roles, Space: c.Space, Session: c.Session,
	}
}
