// Package eval measures drafts against what careful editors wrote.
//
// The journey of the data:
//
//  1. A suite is a folder with a suite.yaml and items: articles, each with one
//     or more reference summaries. LoadSuite reads it and refuses whatever
//     would make a measurement lie, with file and line: no items, the same ID,
//     article or text twice, an item without a reference, an article that is not
//     there. The suite's digest is that of all items with their articles.
//  2. Suite.ReadArticle reads the article of an item when it is needed.
//  3. ItemOf makes an item of a published article that carries its own summary.
//  4. A suite says in its Gate which scores may not get worse.
//
// Drafting and scoring is for package run, what a score is for package metric,
// and comparing for package compare. This package writes no files.
//
// # The suite format
//
// suite.yaml:
//
//	name: council        # of the suite, needed
//	about: Two years of council stories.
//	items: items/*.yaml  # a pattern for one file an item, or a .jsonl file
//	gate: {…}            # see Gate
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
