package article

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"unicode"
)

// TestExtractionData measures what Read takes from real pages against the body
// that a person marked: 4-word shingles, matches clipped and divided by the
// page's size, precision and recall averaged over pages, F1 from the averages.
func TestExtractionData(t *testing.T) {
	dir := os.Getenv("NUTGRAF_DATA")
	if dir == "" {
		t.Skip("NUTGRAF_DATA is not set: no pages to measure extraction on")
	}
	if found, _ := filepath.Glob(filepath.Join(dir, "extraction*")); len(found) > 0 {
		dir = found[0]
	}
	pages := loadPages(t, dir)
	scores := make([]score, 0, len(pages))
	for _, p := range pages {
		s := p.measure()
		scores = append(scores, s)
		if testing.Verbose() && (s.precision < 0.9 || s.recall < 0.9) {
			t.Logf("%.8s precision %.3f recall %.3f %s", p.id, s.precision, s.recall, p.URL)
		}
	}
	m := mean(scores)
	low, high := bootstrap(scores)
	t.Logf("%d pages, 95 %% intervals from 2,000 resamples of pages", len(scores))
	t.Logf("precision %.4f  [%.4f, %.4f]", m.precision, low.precision, high.precision)
	t.Logf("recall    %.4f  [%.4f, %.4f]", m.recall, low.recall, high.recall)
	t.Logf("F1        %.4f  [%.4f, %.4f]", m.f1(), low.f, high.f)
}

type markedPage struct {
	id, html    string
	ArticleBody string
	URL         string
}

func loadPages(t *testing.T, dir string) []markedPage {
	data, err := os.ReadFile(filepath.Join(dir, "ground-truth.json"))
	if err != nil {
		t.Skipf("no pages to measure extraction on: %v", err)
	}
	var truth map[string]markedPage
	if err := json.Unmarshal(data, &truth); err != nil {
		t.Fatal(err)
	}
	var pages []markedPage
	for id, p := range truth {
		p.id, p.html = id, gunzip(t, filepath.Join(dir, "html", id+".html.gz"))
		pages = append(pages, p)
	}
	sort.Slice(pages, func(i, j int) bool { return pages[i].id < pages[j].id })
	return pages
}

func gunzip(t *testing.T, path string) string {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func (p markedPage) measure() score {
	text := ""
	if a, err := Read(strings.NewReader(p.html), Options{Format: HTML, URL: p.URL}); err == nil {
		text = a.Text
	}
	return compare(shingles(p.ArticleBody), shingles(text))
}

// score is one page's; f is only set in intervals.
type score struct{ precision, recall, f float64 }

func (s score) f1() float64 {
	if s.precision+s.recall == 0 {
		return 0
	}
	return 2 * s.precision * s.recall / (s.precision + s.recall)
}

func shingles(text string) map[string]int {
	words := strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) && r != '_'
	})
	out := map[string]int{}
	if len(words) > 0 && len(words) < 4 {
		out[strings.Join(words, " ")]++
	}
	for i := 0; i+4 <= len(words); i++ {
		out[strings.Join(words[i:i+4], " ")]++
	}
	return out
}

func compare(want, got map[string]int) score {
	var both, wanted, found int
	for k, n := range want {
		both += min(n, got[k])
		wanted += n
	}
	for _, n := range got {
		found += n
	}
	s := score{precision: 1, recall: 1}
	if found > 0 {
		s.precision = float64(both) / float64(found)
	} else if wanted > 0 {
		s.precision = 0
	}
	if wanted > 0 {
		s.recall = float64(both) / float64(wanted)
	}
	return s
}

func mean(scores []score) score {
	var m score
	for _, s := range scores {
		m.precision += s.precision / float64(len(scores))
		m.recall += s.recall / float64(len(scores))
	}
	return m
}

func bootstrap(scores []score) (low, high score) {
	const rounds = 2000
	random := rand.New(rand.NewPCG(1, 2))
	columns := [3][]float64{}
	sample := make([]score, len(scores))
	for range rounds {
		for i := range sample {
			sample[i] = scores[random.IntN(len(scores))]
		}
		m := mean(sample)
		for i, v := range []float64{m.precision, m.recall, m.f1()} {
			columns[i] = append(columns[i], v)
		}
	}
	for i := range columns {
		sort.Float64s(columns[i])
	}
	at := func(k int) score { return score{columns[0][k], columns[1][k], columns[2][k]} }
	return at(rounds * 25 / 1000), at(rounds * 975 / 1000)
}
