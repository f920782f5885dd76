// Package stats holds the statistics of evaluation: tests, intervals, power and
// correlation, over plain numbers.
//
// The journey of the data:
//
//  1. NewPaired gathers the differences between two runs of the same items by
//     cluster: items of one story rise and fall together, so the cluster is what
//     is counted. Weights of items are honoured.
//  2. SignFlips tests whether there is a difference at all, for several metrics at
//     once, and adjusts the p-values for their number (Adjust).
//  3. Interval says how large the difference may be: the studentised bootstrap.
//     BCa is there to compare with, and for statistics that are no mean.
//  4. Detectable, Needed and Power say what could have been seen, and how many
//     items would be needed. NoiseFloor says how far two runs of the very same
//     arm lie apart.
//  5. Pearson, Spearman and Kendall say how far two measures agree, with Bootstrap
//     for their intervals.
//
// All randomness comes from the seed: the same numbers come out on every machine
// and with any number of cores. What cannot be computed is reported as such, and
// never as 0 or NaN.
//
// The package does not decide: verdicts are for package compare. Formulas and
// their sources are in docs/statistics.md.
package stats
