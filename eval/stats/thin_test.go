//go:build !race

package stats

// thin is 1: everything is simulated.
const thin = 1

// thinBand widens what rates are held to.
const thinBand = 1
