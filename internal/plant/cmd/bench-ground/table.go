package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/nutgraf/nutgraf/internal/plant"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// goals are the recalls asked for. Kinds that are not named have none.
var goals = map[plant.Kind]float64{
	plant.Number: .95, plant.Date: .95, plant.Name: .95, plant.Quotation: .95, plant.Hedge: .95,
	plant.Unit: .80, plant.Role: .80, plant.Place: .80, plant.Speaker: .80, plant.Negation: .80, plant.Direction: .80,
	plant.Attribution: .80, plant.Mixed: .80,
}

// mostAlarms is the share of true claims that may fail.
const mostAlarms = 0.02

// rate is k of n with Wilson's 95 % interval.
type rate struct {
	K    int     `json:"k"`
	N    int     `json:"n"`
	Rate float64 `json:"rate"`
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

func rateOf[T any](list []T, is func(T) bool) rate {
	k := 0
	for _, x := range list {
		if is(x) {
			k++
		}
	}
	return wilson(k, len(list))
}

func wilson(k, n int) rate {
	if n == 0 {
		return rate{}
	}
	const z = 1.959964
	p, m := float64(k)/float64(n), float64(n)
	middle := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return rate{k, n, p, max(0, middle-half), min(1, middle+half)}
}

func (r rate) String() string { return fmt.Sprintf("%.3f [%.3f %.3f]", r.Rate, r.Low, r.High) }

// row is a line of the table of plants.
type row struct {
	Kind    plant.Kind     `json:"kind"`
	How     string         `json:"how,omitempty"` // "" for all ways of the kind
	Cited   rate           `json:"cited"`
	Bare    rate           `json:"bare"`
	Flagged rate           `json:"flagged"`
	Pointed rate           `json:"pointed"`
	Rules   map[string]int `json:"rules"`
	Goal    float64        `json:"goal,omitempty"`
}

func (m *measurement) rows() []row {
	var out []row
	for _, kind := range plant.Kinds() {
		all := m.of(kind, "")
		if len(all) == 0 {
			continue
		}
		r := newRow(kind, "", all)
		r.Goal = goals[kind]
		out = append(out, r)
		var hows []string
		for _, t := range all {
			if !slices.Contains(hows, t.How) {
				hows = append(hows, t.How)
			}
		}
		slices.Sort(hows)
		for _, how := range hows {
			out = append(out, newRow(kind, how, m.of(kind, how)))
		}
	}
	return out
}

func (m *measurement) of(kind plant.Kind, how string) []tried {
	var out []tried
	for _, t := range m.tried {
		if t.Kind == kind && (how == "" || t.How == how) {
			out = append(out, t)
		}
	}
	return out
}

func newRow(kind plant.Kind, how string, list []tried) row {
	r := row{Kind: kind, How: how, Rules: map[string]int{}}
	r.Cited = rateOf(list, func(t tried) bool { return failed(t.Cited) })
	r.Bare = rateOf(list, func(t tried) bool { return failed(t.Bare) })
	r.Flagged = rateOf(list, func(t tried) bool { return flagged(t.Cited) })
	r.Pointed = rateOf(list, tried.pointed)
	for _, t := range list {
		for _, rule := range failing(t.Cited) {
			r.Rules[rule]++
		}
	}
	return r
}

// alarm is a line of the table of true claims.
type alarm struct {
	Source  plant.Source   `json:"source"` // "" for all
	Cited   rate           `json:"cited"`
	Bare    rate           `json:"bare"`
	Flagged rate           `json:"flagged"`
	Rules   map[string]int `json:"rules"`
}

func (m *measurement) alarms() []alarm {
	var out []alarm
	for _, source := range append(slices.Clone(sources), "") {
		var list []kept
		for _, k := range m.kept {
			if k.Source == source || source == "" {
				list = append(list, k)
			}
		}
		if len(list) == 0 {
			continue
		}
		a := alarm{Source: source, Rules: map[string]int{}}
		a.Cited = rateOf(list, func(k kept) bool { return failed(k.Cited) })
		a.Bare = rateOf(list, func(k kept) bool { return failed(k.Bare) })
		a.Flagged = rateOf(list, func(k kept) bool { return flagged(k.Cited) })
		for _, k := range list {
			for _, rule := range failing(k.Cited) {
				a.Rules[rule]++
			}
		}
		out = append(out, a)
	}
	return out
}

func (m *measurement) table(w io.Writer, o options) error {
	fmt.Fprintf(w, "%d articles, seed %d, rules: %s\n\n", m.articles, o.seed, cmp.Or(strings.Join(ground.RuleNames(), " "), "none"))
	t := tabwriter.NewWriter(w, 2, 8, 2, ' ', 0)
	fmt.Fprintln(t, "planted\tn\tcaught, cited\tuncited\twarned too\ton the spot\tgoal\tby")
	for _, r := range m.rows() {
		name := string(r.Kind)
		if r.How != "" {
			name = "   " + r.How
		}
		fmt.Fprintf(t, "%s\t%d\t%s\t%.3f\t%.3f\t%.3f\t%s\t%s\n", name, r.Cited.N, r.Cited, r.Bare.Rate, r.Flagged.Rate, r.Pointed.Rate, met(r), top(r.Rules))
	}
	fmt.Fprintln(t, "\ntrue claims\tn\tfailed, cited\tuncited\twarned too\t\tgoal\tby")
	for _, a := range m.alarms() {
		goal := fmt.Sprintf("<=%.2f ", mostAlarms) + outcome(a.Cited.Rate <= mostAlarms && a.Bare.Rate <= mostAlarms)
		fmt.Fprintf(t, "%s\t%d\t%s\t%.3f\t%.3f\t\t%s\t%s\n", cmp.Or(string(a.Source), "all"), a.Cited.N, a.Cited, a.Bare.Rate, a.Flagged.Rate, goal, top(a.Rules))
	}
	fmt.Fprintln(t)
	m.perRule(t)
	return t.Flush()
}

// perRule shows what each rule does alone.
func (m *measurement) perRule(w io.Writer) {
	fmt.Fprintln(w, "rule\tplants failed\ttrue claims failed\ttrue claims warned")
	for _, rule := range ground.RuleNames() {
		has := func(r ground.ClaimReport, v ground.Verdict) bool {
			return slices.ContainsFunc(r.Findings, func(f ground.Finding) bool { return f.Rule == rule && f.Verdict == v })
		}
		caught := rateOf(m.tried, func(t tried) bool { return has(t.Cited, ground.Fail) })
		wrong := rateOf(m.kept, func(k kept) bool { return has(k.Cited, ground.Fail) || has(k.Bare, ground.Fail) })
		warned := rateOf(m.kept, func(k kept) bool { return has(k.Cited, ground.Warn) || has(k.Bare, ground.Warn) })
		fmt.Fprintf(w, "%s\t%d\t%d: %s\t%d: %s\n", rule, caught.K, wrong.K, wrong, warned.K, warned)
	}
}

func met(r row) string {
	if r.Goal == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f ", r.Goal) + outcome(r.Cited.Rate >= r.Goal && r.Bare.Rate >= r.Goal)
}

func outcome(ok bool) string {
	if ok {
		return "ok"
	}
	return "MISSED"
}

// top names the rules that failed most, at most four.
func top(rules map[string]int) string {
	var names []string
	for name := range rules {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(rules[b]-rules[a], strings.Compare(a, b)) })
	for i, name := range names {
		names[i] = fmt.Sprintf("%s %d", name, rules[name])
	}
	return strings.Join(names[:min(4, len(names))], ", ")
}

func (m *measurement) writeJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(struct {
		Rules  []string `json:"rules"`
		Plants []row    `json:"plants"`
		True   []alarm  `json:"true"`
	}{ground.RuleNames(), m.rows(), m.alarms()})
}
