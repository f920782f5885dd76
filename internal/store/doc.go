// Package store keeps articles, summaries with their versions, the audit, API
// tokens, budgets and what the service must remember between requests, in a
// SQLite file or in PostgreSQL.
//
// The journey of a write:
//
//  1. [Open] looks at the database before it changes anything, makes a backup of
//     a SQLite file that an older nutgraf wrote, and applies the migrations.
//  2. [Store.Write] puts the caller into a queue. One goroutine takes all who
//     wait, begins a transaction that keeps other writers out, and calls each in
//     turn, in the caller's own goroutine and within a savepoint of its own.
//  3. The methods of [Tx] check what they are given and run prepared statements.
//     Lines for the audit are collected.
//  4. The collected lines are chained to the newest of the audit and appended, the
//     transaction is committed to the disk once for all, and every caller is told
//     how its own write went.
//
// [Store.Read] gives a snapshot that no write disturbs, and works while there is
// no room for writing.
//
// Failures of the database are told as *fault.Error with the codes of the store;
// they say what to do and hold neither text of an article nor a password.
//
// The package does not decide who may see what: callers name the space in every
// call, and a thing of another space is not found. It does not read the JSON that
// it keeps, save for taking quotes out of it when texts are deleted.
package store
