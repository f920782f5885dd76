package store

import (
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Reserve sets money aside on an account for a day, before it is spent. When what
// was spent and set aside would go over limit, nothing is booked and the fault is
// OverBudget; a nil limit is none.
func (t *Tx) Reserve(account, day string, usd float64, limit *float64) error {
	if limit != nil {
		spent, reserved, err := t.Spent(account, day)
		if err != nil {
			return err
		}
		if spent+reserved+usd > *limit {
			return fault.New(fault.OverBudget,
				"this may cost up to $%.4f, and $%.4f of today's $%.2f are spent or set aside: try tomorrow, or ask for a higher daily budget",
				usd, spent+reserved, *limit)
		}
	}
	_, err := t.exec(`INSERT INTO budgets (account, day, spent, reserved) VALUES ($1, $2, 0, $3)
		ON CONFLICT (account, day) DO UPDATE SET reserved = budgets.reserved + excluded.reserved`, account, day, usd)
	return err
}

// Settle books what was spent, and frees what had been reserved for it.
func (t *Tx) Settle(account, day string, reserved, spent float64) error {
	_, err := t.exec(`INSERT INTO budgets (account, day, spent, reserved) VALUES ($1, $2, $3, 0)
		ON CONFLICT (account, day) DO UPDATE SET spent = budgets.spent + excluded.spent,
			reserved = CASE WHEN budgets.reserved > $4 THEN budgets.reserved - $4 ELSE 0 END`, account, day, spent, reserved)
	return err
}

// Spent returns what was spent from an account on a day, and what is set aside.
func (t *Tx) Spent(account, day string) (spent, reserved float64, err error) {
	err = each(t, func(row scanner) error { return row.Scan(&spent, &reserved) },
		`SELECT spent, reserved FROM budgets WHERE account = $1 AND day = $2`, account, day)
	return spent, reserved, err
}
