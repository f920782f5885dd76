package draft

import (
	"bytes"
	"path"
	"regexp"
	"strings"
)

var fence = []byte("```")

// withoutFence takes a summary out of a fence that is around all of it, as chat
// programs write it.
func withoutFence(data []byte) []byte {
	trimmed := trimJSON(data)
	if !bytes.HasPrefix(trimmed, fence) || !bytes.HasSuffix(trimmed, fence) || bytes.Count(trimmed, fence) != 2 {
		return data
	}
	first, rest, ok := bytes.Cut(trimmed, []byte("\n"))
	if !ok || bytes.ContainsAny(bytes.TrimLeft(first, "`"), " \t`") {
		return data
	}
	return bytes.TrimSuffix(rest, fence)
}

// piece is what a part of a web page begins with that was copied without the page.
var piece = regexp.MustCompile(`(?i)^\s*<(ul|ol|li|dl|p|div|section|blockquote|h[1-6])(\s[^<>]*)?>`)

// nameFor is the name of a summary by which its format is known.
func nameFor(name string, data []byte) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown", ".mdown":
		return name
	}
	if piece.Match(data[:min(len(data), 1<<10)]) {
		return "summary.html"
	}
	return name
}
