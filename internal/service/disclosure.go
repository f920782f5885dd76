package service

import (
	"cmp"
	"slices"

	"github.com/nutgraf/nutgraf/summarize"
)

// IPTC's digital source types of copy.
const (
	sourceTypes = "http://cv.iptc.org/newscodes/digitalsourcetype/"

	byModel      = sourceTypes + "trainedAlgorithmicMedia" // all of a generative model
	partlyModel  = sourceTypes + "compositeSynthetic"      // of several hands, a generative model among them
	byHumans     = sourceTypes + "humanEdits"              // edited by people, with no generative model
	byAlgorithms = sourceTypes + "algorithmicallyEnhanced" // chosen by a program
)

// disclose says what readers are to be told: the configured label, and the source
// type that is true of the claims as they are.
func (s *Service) disclose(r *summarize.Result) {
	r.Disclosure.Label = cmp.Or(s.Disclosure, r.Disclosure.Label)
	r.Disclosure.DigitalSourceType = sourceType(r)
}

// sourceType goes by who wrote the claims. What a model wrote and a person changed
// stays partly the model's.
func sourceType(r *summarize.Result) string {
	wrote := func(o summarize.Origin) bool {
		return slices.ContainsFunc(claimsOf(r), func(c summarize.ClaimResult) bool { return c.Origin == o })
	}
	human, was := wrote(summarize.FromHuman), r.Disclosure.DigitalSourceType
	model := wrote(summarize.FromModel) || human && (was == byModel || was == partlyModel) || r.Provenance.Engine == "model"
	switch {
	case model && human:
		return partlyModel
	case model:
		return byModel
	case human:
		return byHumans
	}
	return byAlgorithms
}
