// Package ground says whether claims are in an article, and what is not.
//
// The journey of the data:
//
//  1. New reads an article once: each sentence is cut into tokens, and each
//     rule takes from them what it compares (numbers, dates, names, quotations,
//     hedges and so on).
//  2. Check cuts a claim into its own sentences, and finds for each the
//     sentences of the article that carry it: those that it cites, and the best
//     ones anywhere.
//  3. Every rule compares the claim with them and returns findings: which words,
//     what the article says instead, and where.
//  4. Report gathers them, with a verdict and a score of support for each claim.
//
// A rule knows the words of a language from its data file, data/<rule>/<code>.yaml.
// Where it has none and cannot judge, its verdict is Unknown, never Pass.
//
// The package does not decide what happens to a claim that fails, does not call
// a model, and does not know whether the article is true.
package ground
