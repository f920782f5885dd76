package config

import (
	"errors"
	"net"
	"net/netip"
	"strings"

	"go.yaml.in/yaml/v3"
)

const maxHosts = 1000

var (
	errHost     = errors.New("must be hosts, such as llm.example.org, *.example.org or 10.0.0.5:8080, without https:// and without a path")
	errAllHosts = errors.New("cannot be all hosts: list each, or *. and a domain")
	errHosts    = errors.New("has too many entries")
)

// hostList is a list of hosts: in a file a list or one host, elsewhere with
// commas between.
func hostList() kind {
	return textList("hosts must be a list of hosts, each in quotes if it begins with *", "hosts", parsePattern)
}

// textList is a list of texts, each checked and written in one way by one: in a
// file a list or one of them, elsewhere with commas between.
func textList(want, what string, one func(string) (string, error)) kind {
	all := func(texts []string) ([]string, error) {
		if len(texts) > maxHosts {
			return nil, errHosts
		}
		out := []string{}
		for _, text := range texts {
			v, err := one(strings.Trim(strings.TrimSpace(text), `"'`))
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
		return out, nil
	}
	read := func(r reader, n *yaml.Node) (any, bool) {
		texts, ok := scalars(n)
		if !ok {
			r.bad(n, "%s", want)
			return nil, false
		}
		list, err := all(texts)
		if err != nil {
			r.bad(n, "%s %s", what, err)
		}
		return list, err == nil
	}
	return kind{parse: func(s string) (any, error) { return all(withCommas(s)) }, list: read}
}

// scalars are the texts of a list, or of one text that stands for a list.
func scalars(n *yaml.Node) ([]string, bool) {
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!str" {
		return []string{n.Value}, true
	}
	var texts []string
	for _, item := range n.Content {
		if item.Kind != yaml.ScalarNode {
			return nil, false
		}
		texts = append(texts, item.Value)
	}
	return texts, n.Kind == yaml.SequenceNode
}

// withCommas parts a list that may stand in brackets.
func withCommas(s string) []string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") {
		s = s[1 : len(s)-1]
	}
	if strings.TrimSpace(s) == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// parsePattern checks what a host is compared with, and writes it in one way.
func parsePattern(s string) (string, error) {
	name, port := splitPort(s)
	domain, below := strings.CutPrefix(name, "*.")
	switch {
	case name == "*" || below && domain == "":
		return "", errAllHosts
	case !portFits(port) || strings.HasSuffix(s, ":"):
		return "", errHost
	}
	host, err := plainHost(domain)
	if err != nil || host == "" || len(host) > 253 || strings.ContainsAny(host, "*/?#@ ") || strings.Contains("."+host, "..") {
		return "", errHost
	}
	if _, err := netip.ParseAddr(host); err == nil && below || strings.Contains(host, ":") && err != nil {
		return "", errHost
	}
	if below {
		host = "*." + host
	}
	if port != "" {
		host = net.JoinHostPort(host, port)
	}
	return host, nil
}
