package server

import (
	"strconv"
	"strings"
)

// The media types of answers.
const (
	jsonType   = "application/json"
	streamType = "text/event-stream"
)

// negotiate chooses among offers by an Accept header: the one with the highest
// weight, and the first of those that weigh the same. It is false when none is
// wanted. No header is a wish for the first.
func negotiate(accept string, offers []string) (string, bool) {
	if strings.TrimSpace(accept) == "" {
		return offers[0], true
	}
	best, most := "", 0.0
	for _, offer := range offers {
		if q := weight(accept, offer); q > most {
			best, most = offer, q
		}
	}
	return best, best != ""
}

// weight is what the most specific range of accept that offer falls into weighs.
func weight(accept, offer string) float64 {
	kind, _, _ := strings.Cut(offer, "/")
	q, precision := 0.0, 0
	for r := range strings.SplitSeq(accept, ",") {
		name, parameters, _ := strings.Cut(r, ";")
		p := 0
		switch strings.ToLower(strings.TrimSpace(name)) {
		case offer:
			p = 3
		case kind + "/*":
			p = 2
		case "*/*", "*":
			p = 1
		}
		if p > precision {
			q, precision = quality(parameters), p
		}
	}
	return q
}

// quality is the q among parameters: 1 when there is none, 0 when it is nonsense.
func quality(parameters string) float64 {
	for parameter := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(parameter, "=")
		if !strings.EqualFold(strings.TrimSpace(name), "q") {
			continue
		}
		q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil || !(q >= 0 && q <= 1) {
			return 0
		}
		return q
	}
	return 1
}
