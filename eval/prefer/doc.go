// Package prefer asks a judge which of two arms writes the better summaries.
//
// The journey of the data:
//
//  1. A Job names two arms of runs of one suite, and the suite, which has the
//     articles: a run keeps none. A suite that is not that of the runs is refused.
//  2. Sample k of an item by one arm meets sample k by the other. Summaries that
//     are the same are a tie, and nobody is asked.
//  3. Ask shows a pair to the judge, in both orders. What fails is a pair with
//     its error, and neither a tie nor a loss.
//  4. Run counts the outcomes, and how often the judge went by the order. The net
//     preference, wins less losses as a share of what could be read, has an
//     interval over clusters and the p-value of a sign-flip test, which is a sign
//     test where every item has one pair, one cluster and weight 1.
//
// The package does not call a model itself and does not decide about a gate: a
// judge's taste is told beside the scores.
package prefer
