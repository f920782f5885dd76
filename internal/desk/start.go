package desk

import (
	"net/http"
	"slices"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
)

// latestShown is how many summaries the drafting page lists.
const latestShown = 12

// startView is what the drafting page offers.
type startView struct {
	Profiles []string
	Model    string
	Latest   []service.SummaryInfo
	Desks    []string // of the latest summaries, to choose from
	Failed   bool     // the list could not be read; drafting may work all the same
}

// startState is what the script of the drafting page begins with.
type startState struct {
	Actor    string        `json:"actor"`
	Profiles []*houseStyle `json:"profiles"`
}

// start is the page at "/": an article comes in here.
func (d *desk) start(w http.ResponseWriter, r *http.Request, c service.Caller) {
	latest, _, err := d.Service.List(r.Context(), c, store.Filter{}, store.Page{Limit: latestShown})
	view := startView{Model: d.Model, Latest: latest, Failed: err != nil}
	state := startState{Actor: c.Actor}
	for _, p := range d.Profiles {
		view.Profiles = append(view.Profiles, p.Name)
		state.Profiles = append(state.Profiles, d.house(p.Name))
	}
	for _, s := range latest {
		if s.Desk != "" && !slices.Contains(view.Desks, s.Desk) {
			view.Desks = append(view.Desks, s.Desk)
		}
	}
	d.show(w, r, http.StatusOK, page{
		Name: "start", Title: d.mustSay("start.title"), Script: true, Ahead: "summary.js", Here: "draft", Actor: c.Actor, About: view, State: state,
	})
}
