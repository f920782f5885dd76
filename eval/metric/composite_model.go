package metric

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"math"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed composite.yaml
var compositeYAML []byte

// compositeModel is composite.yaml: how much each feature counts.
type compositeModel struct {
	Fitted struct {
		Command   string `yaml:"command"`
		Data      string `yaml:"data"` // digest of the unpacked file
		Documents int    `yaml:"documents"`
		Summaries int    `yaml:"summaries"`
	} `yaml:"fitted"`
	// Range holds the least and the most of each feature: what lies beyond counts
	// as that.
	Range map[string][2]float64 `yaml:"range"`
	// Article is for summaries without a reference, References for those with.
	Article    compositeWeights `yaml:"article"`
	References compositeWeights `yaml:"references"`

	id string // the start of the file's digest
}

// compositeWeights are the rating where all features are 0, and what each unit of
// a feature adds, for each dimension.
type compositeWeights struct {
	Base    [4]float64            `yaml:"base"`
	Weights map[string][4]float64 `yaml:"weights"`
}

// loadComposite reads composite.yaml. The file is part of the program and tested,
// so a broken one panics. What it returns is shared: do not change it.
var loadComposite = sync.OnceValue(func() *compositeModel {
	m := new(compositeModel)
	dec := yaml.NewDecoder(bytes.NewReader(compositeYAML))
	dec.KnownFields(true)
	if err := dec.Decode(m); err != nil {
		panic(fmt.Sprintf("metric: composite.yaml: %v", err))
	}
	sum := sha256.Sum256(compositeYAML)
	m.id = hex.EncodeToString(sum[:4])
	return m
})

// The ends of the scale on which experts rated, and how far from them it bends:
// sums beyond come ever closer to the end, and keep their order.
const (
	lowestRating  = 1
	highestRating = 5
	bend          = 0.5
)

func onScale(v float64) float64 {
	switch {
	case v > highestRating-bend:
		return highestRating - bend*math.Exp(-(v-(highestRating-bend))/bend)
	case v < lowestRating+bend:
		return lowestRating + bend*math.Exp((v-(lowestRating+bend))/bend)
	}
	return v
}

// rate guesses the ratings of a summary.
func (m *compositeModel) rate(r *reading) [4]float64 {
	known, weights := articleFeatures(), m.Article
	if len(r.references) > 0 {
		known, weights = features(), m.References
	}
	guess := weights.Base
	for _, f := range known {
		bounds := m.Range[f.name]
		value := min(max(f.take(r), bounds[0]), bounds[1])
		for d, w := range weights.Weights[f.name] {
			guess[d] += w * value
		}
	}
	for d := range guess {
		guess[d] = onScale(guess[d])
	}
	return guess
}
