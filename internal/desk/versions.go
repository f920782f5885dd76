package desk

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

// versionsShown is how many versions a page lists.
const versionsShown = 50

// versionsView is the list of versions and two of them side by side.
type versionsView struct {
	ID, Title   string
	Newest      int
	Approved    int // the newest that was approved, 0 for none
	Versions    []service.VersionInfo
	Older       string           // cursor of the older ones, "" at the end
	Left, Right *service.Summary // Left is the older; nil when there is but one version
	Claims      []claimPair
	Same        bool // no word differs
	Moved       bool // the takeaways stand in another order
}

// versionsState is what the script begins with.
type versionsState struct {
	ID     string `json:"id"`
	Newest int    `json:"newest"`
	Edit   bool   `json:"edit"` // whether the reader may bring back a version
}

// claimPair is a claim in two versions. What became of it is "same", "changed",
// "added" or "removed".
type claimPair struct {
	ID          string
	Number      int // of the takeaway, in the version that has it; 0 for why it matters
	Change      string
	Left, Right *summarize.ClaimResult
	Words       []plain.Change // from left to right, when both have it
}

// OnLeft and OnRight are the words of a side: those of the other are left out.
func (p claimPair) OnLeft() []plain.Change  { return without(p.Words, plain.Added) }
func (p claimPair) OnRight() []plain.Change { return without(p.Words, plain.Removed) }

func without(words []plain.Change, op plain.Op) []plain.Change {
	return slices.DeleteFunc(slices.Clone(words), func(c plain.Change) bool { return c.Op == op })
}

// versions is the page of a summary's versions.
func (d *desk) versions(w http.ResponseWriter, r *http.Request, c service.Caller) {
	view, err := d.viewVersions(r, c)
	if err != nil {
		d.problem(w, r, c, err)
		return
	}
	d.show(w, r, http.StatusOK, page{
		Name: "versions", Title: d.mustSay("versions.title", "title", view.Title), Script: true, Here: "summaries", Actor: c.Actor,
		About: view, State: versionsState{view.ID, view.Newest, d.rights(r).Edit},
	})
}

func (d *desk) viewVersions(r *http.Request, c service.Caller) (*versionsView, error) {
	id := r.PathValue("id")
	newest, err := d.Service.Get(r.Context(), c, id, 0)
	if err != nil {
		return nil, err
	}
	v := &versionsView{ID: id, Title: newest.Article.Title, Newest: newest.Version}
	if newest.ApprovedVersion != nil {
		v.Approved = *newest.ApprovedVersion
	}
	v.Versions, v.Older, err = d.Service.Versions(r.Context(), c, id, store.Page{Cursor: r.FormValue("cursor"), Limit: versionsShown})
	if err != nil {
		return nil, err
	}
	left, right, err := sides(r, v.Newest)
	if err != nil || right == 0 {
		return v, err
	}
	if v.Left, err = d.Service.Get(r.Context(), c, id, left); err != nil {
		return nil, err
	}
	if v.Right, err = d.Service.Get(r.Context(), c, id, right); err != nil {
		return nil, err
	}
	v.compare()
	return v, nil
}

// sides are the versions to compare, the older one first: those that the address
// names, else the newest and the one before it. Right is 0 when there is but one.
func sides(r *http.Request, newest int) (left, right int, err error) {
	if newest < 2 && r.FormValue("a") == "" && r.FormValue("b") == "" {
		return 0, 0, nil
	}
	left, right = newest-1, newest
	for name, side := range map[string]*int{"a": &left, "b": &right} {
		text := r.FormValue(name)
		if text == "" {
			continue
		}
		if *side, err = strconv.Atoi(text); err != nil || *side < 1 {
			return 0, 0, fault.New(fault.NotFound, "there is no such version")
		}
	}
	return min(left, right), max(left, right), nil
}

// compare pairs the claims of both sides: in the order of the newer version, and
// those that it does not have after them.
func (v *versionsView) compare() {
	before, after := numbered(v.Left), numbered(v.Right)
	v.Same = true
	for _, n := range after {
		pair := claimPair{ID: n.claim.ID, Number: n.number, Change: "added", Right: &n.claim}
		if i := slices.IndexFunc(before, func(o numberedClaim) bool { return o.claim.ID == n.claim.ID }); i >= 0 {
			pair.Left, pair.Change = &before[i].claim, "same"
			v.Moved = v.Moved || before[i].number != n.number
			if pair.Words = wordsOf(pair.Left.Text, pair.Right.Text); pair.Left.Text != pair.Right.Text {
				pair.Change = "changed"
			}
		}
		v.Same = v.Same && pair.Change == "same"
		v.Claims = append(v.Claims, pair)
	}
	for _, o := range before {
		if !slices.ContainsFunc(after, func(n numberedClaim) bool { return o.claim.ID == n.claim.ID }) {
			v.Same = false
			v.Claims = append(v.Claims, claimPair{ID: o.claim.ID, Number: o.number, Change: "removed", Left: &o.claim})
		}
	}
}

// numberedClaim is a claim and its place: 0 is why it matters.
type numberedClaim struct {
	claim  summarize.ClaimResult
	number int
}

func numbered(s *service.Summary) []numberedClaim {
	var out []numberedClaim
	if s.Why != nil {
		out = append(out, numberedClaim{*s.Why, 0})
	}
	for i, c := range s.Takeaways {
		out = append(out, numberedClaim{c, i + 1})
	}
	return out
}

// wordsOf tells what became of one text in another. Blanks around words that were
// put in or taken out are nobody's, so that no mark runs into them.
func wordsOf(old, revised string) []plain.Change {
	var out []plain.Change
	for _, c := range plain.Changes(old, revised) {
		core := strings.TrimSpace(c.Text)
		if c.Op == plain.Same || core == "" {
			out = append(out, c)
			continue
		}
		at := strings.Index(c.Text, core)
		for _, piece := range []plain.Change{{Text: c.Text[:at], Op: plain.Same}, {Text: core, Op: c.Op}, {Text: c.Text[at+len(core):], Op: plain.Same}} {
			if piece.Text != "" {
				out = append(out, piece)
			}
		}
	}
	return out
}
