package compare

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

// refusal gathers what makes two sides incomparable.
type refusal struct {
	differ     []string // other suites, signatures, items
	incomplete []string // samples that failed or are not there
}

// err is nil when there is nothing to refuse, run_incomplete when samples alone are
// the problem, and else bad_usage.
func (r *refusal) err() error {
	all := strings.Join(append(slices.Clone(r.differ), r.incomplete...), "\n  ")
	switch {
	case len(r.differ) > 0:
		return fault.New(fault.BadUsage, "the runs cannot be compared:\n  %s", all)
	case len(r.incomplete) > 0:
		return fault.New(fault.RunIncomplete, "the runs cannot be compared, complete them first:\n  %s", all)
	}
	return nil
}

func (r *refusal) differs(format string, args ...any) {
	r.differ = append(r.differ, fmt.Sprintf(format, args...))
}

// check looks at everything that can be told before scores are looked at.
func (r *refusal) check(base, candidate *Side) {
	if base.Suite != candidate.Suite || base.SuiteDigest != candidate.SuiteDigest {
		r.differs("the suites differ: %s has %s, and %s has %s",
			base.Name, suiteName(base), candidate.Name, suiteName(candidate))
	}
	for _, info := range base.Scores {
		if other, ok := candidate.info(info.Name); ok {
			r.checkScore(base, candidate, info, other)
		}
	}
	r.checkItems(base, candidate)
	r.checkSamples(base)
	if base.Name != candidate.Name {
		r.checkSamples(candidate)
	}
}

func suiteName(s *Side) string {
	digest := s.SuiteDigest
	return s.Suite + " " + digest[:min(12, len(digest))]
}

func (r *refusal) checkScore(base, candidate *Side, a, b metric.Info) {
	if a.Signature != b.Signature {
		r.differs("%s is another score: %s has %s, and %s has %s", a.Name, base.Name, a.Signature, candidate.Name, b.Signature)
	} else if a.Better != b.Better {
		r.differs("%s is better when %s in %s, and when %s in %s", a.Name, a.Better, base.Name, b.Better, candidate.Name)
	}
}

func (r *refusal) checkItems(base, candidate *Side) {
	a, b := r.byID(base), r.byID(candidate)
	var onlyA, onlyB, changed []string
	for _, item := range base.Items {
		other, ok := b[item.ID]
		switch {
		case !ok:
			onlyA = append(onlyA, item.ID)
		case item.cluster() != other.cluster() || item.weight() != other.weight():
			changed = append(changed, item.ID)
		}
	}
	for _, item := range candidate.Items {
		if _, ok := a[item.ID]; !ok {
			onlyB = append(onlyB, item.ID)
		}
	}
	r.list(onlyA, "only in %s", base.Name)
	r.list(onlyB, "only in %s", candidate.Name)
	r.list(changed, "with another cluster or weight")
	if len(base.Items) == 0 && len(candidate.Items) == 0 {
		r.differs("there are no items in the runs")
	}
}

func (r *refusal) list(ids []string, format string, args ...any) {
	if len(ids) > 0 {
		r.differs("%s %s: %s", plain.Count(len(ids), "item"), fmt.Sprintf(format, args...), some(ids))
	}
}

func (r *refusal) byID(s *Side) map[string]*Item {
	items := make(map[string]*Item, len(s.Items))
	for i := range s.Items {
		if items[s.Items[i].ID] != nil {
			r.differs("item %s is twice in %s", s.Items[i].ID, s.Name)
		}
		items[s.Items[i].ID] = &s.Items[i]
	}
	return items
}

func (r *refusal) checkSamples(s *Side) {
	var short, failed, odd []string
	for _, item := range s.Items {
		seen := map[int]bool{}
		for _, sample := range item.Samples {
			if seen[sample.K] {
				r.differs("item %s has its sample %d twice in %s", item.ID, sample.K, s.Name)
			}
			seen[sample.K] = true
			for _, score := range sample.Scores {
				if v := score.Value; v != nil && !(math.Abs(*v) <= largestScore) {
					odd = append(odd, fmt.Sprintf("%s (%s %g)", item.ID, score.Name, *v))
				}
			}
			if sample.Error != "" {
				failed = append(failed, fmt.Sprintf("%s (%s)", item.ID, sample.Error))
			}
		}
		if len(seen) < max(1, s.Samples) {
			short = append(short, fmt.Sprintf("%s (%d of %d)", item.ID, len(seen), max(1, s.Samples)))
		}
	}
	if len(odd) > 0 {
		r.differs("%s in %s that nothing can be reckoned with: %s", plain.Count(len(odd), "score"), s.Name, some(odd))
	}
	if missing := s.SuiteItems - len(s.Items); missing > 0 {
		r.incomplete = append(r.incomplete, fmt.Sprintf("%s of the suite without any sample in %s", plain.Count(missing, "item"), s.Name))
	}
	if len(failed) > 0 {
		r.incomplete = append(r.incomplete, fmt.Sprintf("%s in %s: %s", plain.Count(len(failed), "failed sample"), s.Name, some(failed)))
	}
	if len(short) > 0 {
		r.incomplete = append(r.incomplete, fmt.Sprintf("%s without all samples in %s: %s", plain.Count(len(short), "item"), s.Name, some(short)))
	}
}

// largestScore is far over any score, and its square is a number still.
const largestScore = 1e100

// mostListed keeps messages readable.
const mostListed = 50

func some(ids []string) string {
	if len(ids) <= mostListed {
		return strings.Join(ids, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(ids[:mostListed], ", "), len(ids)-mostListed)
}

// checkGate looks at what the gate asks for by name.
func (r *refusal) checkGate(g eval.Gate, base, candidate *Side) {
	for _, name := range sortedNames(g.Metrics) {
		info, inBase := base.info(name)
		_, inCandidate := candidate.info(name)
		switch {
		case !inBase && !inCandidate:
			r.differs("the gate names %s, which neither run has: they have %s", name, namesOf(base.Scores))
		case !inBase:
			r.differs("the gate names %s, which %s does not have", name, base.Name)
		case !inCandidate:
			r.differs("the gate names %s, which %s does not have", name, candidate.Name)
		case info.Better == metric.Neither:
			r.differs("the gate names %s, which describes and is neither good nor bad", name)
		}
	}
}

func namesOf(infos []metric.Info) string {
	names := make([]string, len(infos))
	for i, info := range infos {
		names[i] = info.Name
	}
	return some(names)
}
