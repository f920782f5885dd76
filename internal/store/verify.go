package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
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
// out, put in or cut off, and versions of summaries that have no entry, or whose
// status or copy is not what it was when the entry was made. Somebody
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

// CopyDigest is what the audit says of the copy of a version, by which
// [Store.VerifyAudit] finds it changed: the SHA-256 of the result's status and of
// the ID and the text of its claims. It is "" for what is no result. What retention
// empties does not count.
func CopyDigest(result []byte) string {
	type claim struct {
		ID   string `json:"id"`
		Text string `json:"text"`
	}
	var said struct {
		Status    string  `json:"status"`
		Why       *claim  `json:"why"`
		Takeaways []claim `json:"takeaways"`
	}
	if json.Unmarshal(result, &said) != nil {
		return ""
	}
	data, err := json.Marshal(said)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// audited is a version beside the entry that tells of it.
type audited struct {
	Version
	detail []byte // of the entry, nil when there is none
}

// wrong says in what a version is not as it was stored.
func (a audited) wrong() string {
	var detail struct{ Status, Copy string }
	switch {
	case a.detail == nil:
		return "has no entry"
	case json.Unmarshal(a.detail, &detail) != nil:
		return ""
	case detail.Copy != "" && detail.Copy != CopyDigest(a.Result), detail.Status != "" && detail.Status != a.Status:
		return "was changed"
	}
	return ""
}

// findUnaudited looks for a version that no entry tells of or that was changed
// after, for an entry whose version is gone, and for an approval that was none.
func (t *Tx) findUnaudited(report *AuditReport) error {
	broken := func(number int, summary, what string) error {
		report.Broken = &Break{0, fmt.Sprintf("version %d of summary %s %s", number, summary, what)}
		return errStop
	}
	err := each(t, func(row scanner) error {
		var v audited
		if err := row.Scan(&v.Summary, &v.Number, &v.Status, (*[]byte)(&v.Result), &v.detail); err != nil {
			return err
		}
		if what := v.wrong(); what != "" {
			return broken(v.Number, v.Summary, what)
		}
		return nil
	}, `SELECT v.summary, v.number, v.status, v.result, a.detail FROM versions v LEFT JOIN audit a
		ON a.space = v.space AND a.object = 'summary/' || v.summary AND a.version = v.number`)
	for _, look := range []struct{ what, query string }{
		{"is gone", `SELECT substr(a.object, 9), a.version FROM audit a WHERE a.object LIKE 'summary/%' AND a.detail LIKE '%"copy":%' AND NOT EXISTS
			(SELECT 1 FROM versions v WHERE v.space = a.space AND v.summary = substr(a.object, 9) AND v.number = a.version)`},
		{"counts as approved, and was not", `SELECT s.id, s.approved_version FROM summaries s WHERE s.approved_version > 0 AND NOT EXISTS
			(SELECT 1 FROM versions v WHERE v.space = s.space AND v.summary = s.id AND v.number = s.approved_version AND v.status = 'approved')`},
	} {
		if err != nil {
			break
		}
		err = each(t, func(row scanner) error {
			var number int
			var summary string
			if err := row.Scan(&summary, &number); err != nil {
				return err
			}
			return broken(number, summary, look.what)
		}, look.query)
	}
	if errors.Is(err, errStop) {
		return nil
	}
	return err
}
