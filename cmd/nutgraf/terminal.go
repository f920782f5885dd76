package main

import (
	"strconv"

	"golang.org/x/term"
)

func isTerminal(fd int) bool { return term.IsTerminal(fd) }

// maxColumns keeps lines readable on wide windows.
const maxColumns = 100

// layout says how wide text may be on standard output, 0 for no limit, and
// whether it may be styled.
func (a *app) layout() (width int, color bool) {
	f, ok := terminal(a.out)
	if !ok {
		return 0, false
	}
	width = 80
	if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
		width = w
	} else if w, err := strconv.Atoi(a.getenv("COLUMNS")); err == nil && w > 0 {
		width = w
	}
	return min(width, maxColumns), a.getenv("NO_COLOR") == "" && a.getenv("TERM") != "dumb"
}
