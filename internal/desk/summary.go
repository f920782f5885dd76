package desk

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// summaryState is what the script of the summary's page begins with.
type summaryState struct {
	ID      string           `json:"id"`
	Job     string           `json:"job"`     // the run to follow, "" when the summary is there
	Summary *service.Summary `json:"summary"` // null while it is drafted
	Profile *houseStyle      `json:"profile"`
	Actor   string           `json:"actor"`
	Text    bool             `json:"text"`   // whether the text of the article is on the page
	Old     bool             `json:"old"`    // whether there is a newer version
	Newest  int              `json:"newest"` // version, when Old
	rights
}

// houseStyle is what of a profile the editor counts by.
type houseStyle struct {
	Name      string                  `json:"name"`
	Takeaways summarize.TakeawayStyle `json:"takeaways"`
	Why       summarize.WhyStyle      `json:"why"`
	Unspaced  summarize.UnspacedStyle `json:"unspaced"`
}

// summaryView is what the template shows.
type summaryView struct {
	Summary *service.Summary // nil while it is drafted
	Article *articleView     // nil when there is no text, or not yet
	Deleted bool             // the article's text is not kept any more
	Claims  []claimView
}

// claimView is a claim with its findings in the order of their weight.
type claimView struct {
	summarize.ClaimResult
	Number  int // of a takeaway from 1, 0 for the why paragraph
	Verdict ground.Verdict
	Grave   []ground.Finding
}

// summary is the page of one summary: the article, and the draft beside it.
func (d *desk) summary(w http.ResponseWriter, r *http.Request, c service.Caller) {
	version, _ := strconv.Atoi(r.FormValue("version"))
	s, err := d.Service.Get(r.Context(), c, r.PathValue("id"), version)
	if err != nil {
		d.problem(w, r, c, err)
		return
	}
	state := summaryState{ID: s.ID, Summary: s, Profile: d.house(s.Provenance.Profile), Actor: c.Actor, rights: d.rights(r)}
	if version != 0 {
		newest, err := d.Service.Get(r.Context(), c, s.ID, 0)
		if err != nil {
			d.problem(w, r, c, err)
			return
		}
		state.Newest, state.Old = newest.Version, newest.Version != s.Version
	}
	view := summaryView{Summary: s, Claims: viewClaims(s)}
	a, err := d.Service.Article(r.Context(), c, s.ID, s.Version)
	if view.Deleted = isFault(err, fault.TextDeleted); err != nil && !view.Deleted {
		d.problem(w, r, c, err)
		return
	}
	if state.Text = err == nil; state.Text {
		article := viewArticle(a)
		view.Article = &article
	}
	d.show(w, r, http.StatusOK, page{Name: "summary", Title: s.Article.Title, Script: true, Here: "draft", Actor: c.Actor, About: view, State: state})
}

// job is the page of a summary that is being drafted. It leads on to the summary
// when that is there.
func (d *desk) job(w http.ResponseWriter, r *http.Request, c service.Caller) {
	job, err := d.Service.Job(r.Context(), c, r.PathValue("id"))
	if err != nil {
		d.problem(w, r, c, err)
		return
	}
	if job.State == "done" && job.Summary != "" {
		http.Redirect(w, r, "/summaries/"+url.PathEscape(job.Summary), http.StatusSeeOther)
		return
	}
	d.show(w, r, http.StatusOK, page{
		Name: "summary", Title: d.mustSay("draft.running"), Script: true, Here: "draft", Actor: c.Actor,
		About: summaryView{}, State: summaryState{Job: job.ID, Profile: d.house(""), Actor: c.Actor, rights: d.rights(r)},
	})
}

// house is the style of a name; the usual one stands in for one that is gone.
func (d *desk) house(name string) *houseStyle {
	if len(d.Profiles) == 0 {
		return nil
	}
	p := d.Profiles[0]
	for _, other := range d.Profiles {
		if other.Name == name {
			p = other
		}
	}
	return &houseStyle{p.Name, p.Takeaways, p.Why, p.Unspaced}
}

func viewClaims(s *service.Summary) []claimView {
	var out []claimView
	if s.Why != nil {
		out = append(out, viewClaim(*s.Why, 0))
	}
	for i, c := range s.Takeaways {
		out = append(out, viewClaim(c, i+1))
	}
	return out
}

func viewClaim(c summarize.ClaimResult, number int) claimView {
	v := claimView{ClaimResult: c, Number: number}
	for _, verdict := range []ground.Verdict{ground.Fail, ground.Warn, ground.Unknown} {
		for _, f := range c.Findings {
			v.Verdict = v.Verdict.Worse(f.Verdict)
			if f.Verdict == verdict && !repeats(f, c.Findings) {
				v.Grave = append(v.Grave, f)
			}
		}
	}
	return v
}

// repeats reports a finding that says no more than another: where a rule says what
// is wrong with words, that nothing supports them is no news.
func repeats(f ground.Finding, all []ground.Finding) bool {
	return f.Rule == "support" && f.Verdict == ground.Warn && slices.ContainsFunc(all, func(o ground.Finding) bool {
		return o.Verdict == ground.Fail && o.Start < f.End && f.Start < o.End
	})
}

func isFault(err error, code fault.Code) bool {
	var f *fault.Error
	return errors.As(err, &f) && f.Code == code
}
