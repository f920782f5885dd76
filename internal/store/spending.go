package store

import (
	"database/sql"
	"time"
)

// Spending is what one piece of a model's work cost. Budgets are sums by who
// pays; this is by who asked.
type Spending struct {
	Space   string
	At      time.Time // when it began, which says whose day it is
	Kind    string    // "draft", "regenerate" or "alternatives"
	Summary string    // ID that it was for
	Kept    bool      // something came of it
	USD     *float64  // nil when it is not known
	Booked  float64   // what the budgets took for it, when USD is not known
}

// SpendingSum is what work of one kind cost in a quarter of an hour, which no zone's
// day cuts.
type SpendingSum struct {
	At      time.Time // when the quarter began
	Kind    string
	Kept    bool
	USD     float64 // of what is known
	Unknown int     // pieces of work whose cost is not known
	Booked  float64 // what the budgets took for those
}

// Spend notes what something cost.
func (t *Tx) Spend(s Spending) error {
	kept, usd := 0, sql.NullFloat64{}
	if s.Kept {
		kept = 1
	}
	if s.USD != nil {
		usd = sql.NullFloat64{Float64: *s.USD, Valid: true}
	}
	_, err := t.exec(`INSERT INTO spending (space, at, kind, summary, kept, usd, booked) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		s.Space, micros(s.At), s.Kind, s.Summary, kept, usd, s.Booked)
	return err
}

// quarter is in microseconds, as times are stored.
const quarter = int64(15 * time.Minute / time.Microsecond)

// SpendingSince sums up what a space spent from a time on, the oldest first.
func (t *Tx) SpendingSince(space string, since time.Time) ([]SpendingSum, error) {
	return many(t, func(row scanner) (s SpendingSum, err error) {
		var at, kept int64
		err = row.Scan(&at, &s.Kind, &kept, &s.USD, &s.Unknown, &s.Booked)
		s.At, s.Kept = moment(at*quarter), kept != 0
		return s, err
	}, `SELECT at / $3, kind, kept, COALESCE(SUM(usd), 0), SUM(CASE WHEN usd IS NULL THEN 1 ELSE 0 END), SUM(booked)
		FROM spending WHERE space = $1 AND at >= $2 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`, space, micros(since), quarter)
}
