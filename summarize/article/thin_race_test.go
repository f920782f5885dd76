//go:build race

package article

// thin is by how much smaller inputs are that cost much: with the race detector,
// which is slow, races are looked for, and what reading costs only roughly. It is
// a prime, so that every thin-th case of a list is of each kind.
const thin = 13
