package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

func (a *app) auditCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Check and list the audit: who did what, and when",
		Long: `Check and list the audit of the configured database: who drafted, edited, approved,
rejected or revised what, and when. Entries are only ever added, and each holds the
digest of the one before, so that a change of any of them shows.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.auditVerifyCommand(), a.auditListCommand())
	return cmd
}

func (a *app) auditVerifyCommand() *cobra.Command {
	return a.tellingCommand(&cobra.Command{
		Use:   "verify",
		Short: "Check every entry; exit with 1 when one was changed or is missing",
	}, a.verifyAudit)
}

// verifiedAudit is what a check of the audit tells.
type verifiedAudit struct {
	Entries int64        `json:"entries"`
	First   *time.Time   `json:"first"` // null when there is none
	Last    *time.Time   `json:"last"`
	Head    string       `json:"head"` // hash of the last entry
	Broken  *brokenEntry `json:"broken"`
}

type brokenEntry struct {
	Seq  int64  `json:"seq"`
	What string `json:"what"`
}

func (a *app) verifyAudit(ctx context.Context, s *store.Store, format string) error {
	report, err := s.VerifyAudit(ctx)
	if err != nil {
		return err
	}
	told := verifiedAudit{Entries: report.Entries, First: timeOrNil(report.First), Last: timeOrNil(report.Last), Head: report.Head}
	if b := report.Broken; b != nil {
		told.Broken = &brokenEntry{b.Seq, b.What}
	}
	if err := a.writeVerified(told, format); err != nil {
		return err
	}
	if told.Broken != nil {
		a.say("the audit of %s is broken at entry %d: %s", s, told.Broken.Seq, told.Broken.What)
		return exitError(exitCheckFailed)
	}
	return nil
}

func (a *app) writeVerified(v verifiedAudit, format string) error {
	if format == "json" {
		return json.NewEncoder(a.out).Encode(v)
	}
	if v.Broken != nil {
		return nil
	}
	var err error
	if v.Entries == 0 {
		_, err = fmt.Fprintln(a.out, "the audit has no entries")
	} else {
		_, err = fmt.Fprintf(a.out, "%d entries from %s to %s, none changed, none missing\nthe last one is %s\n", v.Entries, shownPointer(v.First), shownPointer(v.Last), v.Head)
	}
	return err
}

// listedAudit are the flags of audit list.
type listedAudit struct {
	space, object string
	limit         int
}

func (a *app) auditListCommand() *cobra.Command {
	var f listedAudit
	cmd := a.tellingCommand(&cobra.Command{
		Use:   "list",
		Short: "List entries, the newest first",
		Example: `  nutgraf audit list --limit 20
  nutgraf audit list --object summary/sum_01jd… --format json`,
		PreRunE: func(*cobra.Command, []string) error {
			if f.limit < 0 {
				return fault.New(fault.BadUsage, "--limit must be 0 or more")
			}
			return nil
		},
	}, func(ctx context.Context, s *store.Store, format string) error { return a.listAudit(ctx, s, format, f) })
	flags := cmd.Flags()
	flags.StringVar(&f.space, "space", localSpace, "`space` of which entries are listed")
	flags.StringVar(&f.object, "object", "", "only those about one `object`, such as summary/ID or token/ID")
	flags.IntVar(&f.limit, "limit", 50, "how many `entries` (0: all)")
	return cmd
}

func (a *app) listAudit(ctx context.Context, s *store.Store, format string, f listedAudit) error {
	lines := &auditLines{app: a, format: format}
	const page = 200
	for cursor, left := "", f.limit; ; {
		var entries []store.Entry
		p := store.Page{Cursor: cursor, Limit: page}
		if f.limit > 0 {
			p.Limit = min(page, left)
		}
		err := s.Read(ctx, func(tx *store.Tx) (err error) { entries, cursor, err = tx.AuditOf(f.space, f.object, p); return err })
		if err != nil {
			return err
		}
		if err := lines.write(entries); err != nil {
			return err
		}
		if left -= len(entries); cursor == "" || len(entries) == 0 || f.limit > 0 && left <= 0 {
			return lines.end()
		}
	}
}

// auditLines write entries as they come, for programs one JSON object a line.
type auditLines struct {
	*app
	format string
	any    bool
}

func (l *auditLines) write(entries []store.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	first := !l.any
	l.any = true
	if l.format == "json" {
		enc := json.NewEncoder(l.out)
		for _, e := range entries {
			if err := enc.Encode(e); err != nil {
				return err
			}
		}
		return nil
	}
	head := table.Row{"entry", "at", "who", "what", "object", "version", "detail"}
	t := metaTable(nil)
	if first {
		t = metaTable(head)
	}
	for _, e := range entries {
		version := ""
		if e.Version > 0 {
			version = strconv.Itoa(e.Version)
		}
		t.AppendRow(table.Row{e.Seq, shownTime(e.At, ""), plain.Clean(e.Actor), e.Action, plain.Clean(e.Object), version, plain.Clean(string(e.Detail))})
	}
	_, err := fmt.Fprintln(l.out, t.Render())
	return err
}

func (l *auditLines) end() error {
	if !l.any {
		l.say("there are no entries")
	}
	return nil
}
