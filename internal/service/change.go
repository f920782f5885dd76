package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// standing is a summary with all that a change of it needs.
type standing struct {
	head    store.Summary
	row     store.Article // the revision that the newest version is about
	result  *summarize.Result
	version store.Version
}

// load reads a summary to be changed: the version that the caller knows, which has
// to be the newest. A summary that is behind its article is brought up to date
// first, which the caller does not know of then.
func (s *Service) load(ctx context.Context, c Caller, id string, ifVersion int) (*standing, error) {
	st, newest, err := s.stand(ctx, c.Space, id)
	if err != nil {
		return nil, err
	}
	if newest.Revision > st.version.Revision {
		if _, err := s.catchUp(ctx, c.Actor, newest); err != nil {
			return nil, err
		}
		if st, _, err = s.stand(ctx, c.Space, id); err != nil {
			return nil, err
		}
	}
	if st.head.Version != ifVersion {
		return nil, fault.New(fault.VersionConflict,
			"the summary is at version %d, and the change was made to version %d: load it again, and make the change anew", st.head.Version, ifVersion)
	}
	return st, nil
}

// stand reads the newest version of a summary, and the newest revision of its
// article.
func (s *Service) stand(ctx context.Context, space, id string) (*standing, store.Article, error) {
	st := new(standing)
	var newest store.Article
	err := s.Store.Read(ctx, func(tx *store.Tx) (err error) {
		if st.head, err = tx.Summary(space, id); err != nil {
			return err
		}
		if st.version, err = tx.Version(space, id, 0); err != nil {
			return err
		}
		if newest, err = tx.Article(space, st.version.Article, 0); err != nil {
			return err
		}
		if st.row = newest; newest.Revision != st.version.Revision {
			st.row, err = tx.Article(space, st.version.Article, st.version.Revision)
		}
		return err
	})
	if err != nil {
		return nil, newest, notFound(err, "summary")
	}
	st.result, err = resultOf(st.version)
	return st, newest, err
}

// next is the version that follows, with everything that a change does not touch.
func (s *Service) next(st *standing, c Caller, action, note string, r summarize.Result) *Summary {
	r.ID, r.Version = st.head.ID, st.version.Number+1
	s.disclose(&r)
	return &Summary{
		Result: r, Desk: st.head.Desk, Action: action, Actor: c.Actor, Note: note, At: s.now(),
		ApprovedVersion: numberOrNull(st.head.ApprovedVersion),
	}
}

// add stores the version that follows.
func (s *Service) add(ctx context.Context, space string, sum *Summary, detail any) (*Summary, error) {
	row, err := versionRow(space, sum)
	if err != nil {
		return nil, err
	}
	e, err := summaryEntry(space, sum, row, detail)
	if err != nil {
		return nil, err
	}
	err = s.put(ctx, func(tx *store.Tx) error { return addVersion(tx, row, headOf(sum), e) })
	if err != nil {
		return nil, err
	}
	if sum.Status == summarize.StatusApproved {
		sum.ApprovedVersion = &sum.Version
	}
	return sum, nil
}

// addVersion stores a version that is about the newest revision of its article.
func addVersion(tx *store.Tx, row store.Version, head store.Summary, e store.Entry) error {
	newest, err := tx.Article(row.Space, row.Article, 0)
	if err != nil {
		return err
	}
	if newest.Revision != row.Revision {
		return conflict()
	}
	if err := tx.AddVersion(row, head); err != nil {
		return err
	}
	return tx.Audit(e)
}

// statusOf is the status of a summary that nobody approved or rejected. A claim
// that is stale counts until a person lets it stand.
func statusOf(r *summarize.Result) summarize.Status {
	status := r.OpenStatus()
	if status != summarize.StatusStale || len(stale(r)) > 0 {
		return status
	}
	fresh := *r
	claims := claimsOf(r)
	for i := range claims {
		claims[i].Stale = nil
	}
	withClaims(&fresh, claims)
	return fresh.OpenStatus()
}

// ruleStale is the rule of an acceptance that lets a stale claim stand.
const ruleStale = "stale"

// stale returns the IDs of the stale claims that nobody lets stand.
func stale(r *summarize.Result) []string {
	out := []string{}
	for _, c := range claimsOf(r) {
		if c.Stale != nil && !letStand(c) {
			out = append(out, c.ID)
		}
	}
	return out
}

func letStand(c summarize.ClaimResult) bool {
	for _, a := range c.Accepted {
		if a.Rule == ruleStale {
			return true
		}
	}
	return false
}

// keepLetStand gives claims back the acceptances of being stale, which a check
// knows nothing of, where they are stale in the way that was accepted.
func keepLetStand(before, after []summarize.ClaimResult) {
	for i := range after {
		for _, old := range before {
			if old.ID != after[i].ID || old.Stale == nil || after[i].Stale == nil || letStand(after[i]) {
				continue
			}
			if old.Stale.Revision != after[i].Stale.Revision || old.Stale.Change != after[i].Stale.Change {
				continue
			}
			for _, a := range old.Accepted {
				if a.Rule == ruleStale {
					after[i].Accepted = append(after[i].Accepted, a)
				}
			}
		}
	}
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
