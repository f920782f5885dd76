package main

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/internal/config"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/replay"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

const judgeKey = "sk-judge-canary-5d21"

func judgeApp(t *testing.T, flags map[string]string) (*app, *config.Config) {
	t.Helper()
	a := &app{streams: streams{strings.NewReader(""), io.Discard, io.Discard}, flags: flags}
	t.Cleanup(func() {
		for _, f := range a.atExit {
			f()
		}
	})
	t.Chdir(t.TempDir())
	cfg, err := a.loadConfig()
	if err != nil {
		t.Fatal(err)
	}
	return a, cfg
}

func judgeServer(t *testing.T, script ...scripted.Reply) *scripted.Server {
	t.Helper()
	srv := scripted.New(scripted.Options{Key: judgeKey}, script...)
	t.Cleanup(srv.Close)
	return srv
}

func judgedSample(t *testing.T) *metric.Sample {
	t.Helper()
	text := "Ferry stops\n\nThe harbour board of Merrow stops the ferry in May. About 300 people take it every day. A bridge replaces it. The board said on Monday that the old boat had become too expensive to repair, and that the crew of six would be offered work in the port."
	art, err := article.Read(strings.NewReader(text), article.Options{})
	if err != nil {
		t.Fatal(err)
	}
	draft := article.Summary{Why: article.Claim{Text: "About 300 people take the ferry."}, Takeaways: []article.Claim{{Text: "Merrow stops the ferry in May"}}}
	return &metric.Sample{Draft: &draft, Article: art, Parts: []article.Reference{{Why: "Merrow loses its ferry.", Takeaways: []string{"A bridge replaces the ferry"}}}}
}

func TestSplitMetrics(t *testing.T) {
	for _, tt := range []struct{ names, plain, byModel []string }{
		{nil, nil, nil},
		{[]string{"rouge1", "judge.fluency", "similarity"}, []string{"rouge1"}, []string{"judge.fluency", "similarity"}},
		{[]string{"judge"}, []string{}, []string{"judge"}},
	} {
		plain, byModel := splitMetrics(tt.names)
		if !slices.Equal(plain, tt.plain) || (plain == nil) != (tt.plain == nil) || !slices.Equal(byModel, tt.byModel) {
			t.Errorf("%q: %q, %q", tt.names, plain, byModel)
		}
	}
}

func TestModelMetrics(t *testing.T) {
	srv := judgeServer(t)
	flags := map[string]string{
		"judge.model": "grader", "judge.base_url": srv.URL(), "judge.api_key": judgeKey,
		"embeddings.model": "vec", "embeddings.base_url": srv.URL(), "embeddings.api_key": judgeKey,
	}
	a, cfg := judgeApp(t, flags)
	metrics, err := a.modelMetrics(t.Context(), cfg, []string{"judge.fluency", "similarity", "judge.coverage"}, modelScoring{})
	if err != nil || len(metrics) != 2 {
		t.Fatalf("%d metrics, %v", len(metrics), err)
	}
	var names []string
	for _, m := range metrics {
		scores, err := m.Score(t.Context(), judgedSample(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range scores {
			names = append(names, s.Name)
			if s.Value == nil {
				t.Errorf("%+v", s)
			}
		}
	}
	want := []string{"similarity", "similarity.takeaways.p", "similarity.takeaways.r", "similarity.takeaways.f", "judge.coverage", "judge.fluency"}
	if !slices.Equal(names, want) {
		t.Errorf("scores %q, want %q", names, want)
	}
}

func TestModelMetricsThatAreRefused(t *testing.T) {
	srv := judgeServer(t)
	judge := map[string]string{"judge.model": "grader", "judge.base_url": srv.URL(), "judge.api_key": judgeKey}
	host := strings.TrimSuffix(strings.TrimPrefix(srv.URL(), "http://"), "/v1")
	for _, tt := range []struct {
		name  string
		flags map[string]string
		asked string
		how   modelScoring
		code  fault.Code
		says  string
	}{
		{"no judge", map[string]string{}, "judge", modelScoring{}, fault.BadConfig, "judge.model"},
		{"no model for vectors", judge, "similarity", modelScoring{}, fault.BadConfig, "embeddings.model"},
		{"no such rubric", judge, "judge.taste", modelScoring{}, fault.BadUsage, "judge.faithfulness"},
		{"itself", judge, "judge", modelScoring{drafting: []summarize.ModelInfo{{Name: "Grader", EndpointHost: host}}}, fault.PolicyRefused, "judge.allow_same_model"},
	} {
		a, cfg := judgeApp(t, tt.flags)
		_, err := a.modelMetrics(t.Context(), cfg, []string{tt.asked}, tt.how)
		if fault.CodeOf(err) != tt.code || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	if n := len(srv.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestModelMetricsKeepToTheBudget(t *testing.T) {
	srv := judgeServer(t)
	flags := map[string]string{"judge.model": "grader", "judge.base_url": srv.URL(), "judge.api_key": judgeKey}
	for _, tt := range []struct {
		name   string
		prices []config.Price
		usd    float64
		code   fault.Code
		sent   int // with the question about the way of scoring
	}{
		{"no price", nil, 1, fault.OverBudget, 0},
		{"enough", []config.Price{{Model: "grader", Input: 1, Output: 1}}, 1, "", 2},
		{"not enough", []config.Price{{Model: "grader", Input: 1, Output: 1}}, 0.001, fault.OverBudget, 1},
	} {
		a, cfg := judgeApp(t, flags)
		cfg.Prices = tt.prices
		b := newBudget(tt.usd, true)
		before := len(srv.Requests())
		metrics, err := a.modelMetrics(t.Context(), cfg, []string{"judge.fluency"}, modelScoring{budget: b})
		if err == nil {
			_, err = metrics[0].Score(t.Context(), judgedSample(t))
		}
		if sent := len(srv.Requests()) - before; fault.CodeOf(err) != tt.code || sent != tt.sent {
			t.Errorf("%s: %v after %d requests", tt.name, err, sent)
		}
		if tt.code == "" && (b.left >= tt.usd || b.left < tt.usd-0.01 || b.open != 0) {
			t.Errorf("%s: %v left", tt.name, b.left)
		}
	}
}

// What was recorded is scored the same again with no server and no key, and no
// key is in the cassettes.
func TestModelMetricsAreReplayed(t *testing.T) {
	for name, script := range map[string]scripted.Reply{
		"samples": {NoOdds: true, Rejects: []string{"seed"}}, "logprobs": {Rejects: []string{"logprobs>5"}},
	} {
		t.Run(name, func(t *testing.T) {
			srv := judgeServer(t, script)
			flags := map[string]string{
				"judge.model": "grader", "judge.base_url": srv.URL(), "judge.api_key": judgeKey,
				"embeddings.model": "vec", "embeddings.base_url": srv.URL(), "embeddings.api_key": judgeKey,
			}
			dir := t.TempDir()
			recorded := scoresBy(t, flags, replay.Record, dir)
			srv.Close()
			delete(flags, "judge.api_key")
			delete(flags, "embeddings.api_key")
			if got := scoresBy(t, flags, replay.Strict, dir); !reflect.DeepEqual(got, recorded) || len(got) != 9 {
				t.Errorf("recorded %v, replayed %v", recorded, got)
			}
			err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return err
				}
				data, err := os.ReadFile(path)
				if strings.Contains(string(data), "canary") {
					t.Errorf("%s holds the key", path)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

// scoresBy scores one sample with all metrics that call models.
func scoresBy(t *testing.T, flags map[string]string, mode replay.Mode, dir string) map[string]float64 {
	t.Helper()
	a, cfg := judgeApp(t, flags)
	e := &entrance{app: a, mode: mode, cassettes: dir}
	if err := e.open(); err != nil {
		t.Fatal(err)
	}
	metrics, err := a.modelMetrics(t.Context(), cfg, []string{"judge", "similarity"}, e.scoring())
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := e.session(t.Context(), "ferry", "arm", 1)
	out := map[string]float64{}
	for _, m := range metrics {
		scores, err := m.Score(ctx, judgedSample(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range scores {
			if s.Value == nil {
				t.Errorf("%+v", s)
				continue
			}
			out[s.Name] = *s.Value
		}
	}
	if _, err := end(true); err != nil {
		t.Fatal(err)
	}
	return out
}
