// Package run drafts and scores every item of a suite by every arm, and keeps
// all of it in one file.
//
// The journey of the data:
//
//  1. A Job names the suite, the arms (an engine with its model, prompts and
//     house style), the metrics, and how many samples are drafted of each item by
//     each arm. Its Head is the first line of the file.
//  2. Run reads all articles before anything is drafted, so that one that cannot
//     be read, or is there twice, costs nothing.
//  3. Samples are drafted several at a time, item by item, and scored while
//     others are being drafted. Each is a Record, a line of the file, as soon as
//     it is done. What fails is a record with its error, and never a zero. What
//     models took that score is kept apart from what drafting took.
//  4. A run that was stopped is taken up with the Run that Read makes of its
//     file: finished samples are not drafted again, a torn last line is dropped,
//     and a Head that differs is refused.
//  5. Read gives the records in the order of items, arms and samples, whatever
//     the order in which they were finished.
//
// The file is JSON Lines in the format nutgraf.run/1. The package does not open
// files, does not know providers or budgets (a Drafter does), does not compare
// arms and does not judge whether a difference is one.
package run
