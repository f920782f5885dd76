// Package meta says which metrics to believe: how far they agree with people who
// rated the same summaries.
//
// The journey of the data:
//
//  1. Read reads documents with the summaries of several systems and their
//     ratings, a JSON object a line.
//  2. Every summary becomes a metric.Sample: a sentence a line, each of them a
//     claim, against the article and the references of its document.
//  3. Measure scores them, and correlates each score with each dimension that
//     was rated: over the systems of a document, mean over documents, and over
//     the systems' means. Documents are drawn again for the intervals.
//  4. Where single annotators are known, one of them against the mean of the
//     others shows what can be expected of a metric: the ceiling.
//
// The package does not choose a metric, and does not fit one: script/fit-composite
// does that.
package meta
