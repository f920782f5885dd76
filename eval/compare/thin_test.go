//go:build !race

package compare

// thin is 1: everything is simulated.
const thin = 1
