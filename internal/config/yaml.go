package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// fromFile checks a file and returns its settings, without those that are wrong.
func fromFile(f file, ps *problems) layer {
	out := layer{}
	root, ok := parseYAML(f.data, f.label, ps)
	if !ok || root == nil {
		return out
	}
	r := reader{label: f.label, lines: true, ps: ps}
	if root.Kind != yaml.MappingNode {
		r.bad(root, "a configuration file is made of lines such as \"engine: auto\"")
		return out
	}
	r.section(root, "", func(k key, at *yaml.Node, value any) {
		out[k.name] = setting{value, r.where(at), f.untrusted}
	})
	return out
}

// parseYAML returns the root of the one document in data, or nil when that is
// empty. Nodes are read, never expanded, so that aliases cost nothing.
func parseYAML(data []byte, label string, ps *problems) (*yaml.Node, bool) {
	switch {
	case len(data) > maxFileBytes:
		ps.add(label, "the file is larger than 1 MiB; that is no configuration")
		return nil, false
	case !utf8.Valid(data), bytes.IndexByte(data, 0) >= 0:
		ps.add(label, "this is not text in UTF-8")
		return nil, false
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc, next yaml.Node
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return nil, true
	case err != nil:
		syntax(err, label, ps)
		return nil, false
	}
	if err := dec.Decode(&next); !errors.Is(err, io.EOF) {
		ps.add(label, "a second document (after ---) is not read; keep one")
		return nil, false
	}
	if len(doc.Content) == 0 || isNull(doc.Content[0]) {
		return nil, true
	}
	return doc.Content[0], true
}

var yamlError = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

// syntax reports a YAML error. The one kind that repeats words of the file, an
// unknown anchor, is told without them.
func syntax(err error, label string, ps *problems) {
	where, reason := label, "it cannot be parsed"
	if m := yamlError.FindStringSubmatch(err.Error()); m != nil {
		if m[1] != "" {
			where += ":" + m[1]
		}
		if !strings.Contains(m[2], "anchor") {
			reason = m[2]
		}
	}
	ps.add(where, "this is not valid YAML (%s); check colons, quotes, and that lines are indented with spaces", reason)
}

// reader checks nodes and says where they are.
type reader struct {
	label string // file, variable or flag
	lines bool   // whether the label has lines
	ps    *problems
}

func (r reader) where(n *yaml.Node) string {
	if !r.lines {
		return r.label
	}
	return fmt.Sprintf("%s:%d", r.label, n.Line)
}

func (r reader) bad(n *yaml.Node, format string, args ...any) { r.ps.add(r.where(n), format, args...) }

// section reads the keys of a mapping, and calls set with the values that are
// right. Sections are as deep as keys are at most.
func (r reader) section(m *yaml.Node, name string, set func(k key, at *yaml.Node, value any)) {
	names := children(name)
	r.entries(m, func(child string, at, value *yaml.Node) {
		full := child
		if name != "" {
			full = name + "." + child
		}
		k, isKey := keyNamed(full)
		switch {
		case !slices.Contains(names, child):
			r.unknown(at, name, child)
		case isKey:
			if v, ok := r.value(k, at, value); ok {
				set(k, at, v)
			}
		case value.Kind == yaml.MappingNode:
			r.section(value, full, set)
		case !isNull(value):
			r.bad(at, "%s is a section: put its keys, indented, on the lines below it", full)
		}
	})
}

// unknown reports a key. Looking for similar ones costs time, so it stops when
// nobody would see them.
func (r reader) unknown(at *yaml.Node, section, name string) {
	if r.ps.full() {
		r.ps.more++
		return
	}
	r.bad(at, "%s", unknownKey(section, name))
}

// entries calls f for the entries of a mapping, each name once.
func (r reader) entries(m *yaml.Node, f func(name string, at, value *yaml.Node)) {
	first := map[string]int{}
	for i := 0; i+1 < len(m.Content); i += 2 {
		at, value := m.Content[i], m.Content[i+1]
		line, again := first[at.Value]
		switch {
		case at.Kind != yaml.ScalarNode || at.ShortTag() != "!!str":
			r.bad(at, "a key must be a word; aliases, merges and lists are not read")
		case again && r.lines:
			r.bad(at, "%s is there twice, first on line %d", quoteName(at.Value), line)
		case again:
			r.bad(at, "%s is there twice", quoteName(at.Value))
		default:
			first[at.Value] = at.Line
			f(at.Value, at, value)
		}
	}
}

// value reads the value of a key that stands at a node.
func (r reader) value(k key, at, n *yaml.Node) (any, bool) {
	switch {
	case n.Kind == yaml.AliasNode:
		r.bad(at, "%s is an alias (*); write the value itself", k.name)
	case isNull(n):
		r.bad(at, "%s has no value; write one or take the line out", k.name)
	case k.kind.list != nil:
		return k.kind.list(r, n)
	case n.Kind != yaml.ScalarNode || !slices.Contains(strings.Fields(k.kind.tags), n.ShortTag()):
		r.bad(at, "%s %s", k.name, k.kind.want)
	default:
		v, err := k.kind.parse(n.Value)
		if err == nil {
			return v, true
		}
		r.bad(at, "%s %s", k.name, err)
	}
	return nil, false
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }
