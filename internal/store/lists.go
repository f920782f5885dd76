package store

import (
	"encoding/base64"
	"strconv"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

const (
	pageLimit     = 50
	mostPageLimit = 200
)

// Summaries returns a page of the summaries that the filter chooses, those that
// were changed last first, and the cursor of the next page, "" at the end. A
// summary that is changed between two pages moves to the front; all others are
// seen once.
func (t *Tx) Summaries(space string, f Filter, p Page) ([]Summary, string, error) {
	at, id, err := p.after()
	if err != nil {
		return nil, "", err
	}
	where := &condition{}
	where.and("space = ?", space)
	where.given(f.Article != "", "article = ?", f.Article)
	where.given(f.Status != "", "status = ?", f.Status)
	where.given(f.Desk != "", "desk = ?", f.Desk)
	where.given(f.Text != "", `folded_title LIKE ? ESCAPE '\'`, "%"+likeEscaper.Replace(fold(clean(f.Text)))+"%")
	where.given(!f.From.IsZero(), "updated_at >= ?", micros(f.From))
	where.given(!f.To.IsZero(), "updated_at < ?", micros(f.To))
	where.given(p.Cursor != "", "updated_at <= ?", at) // lets the index begin here
	where.given(p.Cursor != "", "(updated_at < ? OR id < ?)", at, id)
	query := selectSummary + where.String() + ` ORDER BY updated_at DESC, id DESC` + where.limit(p)
	list, err := many(t, scanSummary, query, where.args...)
	return cut(list, p, func(s Summary) string { return cursor(micros(s.UpdatedAt), s.ID) }, err)
}

// Versions returns a page of a summary's versions without their results, newest
// first, and the cursor of the next page, "" at the end.
func (t *Tx) Versions(space, summary string, p Page) ([]Version, string, error) {
	before, _, err := p.after()
	if err != nil {
		return nil, "", err
	}
	where := &condition{}
	where.and("space = ?", space)
	where.and("summary = ?", summary)
	where.given(p.Cursor != "", "number < ?", before)
	query := `SELECT space, summary, number, status, article, revision, actor, action, note, at, NULL FROM versions ` +
		where.String() + ` ORDER BY number DESC` + where.limit(p)
	list, err := many(t, scanVersion, query, where.args...)
	return cut(list, p, func(v Version) string { return cursor(int64(v.Number), "") }, err)
}

// AuditOf returns a page of the audit of an object, "" for all of a space,
// newest first, and the cursor of the next page, "" at the end.
func (t *Tx) AuditOf(space, object string, p Page) ([]Entry, string, error) {
	before, _, err := p.after()
	if err != nil {
		return nil, "", err
	}
	where := &condition{}
	where.and("space = ?", space)
	where.given(object != "", "object = ?", object)
	where.given(p.Cursor != "", "seq < ?", before)
	query := selectEntry + where.String() + ` ORDER BY seq DESC` + where.limit(p)
	list, err := many(t, scanEntry, query, where.args...)
	return cut(list, p, func(e Entry) string { return cursor(e.Seq, "") }, err)
}

// cut makes a page of a list that was read with one more than the page holds.
func cut[T any](list []T, p Page, at func(T) string, err error) ([]T, string, error) {
	if err != nil || len(list) <= p.limit() {
		return list, "", err
	}
	list = list[:p.limit()]
	return list, at(list[len(list)-1]), nil
}

func (p Page) limit() int {
	if p.Limit <= 0 {
		return pageLimit
	}
	return min(p.Limit, mostPageLimit)
}

// after reads the place that the cursor names.
func (p Page) after() (number int64, id string, err error) {
	if p.Cursor == "" {
		return 0, "", nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	digits, id, found := strings.Cut(string(raw), "/")
	if err == nil && found {
		number, err = strconv.ParseInt(digits, 10, 64)
	}
	if err != nil || !found {
		return 0, "", fault.New(fault.Invalid, "the cursor is not one that was given out: begin with the first page")
	}
	return number, id, nil
}

func cursor(number int64, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(number, 10) + "/" + id))
}

// condition is a WHERE clause that is put together from constant parts.
type condition struct {
	parts []string
	args  []any
}

// and adds a part, in which "?" stands for each of args.
func (c *condition) and(part string, args ...any) {
	for range args {
		c.args = append(c.args, args[0])
		args = args[1:]
		part = strings.Replace(part, "?", "$"+strconv.Itoa(len(c.args)), 1)
	}
	c.parts = append(c.parts, part)
}

// given adds a part if it is wanted.
func (c *condition) given(wanted bool, part string, args ...any) {
	if wanted {
		c.and(part, args...)
	}
}

// limit is the clause that reads one row more than the page holds.
func (c *condition) limit(p Page) string {
	c.args = append(c.args, p.limit()+1)
	return " LIMIT $" + strconv.Itoa(len(c.args))
}

// String is the clause.
func (c *condition) String() string { return "WHERE " + strings.Join(c.parts, " AND ") }

var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// fold makes titles comparable whatever their case.
func fold(title string) string {
	return norm.NFC.String(cases.Fold().String(title))
}
