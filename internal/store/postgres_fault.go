package store

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// fault tells an error of PostgreSQL or of the network between. The server's own
// words are in the chain only, for they may hold values.
func (d *postgresDB) fault(err error) error {
	var known *fault.Error
	var failed *pgconn.PgError
	switch {
	case err == nil, errors.As(err, &known):
		return err
	case errors.As(err, &failed):
		return d.codeFault(failed)
	case errors.Is(err, context.Canceled):
		return err
	}
	return retryable(fault.StoreUnavailable, err, "%s does not answer: look whether it runs and can be reached, or try again in a moment", d)
}

// codeFault tells an error by its SQLSTATE.
func (d *postgresDB) codeFault(err *pgconn.PgError) error {
	switch err.Code {
	case "53100": // disk full
		return retryable(fault.StoreFull, err, "the disk of %s is full: what is stored can be read, and storing goes on when there is room", d)
	case "28P01", "28000": // password, user
		return fault.Wrap(fault.StoreUnavailable, err, "%s refuses the user or the password of the URL", d)
	case "3D000", "3F000": // no database, no schema
		return fault.Wrap(fault.StoreUnavailable, err, "%s is not there: make the database, or correct the URL", d)
	case "42501": // privileges
		return fault.Wrap(fault.StoreUnavailable, err, "the user of %s lacks a privilege that nutgraf needs: docs/store.md lists them", d)
	case "25006": // read only
		return fault.Wrap(fault.StoreUnavailable, err, "%s can only be read, as a standby can: name the primary server", d)
	case "42P07", "42710", "42723": // a table, an object, a function exists
		return fault.Wrap(fault.StoreDamaged, err, "%s has tables of another program: give nutgraf a database or a schema of its own", d)
	case "42P01", "42703": // no table, no column
		return fault.Wrap(fault.StoreDamaged, err, "%s lacks tables of nutgraf: put a backup in its place", d)
	case "55P03", "57014", "40001", "40P01": // locks and time
		return retryable(fault.StoreUnavailable, err, "%s is locked by another program, or took too long: try again in a moment", d)
	}
	switch err.Code[:min(2, len(err.Code))] {
	case "08", "53", "57", "58", "25": // connection, resources, operator, system, transaction
		return retryable(fault.StoreUnavailable, err, "%s does not serve nutgraf now: look at its log, or try again in a moment", d)
	case "XX":
		return fault.Wrap(fault.StoreDamaged, err, "%s is damaged: stop nutgraf, and put a backup in its place", d)
	}
	return fault.Wrap(fault.Internal, err, "the database failed in a way that nutgraf does not know")
}
