package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/nutgraf/nutgraf/internal/plant"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// show prints examples: missed plants of a kind, "caught/KIND", "all" plants, or "alarms".
func (m *measurement) show(w io.Writer, what string, limit int) {
	head, tail, _ := strings.Cut(what, "/")
	if limit <= 0 {
		limit = len(m.tried) + len(m.kept)
	}
	if head == "alarms" {
		m.showAlarms(w, tail, limit)
		return
	}
	caught := head == "caught"
	if caught {
		head, tail, _ = strings.Cut(tail, "/")
	}
	for _, t := range m.tried {
		kind := head == "all" || head == "missed" || t.Kind == plant.Kind(head) && (tail == "" || t.How == tail)
		if !kind || limit == 0 || head != "all" && caught != (failed(t.Cited) && failed(t.Bare)) {
			continue
		}
		limit--
		m.showPlant(w, t)
	}
}

// checkShow says whether show knows what it is asked for.
func checkShow(what string) error {
	head, tail, _ := strings.Cut(what, "/")
	if head == "caught" {
		head, _, _ = strings.Cut(tail, "/")
	}
	if what == "" || head == "all" || head == "missed" || head == "alarms" || slices.Contains(plant.Kinds(), plant.Kind(head)) {
		return nil
	}
	return fmt.Errorf("--show %s: use alarms, alarms/RULE, all, missed, caught/KIND, or a kind, as KIND or KIND/HOW: %q", what, plant.Kinds())
}

func (m *measurement) showPlant(w io.Writer, t tried) {
	fmt.Fprintf(w, "%s / %s   %s (%s)   [%s] -> [%s]\n", t.Kind, t.How, t.Of.Doc, t.Of.Source, t.Was, t.Now())
	fmt.Fprintf(w, "  true    %s\n  planted %s\n", t.Of.Text, t.Text)
	m.evidence(w, t.Of.Doc, t.Of.Text, cmp.Or(len(t.Of.Cites), 1), t.Of.Cites, t.Bare.Evidence)
	findings(w, "cited", t.Cited)
	findings(w, "uncited", t.Bare)
	fmt.Fprintln(w)
}

func (m *measurement) showAlarms(w io.Writer, rule string, limit int) {
	for _, k := range m.kept {
		rules := append(failing(k.Cited), failing(k.Bare)...)
		if len(rules) == 0 || rule != "" && !slices.Contains(rules, rule) || limit == 0 {
			continue
		}
		limit--
		fmt.Fprintf(w, "%s (%s)\n  true    %s\n", k.Doc, k.Source, k.Text)
		m.evidence(w, k.Doc, k.Text, 2, k.Cites, k.Bare.Evidence)
		findings(w, "cited", k.Cited)
		findings(w, "uncited", k.Bare)
		fmt.Fprintln(w)
	}
}

// evidence prints the sentences that a claim rests on, unless they are the claim.
func (m *measurement) evidence(w io.Writer, doc, text string, n int, lists ...[]article.SentenceID) {
	var shown []article.SentenceID
	for _, id := range slices.Concat(lists...) {
		s, ok := m.cases[doc].Article.Sentence(id)
		if ok && len(shown) < n+1 && !slices.Contains(shown, id) {
			shown = append(shown, id)
			if s.Text != text {
				fmt.Fprintf(w, "  s%-5d  %s\n", id, strings.ReplaceAll(s.Text, "\n", " "))
			}
		}
	}
}

func findings(w io.Writer, how string, r ground.ClaimReport) {
	fmt.Fprintf(w, "  %-7s %s\n", how, r.Verdict)
	for _, f := range r.Findings {
		if f.Verdict != ground.Pass {
			fmt.Fprintf(w, "          %s %s (%s) [%s]: %s", f.Verdict, f.Rule, f.Code, f.Found, f.Message)
			if f.Expected != "" {
				fmt.Fprintf(w, " => %q", f.Expected)
			}
			fmt.Fprintln(w)
		}
	}
}
