// Package ledger keeps what is spent in a day under a limit, for each key of a
// provider and for all processes that share a store.
//
// The journey of a dollar:
//
//  1. Costs works out the most that each model can cost for a draft, before
//     anything is sent.
//  2. Hold sets that aside in the store for each account that pays, all or
//     nothing, or refuses: over_budget says what was spent, and when the day ends.
//  3. The draft is made.
//  4. Settle books what it did cost, and frees the rest.
//
// Days are those of UTC, and a draft belongs to the one on which it began. What a
// process had set aside when it was killed stays so until the day ends: it may
// have been spent. The package knows no prices, calls no models, and keeps no
// limit over several days.
package ledger
