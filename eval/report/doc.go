// Package report tells people and programs what became of runs.
//
// The journey of the data:
//
//  1. New takes one or more arms of runs, and the comparison of two of them where
//     there is one. It sums up each arm: scores with intervals, errors, cost.
//  2. Text writes a table for a terminal, Markdown one for a job's summary, JUnit
//     test cases with scores as properties, JSON everything, and HTML one page
//     that needs no network and no script: the verdict first, then scores with
//     intervals, how they are spread, the items that lost most side by side,
//     slices, cost and signatures.
//
// The package decides nothing: verdicts are compare's. What models and files said
// is shown as text, whatever is in it.
package report
