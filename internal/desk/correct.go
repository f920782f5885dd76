package desk

import (
	"errors"
	"net/http"
	"regexp"
	"strings"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// mostCorrection is how large the form with a corrected article may be, in bytes.
const mostCorrection = 8 << 20

// pasted is a corrected article as it was pasted. HTML is what the clipboard had
// beside the text, "" for nothing.
type pasted struct{ Text, HTML string }

func (p pasted) input() service.ArticleInput {
	switch text := strings.TrimSpace(p.Text); {
	case address.MatchString(text):
		return service.ArticleInput{URL: text}
	case p.HTML != "":
		return service.ArticleInput{HTML: p.HTML}
	default:
		return service.ArticleInput{Text: p.Text}
	}
}

// address is a text that is one web address: its page is the article.
var address = regexp.MustCompile(`^(?i:https?)://\S+$`)

// correctView is the page on which a corrected article is brought.
type correctView struct {
	Summary *service.Summary
	pasted
	Problem string // why it cannot be taken, "" for nothing
}

// correctState is what the scripts of a correction begin with.
type correctState struct {
	ID       string `json:"id"`
	Article  string `json:"article"`
	Revision int    `json:"revision,omitempty"` // that a preview is of
	SHA256   string `json:"sha256,omitempty"`   // of the text that a preview is of
}

// previewView is what the page of a correction has before it is taken.
type previewView struct {
	pasted
	Summary *service.Summary
	Same    int                      // sentences of the known text that stay as they are
	Of      int                      // sentences of the known text
	Doubt   string                   // "other" when it looks like another story, "part" when some is missing, else ""
	Others  []service.RevisedSummary // other summaries of the article with claims that become stale
}

// correct asks for the new text of the article of a summary.
func (d *desk) correct(w http.ResponseWriter, r *http.Request, c service.Caller) {
	d.askCorrection(w, r, c, http.StatusOK, correctView{})
}

func (d *desk) askCorrection(w http.ResponseWriter, r *http.Request, c service.Caller, status int, v correctView) {
	var err error
	if v.Summary, err = d.Service.Get(r.Context(), c, r.PathValue("id"), 0); err != nil {
		d.problem(w, r, c, err)
		return
	}
	d.show(w, r, status, page{
		Name: "correct", Title: d.mustSay("correct.title"), Script: true, Here: "summaries", Actor: c.Actor,
		About: v, State: correctState{ID: v.Summary.ID, Article: v.Summary.Article.ID},
	})
}

// preview shows what a corrected article would change. Nothing is stored: what was
// pasted is on the page, and goes back to the field with step "back".
func (d *desk) preview(w http.ResponseWriter, r *http.Request, c service.Caller) {
	p, err := readPasted(w, r)
	switch {
	case err == nil && r.PostFormValue("step") == "back":
		d.askCorrection(w, r, c, http.StatusOK, correctView{pasted: p})
		return
	case err == nil && strings.TrimSpace(p.Text+p.HTML) == "":
		d.askCorrection(w, r, c, http.StatusUnprocessableEntity, correctView{Problem: d.mustSay("start.empty")})
		return
	case err == nil:
		err = d.showPreview(w, r, c, p)
	}
	if err != nil {
		status, message := d.said(r, err)
		d.askCorrection(w, r, c, status, correctView{pasted: p, Problem: message})
	}
}

func readPasted(w http.ResponseWriter, r *http.Request) (p pasted, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, mostCorrection)
	err = r.ParseMultipartForm(mostCorrection)
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		return p, fault.New(fault.InputTooLarge, "this is over %d MB, which is more than an article", mostCorrection>>20)
	case err != nil && !errors.Is(err, http.ErrNotMultipart):
		return p, fault.Wrap(fault.Invalid, err, "the form broke off: try again")
	}
	return pasted{r.PostFormValue("text"), r.PostFormValue("html")}, nil
}

func (d *desk) showPreview(w http.ResponseWriter, r *http.Request, c service.Caller, p pasted) error {
	id := r.PathValue("id")
	found, err := d.Service.PreviewCorrection(r.Context(), c, id, p.input())
	if err != nil {
		return err
	}
	if !found.Changed {
		d.askCorrection(w, r, c, http.StatusOK, correctView{pasted: p, Problem: d.mustSay("correct.same")})
		return nil
	}
	sum, err := d.Service.Get(r.Context(), c, id, 0)
	if err != nil {
		return err
	}
	view := changesView{Summary: sum, Headline: found.Article.Title}
	if found.Difference != nil {
		view = viewChanges(found.Difference)
	}
	view.Preview = viewPreview(found, sum, p)
	d.show(w, r, http.StatusOK, page{
		Name: "changes", Title: d.mustSay("preview.title", "title", found.Article.Title), Script: true, Here: "summaries", Actor: c.Actor,
		About: view, State: correctState{ID: sum.ID, Article: sum.Article.ID, Revision: found.Article.Revision, SHA256: found.Article.SHA256},
	})
	return nil
}

func viewPreview(found *service.Correction, sum *service.Summary, p pasted) *previewView {
	v := &previewView{pasted: p, Summary: sum}
	for _, s := range found.Summaries {
		if s.ID != sum.ID && len(s.Stale) > 0 {
			v.Others = append(v.Others, s)
		}
	}
	if found.Difference != nil {
		v.doubt(found.Difference)
	}
	return v
}

// doubt compares how much the known text and the pasted one have in common: with
// another story next to nothing, and with a part of the story all of that part.
func (v *previewView) doubt(d *service.Difference) {
	alike := 0
	for _, p := range d.Sentences {
		switch p.Status {
		case ground.Unchanged, ground.Moved:
			v.Same++
			alike++
		case ground.Changed:
			alike++
		}
	}
	v.Of = len(d.Old.Sentences)
	now := len(d.New.Sentences)
	switch {
	case 3*alike < min(v.Of, now):
		v.Doubt = "other"
	case 3*alike < 2*v.Of && 3*now < 2*v.Of:
		v.Doubt = "part"
	}
}
