package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// AuditReport says what [Store.VerifyAudit] found.
type AuditReport struct {
	Entries int64
	First   time.Time // of the oldest entry, zero for none
	Last    time.Time
	Head    string // hash of the newest entry, "" for none
	Broken  *Break // nil when all is well
}

// Break is the first place where the audit is not what was written.
type Break struct {
	Seq  int64 // of the entry, 0 when it is about no entry
	What string
}

var errStop = errors.New("stop")

// VerifyAudit reads the whole audit and finds entries that were changed, taken
// out, put in or cut off, and versions of summaries without an entry. Somebody
// who can write the database and computes all hashes anew is found only by
// comparing Head with a copy that was kept elsewhere.
func (s *Store) VerifyAudit(ctx context.Context) (AuditReport, error) {
	var report AuditReport
	err := s.Read(ctx, func(t *Tx) error {
		report = AuditReport{}
		count, head, err := readHead(ctx, t.session)
		if err != nil {
			return err
		}
		if err := t.followChain(&report); err != nil || report.Broken != nil {
			return err
		}
		if report.Entries != count || report.Head != head {
			report.Broken = &Break{report.Entries, fmt.Sprintf("the audit says that it has %d entries, and ends with entry %d", count, report.Entries)}
			return nil
		}
		return t.findUnaudited(&report)
	})
	return report, err
}

// followChain reads the entries until one is wrong.
func (t *Tx) followChain(report *AuditReport) error {
	err := each(t, func(row scanner) error {
		e, err := scanEntry(row)
		if err != nil {
			return err
		}
		if what := e.wrong(report); what != "" {
			report.Broken = &Break{e.Seq, what}
			return errStop
		}
		if report.Entries == 0 {
			report.First = e.At
		}
		report.Entries, report.Last, report.Head = e.Seq, e.At, e.Hash
		return nil
	}, selectEntry+`ORDER BY seq`)
	if errors.Is(err, errStop) {
		return nil
	}
	return err
}

// wrong compares an entry with the one before, which the report ends with.
func (e Entry) wrong(before *AuditReport) string {
	switch {
	case e.Seq != before.Entries+1:
		return fmt.Sprintf("entry %d is missing", before.Entries+1)
	case e.Prev != before.Head:
		return "the entry does not follow the one before it"
	case e.Hash != e.digest():
		return "the entry was changed"
	}
	return ""
}

// findUnaudited looks for a version that no entry tells of.
func (t *Tx) findUnaudited(report *AuditReport) error {
	lost, err := many(t, scanVersion, `SELECT space, summary, number, status, article, revision, actor, action, note, at, NULL
		FROM versions v WHERE NOT EXISTS (SELECT 1 FROM audit a
			WHERE a.space = v.space AND a.object = 'summary/' || v.summary AND a.version = v.number) LIMIT 1`)
	if err == nil && len(lost) > 0 {
		report.Broken = &Break{0, fmt.Sprintf("version %d of summary %s has no entry", lost[0].Number, lost[0].Summary)}
	}
	return err
}
