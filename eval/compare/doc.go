// Package compare decides whether a candidate got worse than a base.
//
// The journey of the data:
//
//  1. A Side is one arm of a run: for every item the scores of its samples.
//  2. What makes two sides incomparable is looked for first: another suite, other
//     signatures, items or samples that are missing, errors, scores that only one
//     side has. All of it is reported at once, and nothing is compared.
//  3. The samples of an item are averaged, and items are paired. What neither side
//     could score is left out and counted.
//  4. Every score is tested for a change, and those that are gated for a drop, with
//     p-values adjusted for their number; intervals, noise floor and the drop that
//     could have been seen come with them.
//  5. Each gated score is a regression, passes, or is inconclusive, and so is the
//     whole Comparison.
//
// Selftest plants a regression and makes a pair of equal runs, to show that a gate
// blocks the one and passes the other.
//
// The package draws nothing and writes nothing: that is for package report.
package compare
