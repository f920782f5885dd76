package stats

import (
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
)

// Options control resampling. The zero value stands for 10,000 resamples with
// seed 0.
type Options struct {
	Resamples int // 0 stands for 10,000
	Seed      uint64
}

// DefaultResamples is what Options with 0 resamples stand for.
const DefaultResamples = 10_000

func (o Options) resamples() int {
	if o.Resamples <= 0 {
		return DefaultResamples
	}
	return o.Resamples
}

// blockSize is how many resamples share a random stream. It decides the numbers
// that come out, together with the seed.
const blockSize = 250

// The streams of different purposes are kept apart.
const (
	flipStream uint64 = 1 << 32 * (iota + 1)
	drawStream
)

// inBlocks does work on all cores: newWorker makes what a worker keeps for
// itself, and the function that it returns does the resamples from up to to with
// a generator that depends on seed and block alone.
func inBlocks(n int, seed, stream uint64, newWorker func() func(rng *rand.PCG, from, to int)) {
	blocks := (n + blockSize - 1) / blockSize
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), blocks) {
		group.Go(func() {
			work := newWorker()
			for {
				b := int(next.Add(1)) - 1
				if b >= blocks {
					return
				}
				work(rand.NewPCG(seed, stream+uint64(b)), b*blockSize, min((b+1)*blockSize, n))
			}
		})
	}
	group.Wait()
}

// draw fills rows with numbers below n, two from each word. The bias is below
// n/2³².
func draw(rng *rand.PCG, rows []int32, n int) {
	limit := uint64(n)
	for i := 0; i+1 < len(rows); i += 2 {
		word := rng.Uint64()
		rows[i] = int32((word >> 32) * limit >> 32)
		rows[i+1] = int32((word & 0xffffffff) * limit >> 32)
	}
	if last := len(rows) - 1; len(rows)%2 == 1 {
		rows[last] = int32((rng.Uint64() >> 32) * limit >> 32)
	}
}
