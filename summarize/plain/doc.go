// Package plain prepares text of articles, models and files for being shown:
// Clean takes out what could drive a terminal, and Changes tells what became of
// one text in another, word by word; Count puts a number before a word.
package plain
