package metric

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/eval/stats"
	"github.com/nutgraf/nutgraf/summarize/article"
)

const (
	// ridge is how strongly weights are held near 0, per standard deviation.
	ridge = 50
	// systemsOut is how much of what a system's summaries have in common is taken
	// out before fitting: weights are to tell summaries apart, not systems.
	systemsOut = 0.25
	folds      = 10
	// leastUseful is what the composite must reach in each dimension to be worth
	// having.
	leastUseful = 0.3
)

// rated is a summary with its features and ratings.
type rated struct {
	doc    int
	system string
	x      []float64
	y      [4]float64
}

// TestFitComposite fits the weights of the composite to a file of rated
// summaries, and says how well they do on documents, and on systems, that they
// were not fitted to. NUTGRAF_DATA is the file, or a folder with summeval*.jsonl.gz. With NUTGRAF_WEIGHTS composite.yaml is printed.
func TestFitComposite(t *testing.T) {
	all, digest := readRated(t, ratedFile(t))
	fmt.Printf("%d summaries of %d documents; mean Spearman within a document [95 %%, documents drawn]\n", len(all), docsIn(all))
	fmt.Printf("%-38s %-20s %-20s %-20s %-20s %s\n", "", "coherence", "consistency", "fluency", "relevance", "mean")
	for _, set := range []struct {
		name string
		n    int
	}{{"without references", len(articleFeatures())}, {"with the first reference", len(features())}} {
		guess := acrossDocs(all, set.n, 1)
		table(set.name+", 10 folds", all, nil, guess)
		for d, name := range compositeDimensions {
			if rho := mean(within(all, nil, guess, d)); rho < leastUseful {
				t.Errorf("%s, %s: %.3f on documents that it was not fitted to", set.name, name, rho)
			}
		}
		table("  the mean of the four scores", all, nil, oneScore(guess))
		table("  as fitted, on the same documents", all, nil, fitRated(all, set.n).each(all))
		systemsApart(set.name, all, set.n)
	}
	if os.Getenv("NUTGRAF_WEIGHTS") != "" {
		printComposite(all, digest)
	}
}

func ratedFile(t *testing.T) string {
	t.Helper()
	path := os.Getenv("NUTGRAF_DATA")
	if found, _ := filepath.Glob(filepath.Join(path, "summeval*.jsonl.gz")); path != "" && len(found) > 0 {
		path = found[0]
	}
	if stat, err := os.Stat(path); err != nil || stat.IsDir() {
		t.Skip("NUTGRAF_DATA names no rated summaries")
	}
	return path
}

func readRated(t *testing.T, path string) (all []rated, digest string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if data, err = io.ReadAll(z); err != nil {
			t.Fatal(err)
		}
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 16<<20)
	for n := 0; lines.Scan(); n++ {
		var d struct {
			Article    string
			References []string
			Systems    []struct {
				System, Summary string
				Human           map[string]float64
			}
		}
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			t.Fatalf("line %d: %v", n+1, err)
		}
		if len(d.Systems) == 0 || len(d.References) == 0 {
			t.Skipf("%s holds no rated summaries", path)
		}
		s := newSource(plainArticle(d.Article))
		for _, sys := range d.Systems {
			r, row := newReading(s, sys.Summary, d.References[:1]), rated{doc: n, system: sys.System}
			for _, f := range features() {
				row.x = append(row.x, f.take(r))
			}
			for i, name := range compositeDimensions {
				row.y[i] = sys.Human[name]
			}
			all = append(all, row)
		}
	}
	return all, fmt.Sprintf("sha256:%x", sha256.Sum256(data))
}

// plainArticle is an English article of one paragraph.
func plainArticle(text string) *article.Article {
	a := &article.Article{Lang: "en", Text: text}
	for i, span := range article.Split(text, "en") {
		a.Sentences = append(a.Sentences, article.Sentence{ID: article.SentenceID(i + 1), Span: span, Text: text[span.Start:span.End]})
	}
	a.Paragraphs = []article.Paragraph{{Span: article.Span{End: len(text)}, Count: len(a.Sentences)}}
	return a
}

func docsIn(all []rated) int { return all[len(all)-1].doc + 1 }

// fitted is a linear model of features, each held within its range.
type fitted struct {
	low, high []float64
	base      [4]float64
	weights   [][4]float64
}

// fitRated fits the first n features by ridge regression. Documents have
// intercepts of their own, and systems a quarter of one.
func fitRated(train []rated, n int) *fitted {
	f := &fitted{weights: make([][4]float64, n)}
	for j := range n {
		values := make([]float64, len(train))
		for i, r := range train {
			values[i] = r.x[j]
		}
		slices.Sort(values)
		f.low = append(f.low, values[len(values)/100])
		f.high = append(f.high, values[len(values)-1-len(values)/100])
	}
	rows := make([][]float64, len(train)) // the features, and then the ratings
	for i, r := range train {
		rows[i] = append(f.held(r.x), r.y[:]...)
	}
	centre(rows, 1, func(i int) string { return fmt.Sprint(train[i].doc) })
	centre(rows, systemsOut, func(i int) string { return train[i].system })
	f.solve(rows)
	var missing [4]float64
	for _, r := range train {
		guess := f.sum(r.x)
		for d := range missing {
			missing[d] += (r.y[d] - guess[d]) / float64(len(train))
		}
	}
	f.base = missing
	return f
}

func (f *fitted) held(x []float64) []float64 {
	out := make([]float64, len(f.low), len(f.low)+4)
	for j := range out {
		out[j] = min(max(x[j], f.low[j]), f.high[j])
	}
	return out
}

// centre takes a share of the mean of its group out of each row.
func centre(rows [][]float64, share float64, group func(i int) string) {
	sums, sizes := map[string][]float64{}, map[string]float64{}
	for i, row := range rows {
		g := group(i)
		if sums[g] == nil {
			sums[g] = make([]float64, len(row))
		}
		for j, v := range row {
			sums[g][j] += v
		}
		sizes[g]++
	}
	for i, row := range rows {
		g := group(i)
		for j := range row {
			row[j] -= share * sums[g][j] / sizes[g]
		}
	}
}

// solve sets the weights by the normal equations of centred rows.
func (f *fitted) solve(rows [][]float64) {
	n := len(f.weights)
	spread := make([]float64, n)
	for _, row := range rows {
		for j := range n {
			spread[j] += row[j] * row[j] / float64(len(rows))
		}
	}
	equations := make([][]float64, n)
	for j := range equations {
		equations[j] = make([]float64, n+4)
		equations[j][j] = ridge * max(spread[j], 1e-12)
	}
	for _, row := range rows {
		for j := range n {
			for k, v := range row {
				equations[j][k] += row[j] * v
			}
		}
	}
	for j := range n { // elimination; the ridge keeps the pivots away from 0
		for k := range n {
			if k == j {
				continue
			}
			factor := equations[k][j] / equations[j][j]
			for c := j; c < n+4; c++ {
				equations[k][c] -= factor * equations[j][c]
			}
		}
	}
	for j := range n {
		for d := range f.base {
			f.weights[j][d] = equations[j][n+d] / equations[j][j]
		}
	}
}

// guess is the rating as the composite gives it.
func (f *fitted) guess(x []float64) [4]float64 {
	out := f.sum(x)
	for d := range out {
		out[d] = onScale(out[d])
	}
	return out
}

func (f *fitted) sum(x []float64) [4]float64 {
	out := f.base
	for j, v := range f.held(x) {
		for d := range out {
			out[d] += f.weights[j][d] * v
		}
	}
	return out
}

func (f *fitted) each(all []rated) [][4]float64 {
	out := make([][4]float64, len(all))
	for i, r := range all {
		out[i] = f.guess(r.x)
	}
	return out
}

// acrossDocs guesses the ratings of each document from the others'.
func acrossDocs(all []rated, n int, seed uint64) [][4]float64 {
	return guessApart(all, n, seed, func(rated) bool { return true })
}

// guessApart deals documents into folds, and guesses each from those rows of the
// others that may teach.
func guessApart(all []rated, n int, seed uint64, teaches func(rated) bool) [][4]float64 {
	deal := rand.New(rand.NewPCG(seed, 0)).Perm(docsIn(all))
	out := make([][4]float64, len(all))
	for fold := range folds {
		var train []rated
		for _, r := range all {
			if deal[r.doc]%folds != fold && teaches(r) {
				train = append(train, r)
			}
		}
		model := fitRated(train, n)
		for i, r := range all {
			if deal[r.doc]%folds == fold {
				out[i] = model.guess(r.x)
			}
		}
	}
	return out
}

func oneScore(guess [][4]float64) [][4]float64 {
	out := make([][4]float64, len(guess))
	for i, g := range guess {
		mean := (g[0] + g[1] + g[2] + g[3]) / 4
		out[i] = [4]float64{mean, mean, mean, mean}
	}
	return out
}

// systemsApart fits to half of the systems and tests on the other half, in other
// documents, with ten splits; and the same test with all systems in the fit.
func systemsApart(name string, all []rated, n int) {
	var systems []string
	for _, r := range all {
		if !slices.Contains(systems, r.system) {
			systems = append(systems, r.system)
		}
	}
	slices.Sort(systems)
	const splits = 10
	var apart, together [4]float64
	for split := range uint64(splits) {
		tested := map[string]bool{}
		for _, i := range rand.New(rand.NewPCG(split, 1)).Perm(len(systems))[:len(systems)/2] {
			tested[systems[i]] = true
		}
		taught := guessApart(all, n, split, func(r rated) bool { return !tested[r.system] })
		fair := acrossDocs(all, n, split)
		for d := range apart {
			apart[d] += mean(within(all, tested, taught, d)) / splits
			together[d] += mean(within(all, tested, fair, d)) / splits
		}
	}
	line("  8 systems, fitted to 8 others", apart)
	line("  the same 8, fitted to all 16", together)
}

func line(name string, v [4]float64) {
	fmt.Printf("%-38s %-20.3f %-20.3f %-20.3f %-20.3f %.3f\n", name, v[0], v[1], v[2], v[3], (v[0]+v[1]+v[2]+v[3])/4)
}

// within are the correlations of the documents in which they are defined; others
// are NaN. Only some systems count if only is not nil.
func within(all []rated, only map[string]bool, guess [][4]float64, d int) []float64 {
	out := make([]float64, docsIn(all))
	for doc := range out {
		var x, y []float64
		for i, r := range all {
			if r.doc == doc && (only == nil || only[r.system]) {
				x, y = append(x, math.Round(guess[i][d]*1e9)), append(y, r.y[d])
			}
		}
		rho, ok := stats.Spearman(x, y)
		if !ok {
			rho = math.NaN()
		}
		out[doc] = rho
	}
	return out
}

func mean(values []float64) float64 {
	sum, n := 0.0, 0.0
	for _, v := range values {
		if !math.IsNaN(v) {
			sum += v
			n++
		}
	}
	return sum / n
}

// table prints a line: a correlation with its interval for each dimension.
func table(name string, all []rated, only map[string]bool, guess [][4]float64) {
	rho := make([][]float64, 4)
	for d := range rho {
		rho[d] = within(all, only, guess, d)
	}
	drawn := func(dims ...int) func(rows []int32) (float64, bool) {
		return func(rows []int32) (float64, bool) {
			sum := 0.0
			for _, d := range dims {
				values := make([]float64, len(rows))
				for i, row := range rows {
					values[i] = rho[d][row]
				}
				sum += mean(values) / float64(len(dims))
			}
			return sum, !math.IsNaN(sum)
		}
	}
	fmt.Printf("%-38s", name)
	for _, dims := range [][]int{{0}, {1}, {2}, {3}, {0, 1, 2, 3}} {
		sum := 0.0
		for _, d := range dims {
			sum += mean(rho[d]) / float64(len(dims))
		}
		i, _ := stats.Bootstrap(docsIn(all), 0.95, stats.Options{Resamples: 2000, Seed: 1}, drawn(dims...))
		fmt.Printf(" %-20s", fmt.Sprintf("%.3f [%.3f, %.3f]", sum, i.Low, i.High))
	}
	fmt.Println()
}

func printComposite(all []rated, digest string) {
	var y strings.Builder
	fmt.Fprintf(&y, "fitted:\n  command: script/fit-composite FILE\n  data: %s\n  documents: %d\n  summaries: %d\n", digest, docsIn(all), len(all))
	whole := fitRated(all, len(features()))
	y.WriteString("# the first and the last hundredth of each feature: what lies beyond counts as that\nrange:\n")
	for j, f := range features() {
		fmt.Fprintf(&y, "  %s: [%.4g, %.4g]\n", f.name, whole.low[j], whole.high[j])
	}
	y.WriteString("# coherence, consistency, fluency, relevance: the rating where all is 0, and what one more of a feature adds\n")
	for _, set := range []struct {
		name string
		of   []feature
	}{{"article", articleFeatures()}, {"references", features()}} {
		model := fitRated(all, len(set.of))
		fmt.Fprintf(&y, "%s:\n  base: %s\n  weights:\n", set.name, four(model.base))
		for j, f := range set.of {
			fmt.Fprintf(&y, "    %s: %s\n", f.name, four(model.weights[j]))
		}
	}
	fmt.Print(y.String())
}

func four(v [4]float64) string {
	return fmt.Sprintf("[%.4g, %.4g, %.4g, %.4g]", v[0], v[1], v[2], v[3])
}
