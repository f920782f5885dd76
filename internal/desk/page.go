package desk

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

//go:embed templates/*.html
var templateFiles embed.FS

// pageNames are the pages: each has a template file of its name, which defines
// "main", next to the layout and the parts that all may use.
var pageNames = []string{
	"start", "summary", "help", "problem",
	"list", "versions", "correct", "changes", "quality", "login",
}

// pages are the parsed templates by name.
type pages map[string]*template.Template

func loadPages(t *Texts) (pages, error) {
	common, err := template.New("").Funcs(functions(t)).ParseFS(templateFiles, "templates/layout.html", "templates/parts.html")
	if err != nil {
		return nil, err
	}
	out := pages{}
	for _, name := range pageNames {
		own, err := common.Clone()
		if err != nil {
			return nil, err
		}
		if out[name], err = own.ParseFS(templateFiles, "templates/"+name+".html"); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// functions are what templates may call. "t" says a text by its key.
func functions(t *Texts) template.FuncMap {
	return template.FuncMap{
		"t": t.say, "dir": direction, "stamp": stamp,
		"percent": percent, "dollars": dollars,
		"word": func(kind, name string) (string, error) { return t.word(kind, name) },
	}
}

// page is what the layout needs, and what the page is about.
type page struct {
	Name   string // of the template; the script of the page is static/NAME.js when Script is set
	Title  string
	Script bool
	Ahead  string // script of the page that is likely to come next, to be fetched ahead
	Here   string // which entry of the navigation is this page: "draft", "summaries", "quality" or ""
	Lang   string
	Theme  string // "light", "dark" or "" for what the system has
	Static string // where static files lie
	Actor  string
	Leave  bool // whether one can sign out
	Help   []helpGroup
	Texts  *Texts
	Load   []string // the modules of the script
	Later  []string // those of Ahead
	State  any      // what the script begins with, as JSON; nil for none
	About  any      // what the template shows
}

// scriptName is the file of the page's script.
func (p page) scriptName() string {
	if p.Script {
		return p.Name + ".js"
	}
	return "page.js"
}

// show renders a page. Nothing is sent when it fails.
func (d *desk) show(w http.ResponseWriter, r *http.Request, status int, p page) {
	p.Lang, p.Static, p.Texts, p.Help = d.Texts.Lang(), d.assets.prefix, d.Texts, helpSheet
	p.Theme, p.Load = theme(r), d.assets.modules(p.scriptName())
	if p.Ahead != "" {
		p.Later = d.assets.modules(p.Ahead)
	}
	p.Leave = d.Login != nil && p.Actor != ""
	var out bytes.Buffer
	if err := d.pages[p.Name].ExecuteTemplate(&out, "layout", p); err != nil {
		d.Failed(r, err)
		http.Error(w, "This page could not be made.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	out.WriteTo(w)
}

// theme is the choice of the reader, which a script keeps in a cookie.
func theme(r *http.Request) string {
	c, err := r.Cookie("theme")
	if err != nil || (c.Value != "light" && c.Value != "dark") {
		return ""
	}
	return c.Value
}

// problem shows what went wrong, in the words of the fault.
func (d *desk) problem(w http.ResponseWriter, r *http.Request, c service.Caller, err error) {
	status, message := d.said(r, err)
	d.show(w, r, status, page{Name: "problem", Title: d.mustSay("problem.title"), Actor: c.Actor, About: message})
}

// said is the status of an error, and what people are told of it. Causes of what is
// not theirs to mend go to Failed.
func (d *desk) said(r *http.Request, err error) (status int, message string) {
	var f *fault.Error
	if errors.As(err, &f) && f.Code != fault.Internal {
		if status = statusOf(f.Code); status >= http.StatusInternalServerError {
			d.Failed(r, err)
		}
		first, size := utf8.DecodeRuneInString(f.Message)
		return status, string(unicode.ToUpper(first)) + f.Message[size:]
	}
	d.Failed(r, err)
	return http.StatusInternalServerError, d.mustSay("problem.internal")
}

// statusOf is the HTTP status of the faults that reading gives.
func statusOf(code fault.Code) int {
	switch code {
	case fault.EmptyInput, fault.InputNotFound, fault.InputUnreadable, fault.NotText, fault.UnsupportedFormat, fault.NotAnArticle:
		return http.StatusUnprocessableEntity
	case fault.NotFound:
		return http.StatusNotFound
	case fault.TextDeleted:
		return http.StatusGone
	case fault.Invalid:
		return http.StatusBadRequest
	case fault.InputTooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.Unauthorized:
		return http.StatusUnauthorized
	case fault.Forbidden, fault.PolicyRefused:
		return http.StatusForbidden
	default:
		return http.StatusServiceUnavailable
	}
}

func (d *desk) nothingHere(w http.ResponseWriter, r *http.Request) {
	c, _ := d.Caller(r)
	d.show(w, r, http.StatusNotFound, page{
		Name: "problem", Title: d.mustSay("problem.title"), Actor: c.Actor, About: d.mustSay("problem.nothing"),
	})
}

// mustSay says a text whose key is part of the program.
func (d *desk) mustSay(key string, pairs ...any) string {
	text, err := d.Texts.say(key, pairs...)
	if err != nil {
		panic(err)
	}
	return text
}

// word says what a name of the API is called, such as the status "needs_review";
// a name without a text stands for itself.
func (t *Texts) word(kind, name string) (string, error) {
	if key := kind + "." + name; t.has(key) {
		return t.say(key)
	}
	return strings.ReplaceAll(name, "_", " "), nil
}

// rightToLeft are the languages that are written from the right.
var rightToLeft = map[string]bool{
	"ar": true, "he": true, "fa": true, "ur": true, "ps": true, "sd": true, "ug": true, "yi": true, "dv": true, "ckb": true, "iw": true,
}

// direction is the dir attribute of a text in a language, "auto" when the
// language is not known.
func direction(lang string) string {
	primary, _, _ := strings.Cut(strings.ToLower(lang), "-")
	switch {
	case primary == "" || primary == "und":
		return "auto"
	case rightToLeft[primary]:
		return "rtl"
	default:
		return "ltr"
	}
}

// stamp is a time as markup wants it: a script puts it into the reader's zone. A
// day whose hour nobody said is the same day everywhere.
func stamp(t time.Time) template.HTML {
	utc := t.UTC()
	if utc.Equal(utc.Truncate(24 * time.Hour)) {
		return template.HTML(fmt.Sprintf(`<time datetime="%s">%s</time>`, utc.Format(time.DateOnly), utc.Format("2 Jan 2006")))
	}
	return template.HTML(fmt.Sprintf(`<time datetime="%s">%s</time>`, utc.Format(time.RFC3339), utc.Format("2 Jan 2006, 15:04 UTC")))
}
