package telemetry

import (
	"strings"
	"sync"
)

// names keeps the values of a label few.
type names struct {
	most  int
	mu    sync.RWMutex
	known map[string]string
}

func few(most int) *names { return &names{most: most, known: map[string]string{}} }

// other stands for all values after the first ones, none for no value.
const (
	other = "other"
	none  = "none"
)

// of returns the value as a label may have it.
func (n *names) of(value string) string {
	n.mu.RLock()
	label, ok := n.known[value]
	full := len(n.known) >= n.most
	n.mu.RUnlock()
	switch {
	case ok:
		return label
	case value == "":
		return none
	case full:
		return other
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.known) >= n.most {
		return other
	}
	label = clip(value)
	n.known[strings.Clone(value)] = label
	return label
}

// longest is how many bytes a label or an attribute has at most.
const longest = 100

// clip makes a value short, and valid UTF-8 as labels must be.
func clip(value string) string {
	return strings.ToValidUTF8(value[:min(len(value), longest)], "")
}
