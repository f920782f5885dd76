//go:build !race

package article

// thin is 1: everything is read, at full size.
const thin = 1
