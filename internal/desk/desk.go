package desk

import (
	"context"
	"net/http"
	"time"

	"github.com/nutgraf/nutgraf/internal/login"
	"github.com/nutgraf/nutgraf/internal/render"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
)

// Options are what the desk works with. Service and Profiles are needed.
type Options struct {
	Service Service
	// Profiles are the house styles to choose from, the usual one first.
	Profiles []*summarize.Profile
	// Caller says who asks, and false when nobody who may is known. Nil is one
	// caller for all, for a service without login.
	Caller func(*http.Request) (service.Caller, bool)
	// Login lets people sign in and out; nil for a service without login.
	Login *login.Login
	// Reports is the folder with runs and reports of evaluations that the quality
	// page shows; "" is none.
	Reports string
	// Model names what the model engine drafts with, such as "gpt-5 at
	// api.example.com"; "" when there is no model, and the program's own engine
	// drafts.
	Model string
	// Texts are the words of the interface; nil is English.
	Texts *Texts
	// Version is that of the program, for the help sheet.
	Version string
	// Failed is told of errors whose causes are no reader's business; nil keeps them
	// from everybody.
	Failed func(*http.Request, error)
	// Now is the clock; nil is time.Now.
	Now func() time.Time
}

// Service is what the pages show, as package service has it.
type Service interface {
	Get(ctx context.Context, c service.Caller, id string, version int) (*service.Summary, error)
	Article(ctx context.Context, c service.Caller, id string, version int) (render.ArticleJSON, error)
	List(ctx context.Context, c service.Caller, f store.Filter, p store.Page) ([]service.SummaryInfo, string, error)
	Versions(ctx context.Context, c service.Caller, id string, p store.Page) ([]service.VersionInfo, string, error)
	Difference(ctx context.Context, c service.Caller, id string, from, to int) (*service.Difference, error)
	PreviewCorrection(ctx context.Context, c service.Caller, id string, in service.ArticleInput) (*service.Correction, error)
	Desks(ctx context.Context, c service.Caller) ([]string, error)
	Quality(ctx context.Context, c service.Caller, since time.Time, zone *time.Location) (*service.Quality, error)
	Job(ctx context.Context, c service.Caller, id string) (service.Job, error)
}

// desk holds what all requests share. Nothing of it changes.
type desk struct {
	Options
	reports *reports
	assets  *assets
	pages   pages
}

// New returns the handler of all addresses of the desk. It fails when a file
// that is part of the program is broken.
func New(o Options) (http.Handler, error) {
	d := &desk{Options: o, reports: &reports{folder: o.Reports}}
	if d.Now == nil {
		d.Now = time.Now
	}
	if d.Failed == nil {
		d.Failed = func(*http.Request, error) {}
	}
	if d.Caller == nil {
		d.Caller = local
	}
	var err error
	if d.assets, err = loadAssets(staticFiles); err != nil {
		return nil, err
	}
	if d.Texts == nil {
		if d.Texts, err = loadEnglish(); err != nil {
			return nil, err
		}
	}
	if d.pages, err = loadPages(d.Texts); err != nil {
		return nil, err
	}
	return secured(d.routes()), nil
}

// local is the caller of a service without login.
func local(*http.Request) (service.Caller, bool) {
	return service.Caller{Space: "local", Actor: "local"}, true
}

func (d *desk) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("GET /static/", d.assets)
	mux.HandleFunc("GET /{$}", d.signedIn(d.start))
	mux.HandleFunc("GET /summaries/{id}", d.signedIn(d.summary))
	mux.HandleFunc("GET /jobs/{id}", d.signedIn(d.job))
	mux.HandleFunc("GET /summaries", d.signedIn(d.list))
	mux.HandleFunc("GET /summaries/{id}/versions", d.signedIn(d.versions))
	mux.HandleFunc("GET /summaries/{id}/correct", d.signedIn(d.correct))
	mux.HandleFunc("POST /summaries/{id}/correct", d.signedIn(d.preview))
	mux.HandleFunc("GET /summaries/{id}/changes", d.signedIn(d.changes))
	mux.HandleFunc("GET /quality", d.signedIn(d.quality))
	mux.HandleFunc("GET /login", d.login)
	mux.HandleFunc("POST /login", d.signIn)
	mux.HandleFunc("GET /login/oidc", d.toProvider)
	mux.HandleFunc("GET "+login.CallbackPath, d.fromProvider)
	mux.HandleFunc("POST /logout", d.signOut)
	mux.HandleFunc("GET /help", d.help)
	mux.HandleFunc("/", d.nothingHere)
	return mux
}

// signedIn lets known callers in and sends others to the login.
func (d *desk) signedIn(next func(http.ResponseWriter, *http.Request, service.Caller)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, ok := d.Caller(r)
		if ok {
			next(w, r, c)
		} else if err := d.trouble(r); err != nil {
			d.problem(w, r, c, err)
		} else {
			http.Redirect(w, r, loginPath(r), http.StatusSeeOther)
		}
	}
}

// policy lets a page use what comes from its own host, and no markup that a
// script makes of text.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// secured gives every answer the headers that keep a page to itself.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}
