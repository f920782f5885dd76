package service

import (
	"encoding/json"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// summaryEntry is the line of the audit about a version of a summary. The detail
// holds IDs, rules and reasons and the digest of the copy, and nothing of the
// article or the copy.
func summaryEntry(space string, s *Summary, row store.Version, detail any) (store.Entry, error) {
	e, err := entry(space, s.Actor, s.Action, "summary/"+s.ID, s.Version, s.At, detail)
	if err != nil {
		return e, err
	}
	e.Detail = append(e.Detail[:len(e.Detail)-1], `,"copy":"`+store.CopyDigest(row.Result)+`"}`...)
	return e, nil
}

func entry(space, actor, action, object string, version int, at time.Time, detail any) (store.Entry, error) {
	data, err := json.Marshal(detail)
	if err != nil {
		return store.Entry{}, fault.Wrap(fault.Internal, err, "the audit could not be written")
	}
	return store.Entry{At: at, Space: space, Actor: actor, Action: action, Object: object, Version: version, Detail: data}, nil
}

// draftedDetail is the audit's detail of a draft.
type draftedDetail struct {
	Article   string           `json:"article"`
	Revision  int              `json:"revision"`
	Status    summarize.Status `json:"status"`
	Claims    []string         `json:"claims,omitempty"` // written again
	Cache     string           `json:"cache"`
	USD       *float64         `json:"usd"`
	Signature string           `json:"signature"`
}

func draftedEntry(space string, s *Summary, row store.Version, claims ...string) (store.Entry, error) {
	p := s.Provenance
	return summaryEntry(space, s, row, draftedDetail{
		Article: s.Article.ID, Revision: s.Article.Revision, Status: s.Status, Claims: claims, Cache: p.Cache, USD: p.USD, Signature: p.Signature,
	})
}
