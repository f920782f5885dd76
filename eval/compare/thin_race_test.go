//go:build race

package compare

// thin is by how much fewer runs are simulated: with the race detector, which is
// slow, races are looked for, and rates only roughly.
const thin = 10
