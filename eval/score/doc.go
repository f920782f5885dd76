// Package score scores pairs of summaries and references that come as JSON
// Lines.
//
// The journey of the data:
//
//  1. Lines are read one after the other, packed with gzip or not, and handed to
//     as many workers as there are processors.
//  2. A line becomes a pair, and the pair a metric.Sample: where a text has
//     several lines, they are its takeaways.
//  3. The metrics score it. A metric's precision, recall and F make an array;
//     what is unscored is named with its reason.
//  4. The results are written in the order of the pairs, each as a line of JSON.
//     A line that is no pair is reported, and the others are scored all the same.
//  5. Means tells the mean of each score at the end.
//
// Only the pairs that are being scored are in memory, whatever the length of the
// input.
//
// The package does not draft summaries, and compares no means.
package score
