// Package eval measures drafts against what careful editors wrote.
//
// The journey of the data:
//
//  1. A suite is a folder with a suite.yaml and items: articles, each with one
//     or more reference summaries. LoadSuite reads it and refuses whatever
//     would make a measurement lie: no items, the same ID or the same article
//     twice, an item without a reference, an article that is not there.
//
// That is all there is so far: metrics, runs, comparison and the gate build on
// this format and are not part of the program yet.
//
// # The suite format
//
// suite.yaml:
//
//	name: council        # of the suite, needed
//	about: Two years of council stories.
//	items: items/*.yaml  # a pattern for one file an item, or a .jsonl file
//
// An item, as YAML in a file of its own or as JSON on a line:
//
//	id: bridge-vote            # unique in the suite
//	article: bridge-vote.txt   # in any format that is read, from the suite's folder
//	lang: en                   # BCP 47; left out, it is detected
//	tags: [local, hard-news]   # slices of the report
//	cluster: bridge            # items of one story are not independent; left out, its own
//	weight: 1                  # over 0; left out, 1
//	references:
//	  - why: …
//	    takeaways: [ … ]
package eval
