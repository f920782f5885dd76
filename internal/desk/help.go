package desk

import "net/http"

// helpGroup is a part of the help sheet: the key of its heading, and shortcuts.
type helpGroup struct {
	Heading   string
	Shortcuts []shortcut
}

// shortcut is what a key does. Keys are as keyboards show them; the text of
// what they do is "help." and Does.
type shortcut struct {
	Keys [][]string // ways to press it, each of keys to hold together
	Does string
}

func key(keys ...string) [][]string { return [][]string{keys} }

// helpSheet lists what keys.js listens to.
var helpSheet = []helpGroup{
	{"help.anywhere", []shortcut{
		{key("?"), "help"}, {key("g", "d"), "draft"}, {key("g", "s"), "summaries"}, {key("t"), "theme"},
	}},
	{"help.start", []shortcut{
		{key("Ctrl", "Enter"), "go"},
	}},
	{"help.reading", []shortcut{
		{[][]string{{"j"}, {"k"}}, "claims"}, {key("f"), "finding"}, {key("a"), "tabs"}, {key("Enter"), "edit"},
	}},
	{"help.editing", []shortcut{
		{key("Esc"), "leave"},
		{[][]string{{"Alt", "↑"}, {"Alt", "↓"}}, "move"},
		{key("Alt", "L"), "lock"},
		{key("Alt", "R"), "again"},
		{key("Alt", "O"), "others"},
		{key("Alt", "N"), "add"},
		{key("Alt", "Delete"), "remove"},
		{key("Alt", "."), "fix"},
		{key("Ctrl", "Z"), "undo"},
		{key("Ctrl", "Shift", "Z"), "redo"},
		{key("Ctrl", "S"), "save"},
	}},
	{"help.review", []shortcut{
		{key("Ctrl", "Enter"), "approve"}, {key("Alt", "C"), "copy"},
	}},
}

// help is the help sheet as a page of its own.
func (d *desk) help(w http.ResponseWriter, r *http.Request) {
	c, _ := d.Caller(r)
	d.show(w, r, http.StatusOK, page{Name: "help", Title: d.mustSay("help.title"), Actor: c.Actor, About: d.Version})
}
