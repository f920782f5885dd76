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
	errHosts    = errors.New("has too many hosts")
)

// hostList is a list of hosts: in a file a list or one host, elsewhere with
// commas between.
func hostList() kind {
	return kind{parse: parseHosts, list: readHosts}
}

func readHosts(r reader, n *yaml.Node) (any, bool) {
	var texts []string
	switch {
	case n.Kind == yaml.ScalarNode && n.ShortTag() == "!!str":
		texts = []string{n.Value}
	case n.Kind == yaml.SequenceNode:
		for _, item := range n.Content {
			if item.Kind != yaml.ScalarNode {
				r.bad(item, "hosts must be a list of hosts, each in quotes if it begins with *")
				return nil, false
			}
			texts = append(texts, item.Value)
		}
	default:
		r.bad(n, "hosts must be a list of hosts, each in quotes if it begins with *")
		return nil, false
	}
	hosts, err := patterns(texts)
	if err != nil {
		r.bad(n, "hosts %s", err)
	}
	return hosts, err == nil
}

func parseHosts(s string) (any, error) {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") {
		s = s[1 : len(s)-1]
	}
	if strings.TrimSpace(s) == "" {
		return []string{}, nil
	}
	return patterns(strings.Split(s, ","))
}

func patterns(texts []string) ([]string, error) {
	if len(texts) > maxHosts {
		return nil, errHosts
	}
	out := []string{}
	for _, text := range texts {
		p, err := parsePattern(strings.Trim(strings.TrimSpace(text), `"'`))
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
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
