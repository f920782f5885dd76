// Package metric scores summaries.
//
// The journey of the data:
//
//  1. A Sample is a summary with what it is measured against: references, the
//     article, the house style, what drafting took.
//  2. New makes metrics by name; a Judge and a Similarity need a model and are
//     made by themselves.
//  3. Each Metric gives its scores of a sample. A score that cannot be computed
//     is unscored, with the reason, and never 0.
//  4. The score's signature goes with the numbers: two numbers are comparable
//     when their signatures are equal.
//
// The package does not draw conclusions: comparing runs is for package compare,
// and which metric to believe for package meta.
package metric
