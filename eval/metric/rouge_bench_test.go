package metric

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// newsWords draws words as news has them: few of them often, with endings that
// the stemmer takes off. A line ends after about fifteen.
func newsWords(rng *rand.Rand, n int) string {
	const onsets, nuclei, codas = "bcdfglmnprstvw", "aeiou", "dlmnrst"
	endings := []string{"", "", "s", "ed", "ing", "ation", "ly", "ness"}
	var text strings.Builder
	for i := range n {
		rank := int(math.Pow(4000, rng.Float64()))
		shape := rand.New(rand.NewPCG(uint64(rank), 1))
		for range 1 + shape.IntN(3) {
			text.WriteByte(onsets[shape.IntN(len(onsets))])
			text.WriteByte(nuclei[shape.IntN(len(nuclei))])
		}
		text.WriteByte(codas[shape.IntN(len(codas))])
		text.WriteString(endings[shape.IntN(len(endings))])
		text.WriteString([]string{" ", ", ", " ", " "}[i%4])
		if i%15 == 14 {
			text.WriteString(".\n")
		}
	}
	return text.String()
}

func newsPairs(n, summary, reference int) []*Sample {
	rng := rand.New(rand.NewPCG(11, 7))
	samples := make([]*Sample, n)
	for i := range samples {
		samples[i] = &Sample{Text: newsWords(rng, summary), References: []string{newsWords(rng, reference)}}
	}
	return samples
}

func benchmarkRouge(b *testing.B, o Options, samples []*Sample, names ...string) {
	metrics, err := New(names, o)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, err := metrics[0].Score(b.Context(), samples[i%len(samples)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pairs/s")
}

func BenchmarkRouge(b *testing.B) {
	samples := newsPairs(2000, 63, 44)
	three := []string{"rouge1", "rouge2", "rougeLsum"}
	b.Run("1+2+Lsum", func(b *testing.B) { benchmarkRouge(b, Options{}, samples, three...) })
	b.Run("1+2+Lsum/no-stemmer", func(b *testing.B) { benchmarkRouge(b, Options{NoStemmer: true}, samples, three...) })
	b.Run("1+2+Lsum/unicode", func(b *testing.B) { benchmarkRouge(b, Options{Tokenizer: TokenizerUnicode}, samples, three...) })
	b.Run("1+2+L+Lsum", func(b *testing.B) { benchmarkRouge(b, Options{}, samples, rougeNames[:]...) })
	b.Run("5000 words", func(b *testing.B) { benchmarkRouge(b, Options{}, newsPairs(4, 5000, 5000), rougeNames[:]...) })
}

// BenchmarkRougeLongLine has texts of one line.
func BenchmarkRougeLongLine(b *testing.B) {
	samples := newsPairs(1, 50000, 50000)
	s := samples[0]
	s.Text = strings.ReplaceAll(s.Text, "\n", " ")
	s.References[0] = strings.ReplaceAll(s.References[0], "\n", " ")
	benchmarkRouge(b, Options{}, samples, "rougeL", "rougeLsum")
}
