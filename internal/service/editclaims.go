package service

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// text is what a person wrote, on one line.
func text(c Change) (string, error) {
	line := oneLine(c.Text)
	if line == "" || !fits(line, mostClaimText) {
		return "", invalid("changes: text has 1 to %d characters; remove the claim if there is to be none", mostClaimText)
	}
	return line, nil
}

// write gives a claim other words: a person's own, or those of an alternative.
func (e *editing) write(c Change) error {
	i, err := e.open(c.Claim)
	if err != nil {
		return err
	}
	line, err := text(c)
	if err != nil {
		return err
	}
	if line == e.claims[i].Text {
		return nil
	}
	e.claims[i].Text, e.claims[i].Origin = line, summarize.FromHuman
	if c.Op == UseText {
		e.claims[i].Origin = e.machine()
	}
	e.touch(c.Claim)
	return nil
}

// machine is the origin of what the engine of the summary writes.
func (e *editing) machine() summarize.Origin {
	if e.Provenance.Engine == "model" {
		return summarize.FromModel
	}
	return summarize.FromExtractive
}

func (e *editing) touch(id string) {
	e.copy = true
	if !slices.Contains(e.edited, id) {
		e.edited = append(e.edited, id)
	}
}

func (e *editing) insert(c Change) error {
	line, err := text(c)
	if err != nil {
		return err
	}
	claim := summarize.ClaimResult{
		ID: whyID, Text: line, Origin: summarize.FromHuman, Evidence: []summarize.Evidence{}, Findings: []ground.Finding{}, Accepted: []summarize.Acceptance{},
	}
	first := e.takeaways()
	if c.Claim == whyID {
		if first == 1 {
			return invalid("changes: there is a why paragraph already: edit it")
		}
		e.claims = slices.Insert(e.claims, 0, claim)
		e.touch(claim.ID)
		return nil
	}
	at := len(e.claims) - first
	if c.At != nil {
		at = *c.At
	}
	if at < 0 || at > len(e.claims)-first {
		return invalid("changes: at is the place among the takeaways, from 0")
	}
	claim.ID = e.newID()
	e.claims = slices.Insert(e.claims, first+at, claim)
	e.touch(claim.ID)
	return nil
}

// takeaways is where they begin.
func (e *editing) takeaways() int {
	if len(e.claims) > 0 && e.claims[0].ID == whyID {
		return 1
	}
	return 0
}

// newID is an ID that no takeaway of any version had: who edits an older version
// must not mean another claim by it. Versions have a hundred each.
func (e *editing) newID() string {
	most := mostChanges * e.Version
	for _, c := range e.claims {
		if n, err := strconv.Atoi(c.ID[1:]); err == nil {
			most = max(most, n)
		}
	}
	return "t" + strconv.Itoa(most+1)
}

func (e *editing) remove(c Change) error {
	i, err := e.open(c.Claim)
	if err != nil {
		return err
	}
	e.claims = slices.Delete(e.claims, i, i+1)
	e.edited = slices.DeleteFunc(e.edited, func(id string) bool { return id == c.Claim })
	e.copy = true
	return nil
}

func (e *editing) lock(c Change) error {
	i, err := e.find(c.Claim)
	if err == nil {
		e.claims[i].Locked = c.Op == LockClaim
	}
	return err
}

// order puts the takeaways into another order, which names each of them once.
func (e *editing) order(ids []string) error {
	first := e.takeaways()
	rest := e.claims[first:]
	if len(ids) != len(rest) {
		return invalid("changes: claims names every takeaway once, in the new order")
	}
	place := map[string]int{}
	for i, id := range ids {
		place[id] = i
	}
	for _, c := range rest {
		if _, ok := place[c.ID]; !ok || len(place) != len(ids) {
			return invalid("changes: claims names every takeaway once, in the new order")
		}
	}
	sorted := slices.SortedFunc(slices.Values(rest), func(a, b summarize.ClaimResult) int { return cmp.Compare(place[a.ID], place[b.ID]) })
	for i := range sorted {
		e.copy = e.copy || sorted[i].ID != rest[i].ID
	}
	e.claims = append(e.claims[:first:first], sorted...)
	return nil
}
