package desk

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/nutgraf/nutgraf/internal/login"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// loginView is the page on which people sign in.
type loginView struct {
	Next     string // page to go to then
	Provider string // that people can sign in with, "" for none
	With     string // address that leads there
	Problem  string
	Note     string
}

// mostForm is how large the form of the login may be, in bytes.
const mostForm = 16 << 10

// login shows the form, or sends on who is signed in already.
func (d *desk) login(w http.ResponseWriter, r *http.Request) {
	next := login.Local(r.FormValue("next"))
	if _, ok := d.Caller(r); ok || d.Login == nil {
		http.Redirect(w, r, next, http.StatusSeeOther)
		return
	}
	view := loginView{Next: next}
	switch {
	case r.FormValue("in") != "":
		view.Problem = d.mustSay("login.no_cookie")
	case r.FormValue("out") != "":
		view.Note = d.mustSay("login.out")
	}
	d.showLogin(w, r, http.StatusOK, view)
}

func (d *desk) showLogin(w http.ResponseWriter, r *http.Request, status int, v loginView) {
	v.Provider = d.Login.Provider()
	v.With = "/login/oidc?" + url.Values{"next": {v.Next}}.Encode()
	d.show(w, r, status, page{Name: "login", Title: d.mustSay("login.title"), About: v})
}

// signIn takes an API token.
func (d *desk) signIn(w http.ResponseWriter, r *http.Request) {
	if d.Login == nil {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, mostForm)
	view := loginView{Next: login.Local(r.PostFormValue("next"))}
	token := r.PostFormValue("token")
	if token == "" {
		view.Problem = d.mustSay("login.needed")
		d.showLogin(w, r, http.StatusUnprocessableEntity, view)
		return
	}
	if err := d.Login.Token(w, r, token); err != nil {
		d.refuseLogin(w, r, view, err)
		return
	}
	arrived(w, r, view.Next)
}

// arrived sends on who has signed in, by the login: it tells those whose browser
// did not keep the session.
func arrived(w http.ResponseWriter, r *http.Request, next string) {
	http.Redirect(w, r, "/login?"+url.Values{"in": {"1"}, "next": {next}}.Encode(), http.StatusSeeOther)
}

func (d *desk) refuseLogin(w http.ResponseWriter, r *http.Request, v loginView, err error) {
	status, message := d.said(r, err)
	v.Problem = message
	d.showLogin(w, r, status, v)
}

// toProvider sends people to the provider.
func (d *desk) toProvider(w http.ResponseWriter, r *http.Request) {
	if d.Login == nil {
		d.nothingHere(w, r)
		return
	}
	next := login.Local(r.FormValue("next"))
	at, err := d.Login.Begin(w, r, next)
	if err != nil {
		d.refuseLogin(w, r, loginView{Next: next}, err)
		return
	}
	http.Redirect(w, r, at, http.StatusSeeOther)
}

// fromProvider signs in whom the provider sent back. Who is signed in already, and
// came by the button Back or from another tab, goes on.
func (d *desk) fromProvider(w http.ResponseWriter, r *http.Request) {
	if d.Login == nil {
		d.nothingHere(w, r)
		return
	}
	next, err := d.Login.Finish(w, r)
	if err == nil {
		arrived(w, r, next)
		return
	}
	if _, ok := d.Caller(r); ok {
		http.Redirect(w, r, next, http.StatusSeeOther)
		return
	}
	d.refuseLogin(w, r, loginView{Next: next}, err)
}

// signOut ends the session.
func (d *desk) signOut(w http.ResponseWriter, r *http.Request) {
	if d.Login == nil {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	if err := d.Login.Leave(w, r); err != nil {
		c, _ := d.Caller(r)
		d.problem(w, r, c, err)
		return
	}
	http.Redirect(w, r, "/login?out=1", http.StatusSeeOther)
}

// loginPath is where people sign in, who then come to the page that they asked
// for.
func loginPath(r *http.Request) string {
	if r.Method != http.MethodGet || r.URL.RequestURI() == "/" {
		return "/login"
	}
	return "/login?" + url.Values{"next": {r.URL.RequestURI()}}.Encode()
}

// trouble is why it cannot be told who sent a request, nil when nobody is signed
// in.
func (d *desk) trouble(r *http.Request) error {
	if d.Login == nil {
		return nil
	}
	if _, _, err := d.Login.Who(r); fault.CodeOf(err) != fault.Unauthorized {
		return err
	}
	return nil
}

// rights are what the sender of a request may do beside drafting and reading.
// Pages go by them in what they offer; the API decides.
type rights struct {
	Edit   bool `json:"edit"`   // change words, order and locks
	Review bool `json:"review"` // approve, reject and let findings stand
}

func (d *desk) rights(r *http.Request) rights {
	if d.Login == nil {
		return rights{true, true}
	}
	_, scopes, _ := d.Login.Session(r)
	review := slices.Contains(scopes, "review") || slices.Contains(scopes, "admin")
	return rights{Edit: review || slices.Contains(scopes, "edit"), Review: review}
}
