package compare

import (
	"cmp"
	"strings"

	"github.com/nutgraf/nutgraf/eval/run"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// FromRun makes a side of one arm of a run; name is what messages call the run. An
// arm of "" stands for the only one. It fails with bad_usage when there is no such
// arm, or when there are several to choose from.
func FromRun(r *run.Run, arm, name string) (*Side, error) {
	chosen, err := chooseArm(r, arm, name)
	if err != nil {
		return nil, err
	}
	side := &Side{
		Name: name, Arm: chosen.Name, Signature: chosen.Signature,
		Suite: r.Suite.Name, SuiteDigest: r.Suite.Digest, SuiteItems: r.Suite.Items, Samples: r.Samples, Scores: r.Scores,
	}
	if len(r.Arms) > 1 {
		side.Name += "#" + chosen.Name
	}
	for i := range r.Records {
		if rec := &r.Records[i]; rec.Arm == chosen.Name {
			side.add(rec)
		}
	}
	return side, nil
}

func chooseArm(r *run.Run, arm, name string) (*run.Arm, error) {
	var names []string
	for i := range r.Arms {
		if r.Arms[i].Name == arm || arm == "" && len(r.Arms) == 1 {
			return &r.Arms[i], nil
		}
		names = append(names, name+"#"+r.Arms[i].Name)
	}
	list := strings.Join(names, ", ")
	if arm == "" {
		return nil, fault.New(fault.BadUsage, "%s has %d arms, name one of them: %s", name, len(names), list)
	}
	return nil, fault.New(fault.BadUsage, "%s has no arm %q: there is %s", name, arm, list)
}

// add enters a record. Those of one item follow each other.
func (s *Side) add(rec *run.Record) {
	if n := len(s.Items); n == 0 || s.Items[n-1].ID != rec.Item {
		s.Items = append(s.Items, Item{ID: rec.Item, Lang: rec.Lang, Cluster: rec.Cluster, Tags: rec.Tags, Weight: rec.Weight})
	}
	sample := Sample{K: rec.K, Scores: rec.Scores}
	if rec.Error != nil {
		sample.Error = string(cmp.Or(rec.Error.Code, fault.Internal))
	}
	item := &s.Items[len(s.Items)-1]
	item.Samples = append(item.Samples, sample)
}
