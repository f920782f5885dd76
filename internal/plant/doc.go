// Package plant makes claims with one error each, to measure what finds errors.
//
// The journey of the data:
//
//  1. Suite and Faithfulness read articles and claims about them that are true:
//     references that people wrote, sentences of the articles, shortened
//     sentences, and summaries that people judged to be right.
//  2. Plants reads one article: its numbers, names and what each sentence tells.
//  3. Each way of erring (a number a little off, a hedge left out, a speech given
//     to another) rewrites a claim, where the claim has what it needs.
//  4. What may be true all the same is thrown away: a name that the article gives
//     the same deed to, a number that it holds, a hedge that it leaves out itself.
//  5. Draw takes a sample that is balanced over the ways and the articles, the
//     same for the same seed.
//
// The package shares no code, list or data with the rules that it measures. It
// does not judge claims, and it does not use a model: its errors are those that a
// rewrite by pattern can make.
package plant
