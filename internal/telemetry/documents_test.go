package telemetry

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"go.yaml.in/yaml/v3"
)

var update = flag.Bool("update", false, "write the table of metrics anew")

const (
	dashboardFile  = "../../deploy/grafana/nutgraf.json"
	operationsFile = "../../docs/operations.md"
)

// metric is what an expression may say of a metric.
type metric struct {
	kind   string
	help   string
	labels []string
}

// known are all metrics of the registry.
func known(t *testing.T) map[string]metric {
	t.Helper()
	tel := exercised(t)
	out := map[string]metric{}
	for name, f := range families(t, tel) {
		m := metric{kind: strings.ToLower(f.GetType().String()), help: f.GetHelp()}
		for _, l := range f.GetMetric()[0].GetLabel() {
			m.labels = append(m.labels, l.GetName())
		}
		out[name] = m
	}
	described := make(chan *prometheus.Desc, 1000)
	tel.registry.Describe(described)
	close(described)
	for d := range described {
		name, _, _ := strings.Cut(strings.TrimPrefix(d.String(), `Desc{fqName: "`), `"`)
		if _, ok := out[name]; !ok && strings.HasPrefix(name, namespace) {
			t.Errorf("the test gives %s no value", name)
		}
	}
	return out
}

var (
	metricName = regexp.MustCompile(`\b(?:nutgraf|go|process|promhttp)_[a-z0-9_]+`)
	selector   = regexp.MustCompile(`([a-z0-9_]+)\{([^{}]*)\}`)
	matcher    = regexp.MustCompile(`([a-z_]+)\s*(?:=~|!~|!=|=)\s*"[^"]*"`)
	grouping   = regexp.MustCompile(`\bby \(([^)]*)\)`)
	quoted     = regexp.MustCompile(`"[^"]*"`)
)

// fromScraping are the labels that Prometheus adds.
var fromScraping = []string{"job", "instance"}

// problems says what an expression names that there is not.
func problems(expr string, all map[string]metric) []string {
	var out []string
	allowed := slices.Concat(fromScraping, []string{"le"})
	for _, name := range metricName.FindAllString(quoted.ReplaceAllString(expr, `""`), -1) {
		m, ok := lookUp(name, all)
		if !ok {
			out = append(out, "no metric "+name)
		}
		allowed = append(allowed, m.labels...)
	}
	for _, s := range selector.FindAllStringSubmatch(expr, -1) {
		m, _ := lookUp(s[1], all)
		for _, label := range matcher.FindAllStringSubmatch(s[2], -1) {
			if !slices.Contains(slices.Concat(fromScraping, m.labels), label[1]) {
				out = append(out, fmt.Sprintf("%s has no label %s", s[1], label[1]))
			}
		}
	}
	for _, g := range grouping.FindAllStringSubmatch(expr, -1) {
		for label := range strings.SplitSeq(g[1], ",") {
			if label = strings.TrimSpace(label); !slices.Contains(allowed, label) {
				out = append(out, "grouped by "+label+", which no metric of it has")
			}
		}
	}
	return out
}

// lookUp finds a metric by its name in an expression. A histogram has its parts
// alone.
func lookUp(name string, all map[string]metric) (metric, bool) {
	for _, part := range []string{"_bucket", "_count", "_sum"} {
		if m, ok := all[strings.TrimSuffix(name, part)]; ok && m.kind == strings.ToLower(dto.MetricType_HISTOGRAM.String()) {
			return m, strings.HasSuffix(name, part)
		}
	}
	m, ok := all[name]
	return m, ok
}

func TestProblemsAreFound(t *testing.T) {
	all := known(t)
	for expr, want := range map[string]int{
		`sum(rate(nutgraf_runs_total{outcome="ok"}[5m]))`:                                              0,
		`sum by (engine) (rate(nutgraf_runs_total[5m]))`:                                               0,
		`sum(rate(nutgraf_run_total[5m]))`:                                                             1,
		`sum(rate(nutgraf_runs_total{result="ok"}[5m]))`:                                               1,
		`sum by (route) (rate(nutgraf_runs_total[5m]))`:                                                1,
		`rate(nutgraf_run_duration_seconds[5m])`:                                                       1,
		`histogram_quantile(0.5, sum by (le, kind) (rate(nutgraf_run_duration_seconds_bucket[5m])))`:   0,
		`rate(nutgraf_runs_total_count[5m])`:                                                           1,
		`nutgraf_http_request_duration_seconds_count{route!~"/nutgraf_x|.*/events", instance="nut_x"}`: 0,
	} {
		if got := problems(expr, all); len(got) != want {
			t.Errorf("%s: %v", expr, got)
		}
	}
}

func TestDashboardNamesWhatThereIs(t *testing.T) {
	type target struct{ Expr, RefID string }
	type source struct{ Type, UID string }
	type place struct{ H, W, X, Y int }
	var dashboard struct {
		SchemaVersion int
		Templating    struct {
			List []struct{ Name, Type, Definition string }
		}
		Panels []struct {
			ID          int
			Type, Title string
			Description string
			Datasource  source
			GridPos     place
			Targets     []target
		}
	}
	data, err := os.ReadFile(dashboardFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &dashboard); err != nil {
		t.Fatal(err)
	}
	all, ids, shown := known(t), map[int]bool{}, map[string]bool{}
	for _, p := range dashboard.Panels {
		if ids[p.ID] || p.Title == "" || p.GridPos.W < 1 || p.GridPos.X+p.GridPos.W > 24 {
			t.Errorf("panel %d %q: its ID, title or place is wrong", p.ID, p.Title)
		}
		ids[p.ID] = true
		if p.Type == "row" {
			continue
		}
		if p.Datasource.UID != "${datasource}" || p.Description == "" || len(p.Targets) == 0 {
			t.Errorf("panel %q has no data source, description or expression", p.Title)
		}
		for _, target := range p.Targets {
			for _, problem := range problems(target.Expr, all) {
				t.Errorf("panel %q: %s in %s", p.Title, problem, target.Expr)
			}
			for _, name := range metricName.FindAllString(target.Expr, -1) {
				shown[name] = true
			}
		}
	}
	for _, v := range dashboard.Templating.List {
		for _, problem := range problems(v.Definition, all) {
			t.Errorf("variable %s: %s", v.Name, problem)
		}
	}
	for name := range all {
		if strings.HasPrefix(name, namespace) && !shown[name] && !shown[name+"_bucket"] && !shown[name+"_sum"] {
			t.Errorf("no panel shows %s", name)
		}
	}
	if dashboard.SchemaVersion < 40 || len(dashboard.Templating.List) == 0 || dashboard.Templating.List[0].Type != "datasource" {
		t.Error("the dashboard is of an old schema, or has no variable for its data source")
	}
}

// table is the metrics as docs/operations.md lists them.
func table(all map[string]metric) string {
	names := make([]string, 0, len(all))
	for name := range all {
		if strings.HasPrefix(name, namespace+"_") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var out strings.Builder
	out.WriteString("| metric | kind | labels | what it says |\n|---|---|---|---|\n")
	for _, name := range names {
		m, labels := all[name], "-"
		if len(m.labels) > 0 {
			labels = "`" + strings.Join(m.labels, "`, `") + "`"
		}
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s |\n", name, m.kind, labels, strings.ReplaceAll(m.help, "|", `\|`))
	}
	return out.String()
}

func TestMetricsAreDocumented(t *testing.T) {
	const begin, end = "<!-- metrics: begin -->\n", "<!-- metrics: end -->"
	data, err := os.ReadFile(operationsFile)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), begin)
	have, after, found := strings.Cut(rest, end)
	if !ok || !found {
		t.Fatal("docs/operations.md has no place for the metrics")
	}
	want := table(known(t))
	if *update {
		if err := os.WriteFile(operationsFile, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if have != want {
		t.Errorf("docs/operations.md lists other metrics than there are; go test ./internal/telemetry -run TestMetricsAreDocumented -update\nhave:\n%s\nwant:\n%s", have, want)
	}
}

func TestAlertsNameWhatThereIs(t *testing.T) {
	data, err := os.ReadFile(operationsFile)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), "```yaml\ngroups:")
	text, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatal("docs/operations.md has no rules")
	}
	var rules struct {
		Groups []struct {
			Name  string
			Rules []struct {
				Alert       string
				Expr        string
				For         string
				Labels      map[string]string
				Annotations map[string]string
			}
		}
	}
	decoder := yaml.NewDecoder(strings.NewReader("groups:" + text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&rules); err != nil {
		t.Fatal(err)
	}
	all, n := known(t), 0
	for _, g := range rules.Groups {
		for _, r := range g.Rules {
			n++
			if r.Alert == "" || r.Expr == "" || r.For == "" || r.Labels["severity"] == "" || r.Annotations["summary"] == "" || r.Annotations["description"] == "" {
				t.Errorf("rule %q is not whole", r.Alert)
			}
			for _, problem := range problems(r.Expr, all) {
				t.Errorf("rule %s: %s", r.Alert, problem)
			}
		}
	}
	if n < 8 {
		t.Errorf("%d rules were read", n)
	}
}
