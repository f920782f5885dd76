package ground

import (
	"slices"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// Change says what became of a sentence between two versions of an article.
type Change string

// The changes. A sentence that only has other spaces, or other forms of the same
// quotation marks and dashes, is unchanged.
const (
	Unchanged Change = "unchanged"
	Moved     Change = "moved"   // the same text at another place
	Changed   Change = "changed" // a similar sentence stands for it
	Added     Change = "added"
	Removed   Change = "removed"
)

// Pair is a sentence of the old version and the one that stands for it in the
// new version. Old is 0 when it was added, New is 0 when it was removed.
type Pair struct {
	Old    article.SentenceID
	New    article.SentenceID
	Status Change
}

// Alignment pairs the sentences of two versions. Each sentence of either is in
// exactly one pair. Pairs are in the order of the new version; what was removed
// stands where it stood.
type Alignment struct {
	Pairs []Pair

	byOld []int // index into Pairs, by ID less 1
}

// Old returns the pair of a sentence of the old version, and false if there is
// no such sentence.
func (a Alignment) Old(id article.SentenceID) (Pair, bool) {
	if id < 1 || int(id) > len(a.byOld) {
		return Pair{}, false
	}
	return a.Pairs[a.byOld[id-1]], true
}

// Compare aligns the sentences of two versions of an article. Time and memory
// are linear in their length, but for sorting.
func Compare(old, revised *article.Article) Alignment {
	v := newVersions(old, revised)
	v.matchSame()
	v.matchSimilar()
	return v.alignment()
}

// Standing says what became of the evidence of a claim.
type Standing string

// The standings, from the best to the worst.
const (
	EvidenceKept    Standing = "kept"    // every sentence behind the claim stands as it stood, or there was none
	EvidenceChanged Standing = "changed" // one was changed, and none removed
	EvidenceLost    Standing = "lost"    // one was removed
)

// Revision is what became of one claim when its article changed.
type Revision struct {
	Status Standing
	// Evidence are the sentences of the old version behind the claim, and what
	// became of each, in the order of the old version.
	Evidence []Pair
	// Report is what is found about the claim in the new version.
	Report ClaimReport
}

// Stale reports that the claim cannot stay as it is without somebody looking: its
// evidence was removed, or the new version contradicts it.
func (r Revision) Stale() bool { return r.Status == EvidenceLost || r.Report.Verdict == Fail }

// Revisions is what became of several claims when their article changed.
type Revisions struct {
	Alignment Alignment
	Claims    []Revision
	Verdict   Verdict // the gravest that the claims have in the new version, "" without claims
}

// Revise aligns two versions of an article and says of each claim, which was made
// about the old one, what became of its evidence, and whether it is in the new
// one. A claim that cites nothing rests on the sentences that carry it.
func Revise(old, revised *article.Article, o Options, claims ...article.Claim) Revisions {
	out := Revisions{Alignment: Compare(old, revised), Claims: make([]Revision, len(claims))}
	before, now := evidenceOnly(old, o), New(revised, o)
	for i, claim := range claims {
		r := Revision{Status: EvidenceKept}
		for _, id := range before.Behind(claim) {
			p, _ := out.Alignment.Old(id)
			r.Evidence = append(r.Evidence, p)
			r.Status = r.Status.worse(p.Status)
		}
		r.Report = now.one(out.Alignment.forward(claim))
		out.Verdict = out.Verdict.Worse(r.Report.Verdict)
		out.Claims[i] = r
	}
	return out
}

func (s Standing) worse(c Change) Standing {
	switch {
	case c == Removed || s == EvidenceLost:
		return EvidenceLost
	case c == Changed:
		return EvidenceChanged
	}
	return s
}

// forward makes a claim about the old version cite the new one.
func (a Alignment) forward(claim article.Claim) article.Claim {
	var cites []article.SentenceID
	for _, id := range claim.Cites {
		if p, ok := a.Old(id); ok && p.New != 0 {
			cites = append(cites, p.New)
		}
	}
	claim.Cites = cites
	return claim
}

// evidenceOnly makes a Checker that finds evidence and has no rules.
func evidenceOnly(a *article.Article, o Options) *Checker {
	o.Rules = map[string]Grade{}
	for _, name := range RuleNames() {
		o.Rules[name] = Off
	}
	return New(a, o)
}

// leastCarried is the share of a part of a claim that a sentence has to carry,
// beside the best one, for the claim to rest on it.
const leastCarried = 0.25

// Behind returns the sentences that a claim rests on, in order: those that it
// cites, else those that carry it.
func (c *Checker) Behind(claim article.Claim) []article.SentenceID {
	var out []article.SentenceID
	cl := c.read(claim)
	for _, i := range cl.cited {
		out = append(out, article.SentenceID(i+1))
	}
	for _, p := range cl.parts {
		for rank, m := range p.evidence {
			if len(cl.cited) == 0 && (rank == 0 || m.share >= leastCarried) {
				out = append(out, article.SentenceID(m.sentence+1))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
