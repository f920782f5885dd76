//go:build race

package stats

// thin is by how much fewer runs are simulated: with the race detector, which is
// slow, races are looked for, and rates only roughly.
const thin = 12

// thinBand widens what rates are held to.
const thinBand = 3
