package desk

import (
	"net/http"
	"net/url"
	"strings"
	"time"
	_ "time/tzdata" // readers' zones, wherever the program runs
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
)

// listed is how many summaries a page of the list has.
const listed = 40

// listView is the list of summaries, by the day of their last change.
type listView struct {
	Asked    listQuery
	Statuses []summarize.Status // to choose from
	Desks    []string
	Days     []listDay
	None     bool   // nothing was drafted here yet: nothing was asked for, and nothing is there
	Next     string // address of the older ones, "" at the end
	First    string // address of the newest, "" when they are shown
	Zone     string // of the days
}

// listDay is a day with the summaries that were changed last on it.
type listDay struct {
	Day       time.Time
	Name      string // "Today", "Yesterday" or "" for the date
	Summaries []listRow
}

// listRow is a summary. Before is the version that was approved before the newest,
// 0 for none.
type listRow struct {
	service.SummaryInfo
	Before int
}

// listQuery is what is asked for, as in the address.
type listQuery struct {
	Q, Status, Desk, Day, Cursor string
	Before, After                string // the days beside Day, as addresses
}

// statuses in the order in which work goes on.
var statuses = []summarize.Status{
	summarize.StatusNeedsReview, summarize.StatusDraft, summarize.StatusStale, summarize.StatusApproved, summarize.StatusRejected,
}

// list is the page of all summaries.
func (d *desk) list(w http.ResponseWriter, r *http.Request, c service.Caller) {
	asked, zone := listQueryOf(r), zoneOf(r)
	view := listView{Statuses: statuses, Zone: zone.String()}
	rows, next, err := d.Service.List(r.Context(), c, asked.filter(zone), store.Page{Cursor: asked.Cursor, Limit: listed})
	if err == nil {
		view.Desks, err = d.Service.Desks(r.Context(), c)
	}
	if err != nil {
		d.problem(w, r, c, err)
		return
	}
	view.Days = d.byDay(rows, zone)
	view.None = len(rows) == 0 && asked == listQuery{}
	if asked.Cursor != "" {
		view.First = asked.address("cursor", "")
	}
	if next != "" {
		view.Next = asked.address("cursor", next)
	}
	if day, err := time.Parse(time.DateOnly, asked.Day); err == nil {
		asked.Before = asked.address("day", day.AddDate(0, 0, -1).Format(time.DateOnly))
		asked.After = asked.address("day", day.AddDate(0, 0, 1).Format(time.DateOnly))
	}
	view.Asked = asked
	d.show(w, r, http.StatusOK, page{
		Name: "list", Title: d.mustSay("list.title"), Script: true, Here: "summaries", Actor: c.Actor, About: view,
	})
}

// listQueryOf reads the address. What makes no sense is as if it were not there.
func listQueryOf(r *http.Request) listQuery {
	q := listQuery{
		Q: short(r.FormValue("q"), 200), Status: r.FormValue("status"), Desk: short(r.FormValue("desk"), 100),
		Day: r.FormValue("day"), Cursor: short(r.FormValue("cursor"), 500),
	}
	if _, err := time.Parse(time.DateOnly, q.Day); err != nil {
		q.Day = ""
	}
	known := false
	for _, s := range statuses {
		known = known || q.Status == string(s)
	}
	if !known {
		q.Status = ""
	}
	return q
}

// short is a text of at most so many code points, made valid.
func short(text string, most int) string {
	text = strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), ""))
	if utf8.RuneCountInString(text) > most {
		return string([]rune(text)[:most])
	}
	return text
}

func (q listQuery) filter(zone *time.Location) store.Filter {
	f := store.Filter{Status: q.Status, Desk: q.Desk, Text: q.Q}
	if day, err := time.ParseInLocation(time.DateOnly, q.Day, zone); err == nil {
		f.From, f.To = day, day.AddDate(0, 0, 1)
	}
	return f
}

// address is that of the same list with another value of a name. Another day
// begins with its newest.
func (q listQuery) address(name, value string) string {
	values := url.Values{}
	for key, v := range map[string]string{"q": q.Q, "status": q.Status, "desk": q.Desk, "day": q.Day} {
		if v != "" && key != name {
			values.Set(key, v)
		}
	}
	if value != "" {
		values.Set(name, value)
	}
	if len(values) == 0 {
		return "/summaries"
	}
	return "/summaries?" + values.Encode()
}

// byDay groups summaries, which are sorted by their last change.
func (d *desk) byDay(rows []service.SummaryInfo, zone *time.Location) []listDay {
	var out []listDay
	last := ""
	for _, s := range rows {
		at := s.UpdatedAt.In(zone)
		if name := at.Format(time.DateOnly); name != last {
			last = name
			out = append(out, listDay{Day: at, Name: d.dayName(at, zone)})
		}
		day := &out[len(out)-1]
		row := listRow{SummaryInfo: s}
		if s.ApprovedVersion != nil && *s.ApprovedVersion != s.Version {
			row.Before = *s.ApprovedVersion
		}
		day.Summaries = append(day.Summaries, row)
	}
	return out
}

func (d *desk) dayName(at time.Time, zone *time.Location) string {
	now := d.Now().In(zone)
	switch at.Format(time.DateOnly) {
	case now.Format(time.DateOnly):
		return d.mustSay("list.today")
	case now.AddDate(0, 0, -1).Format(time.DateOnly):
		return d.mustSay("list.yesterday")
	}
	return ""
}

// zoneOf is the reader's zone, which a script keeps in a cookie; UTC until then.
func zoneOf(r *http.Request) *time.Location {
	c, err := r.Cookie("zone")
	if err != nil || len(c.Value) > 64 {
		return time.UTC
	}
	name, err := url.QueryUnescape(c.Value)
	if err != nil || name == "Local" {
		return time.UTC
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return zone
}
