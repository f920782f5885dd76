package config

import "go.yaml.in/yaml/v3"

var (
	priceModel  = text(notEmpty)
	priceAmount = number(0, 1_000_000)
)

func priceList() kind { return kind{list: readPrices} }

func readPrices(r reader, n *yaml.Node) (any, bool) {
	if n.Kind != yaml.SequenceNode {
		r.bad(n, "prices must be a list of entries with model, input and output")
		return nil, false
	}
	prices := []Price{}
	seen := map[string]bool{"": true}
	for _, item := range n.Content {
		p := readPrice(r, item)
		if p.Model != "" && seen[p.Model] {
			r.bad(item, "prices has two entries for one model")
		}
		seen[p.Model] = true
		prices = append(prices, p)
	}
	return prices, true
}

// readPrice reads one entry, and reports all that is wrong with it.
func readPrice(r reader, n *yaml.Node) Price {
	var p Price
	if n.Kind != yaml.MappingNode {
		r.bad(n, "an entry of prices must have model, input and output")
		return p
	}
	seen := map[string]bool{}
	r.entries(n, func(name string, at, value *yaml.Node) {
		seen[name] = true
		p.set(r, name, at, value)
	})
	for _, name := range []string{"model", "input", "output"} {
		if !seen[name] {
			r.bad(n, "an entry of prices has no %s", name)
		}
	}
	return p
}

func (p *Price) set(r reader, name string, at, value *yaml.Node) {
	k := key{name: "prices: " + name, kind: priceAmount}
	switch name {
	case "model":
		k.kind = priceModel
	case "input", "output", "cached":
	default:
		r.bad(at, "an entry of prices has no key %s; the keys are model, input, output and cached", quoteName(name))
		return
	}
	v, ok := r.value(k, at, value)
	if !ok {
		return
	}
	switch name {
	case "model":
		p.Model = v.(string)
	case "input":
		p.Input = v.(float64)
	case "output":
		p.Output = v.(float64)
	case "cached":
		amount := v.(float64)
		p.Cached = &amount
	}
}
