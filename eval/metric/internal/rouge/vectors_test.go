package rouge

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"testing"

	"github.com/nutgraf/nutgraf/internal/datatest"
)

// vector is a case whose scores are known.
type vector struct {
	ID, Kind, Prediction string
	Reference            *string
	References           []string
	UseStemmer           bool `json:"use_stemmer"`
	Rouge1, Rouge2       [3]float64
	RougeL, RougeLsum    [3]float64
}

func (v *vector) want() [Kinds][3]float64 {
	return [Kinds][3]float64{v.Rouge1, v.Rouge2, v.RougeL, v.RougeLsum}
}

// TestVectors holds the scores against testdata/vectors.jsonl, to the last bit.
// Its numbers were made with the definitions of rouge_score (google-research,
// rouge/rouge_scorer.py) run under Python 3.11 with the PorterStemmer of NLTK 3.8.
func TestVectors(t *testing.T) {
	f, err := os.Open("testdata/vectors.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	checkVectors(t, f)
}

// TestVectorData does the same with the files rouge_vectors*.jsonl.gz of the
// folder that NUTGRAF_DATA names, or with that file.
func TestVectorData(t *testing.T) {
	datatest.Each(t, "rouge_vectors", func(file string, r io.Reader) {
		same, all := checkVectors(t, r)
		t.Logf("%s: %d of %d vectors are equal to the last bit", file, same, all)
	})
}

func checkVectors(t *testing.T, r io.Reader) (same, all int) {
	t.Helper()
	scorers := map[bool]*Scorer{true: {Stem: true}, false: {}}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var v vector
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		all++
		if v.Reference != nil {
			v.References = []string{*v.Reference}
		}
		results, _ := scorers[v.UseStemmer].Score(v.Prediction, v.References, One, Two, L, Lsum)
		if got := best(results); got != v.want() {
			t.Errorf("%s (%s): %v, want %v", v.ID, v.Kind, got, v.want())
		} else {
			same++
		}
	}
	if err := lines.Err(); err != nil || all < 40 {
		t.Errorf("%d vectors were read: %v", all, err)
	}
	return same, all
}

// best takes the first of the highest F of each kind.
func best(results []Result) (out [Kinds][3]float64) {
	for kind := range Kinds {
		top := results[0].Scores[kind]
		for _, r := range results[1:] {
			if r.Scores[kind].F > top.F {
				top = r.Scores[kind]
			}
		}
		out[kind] = [3]float64{top.Precision, top.Recall, top.F}
	}
	return out
}
