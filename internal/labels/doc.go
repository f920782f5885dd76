// Package labels measures scores of support against what people said.
//
// The journey of the data:
//
//  1. ReadPairs and ReadRated read files of articles with summaries that people
//     judged, a JSON object per line, gzip-compressed or not.
//  2. Mend puts right what tokenisers broke ("26, 000", "did n't"), and cuts a
//     text without capitals into lines; Story makes an article of it.
//  3. The commands beneath score each summary with summarize/ground, and AUC,
//     Balanced, Spearman and Interval say how well the scores agree with people.
//  4. Fit finds weights for a score; the script fit-support uses it.
//
// Nothing here decides what the product does, and no text of the files is kept.
package labels
