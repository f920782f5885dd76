package report

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"github.com/nutgraf/nutgraf/eval/compare"
	"github.com/nutgraf/nutgraf/eval/run"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

// The elements of JUnit's format, as Jenkins, GitLab and GitHub's actions read
// them: https://github.com/testmoapp/junitxml.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name       string           `xml:"name,attr"`
		Tests      int              `xml:"tests,attr"`
		Failures   int              `xml:"failures,attr"`
		Errors     int              `xml:"errors,attr"`
		Time       string           `xml:"time,attr,omitempty"`
		Properties *junitProperties `xml:"properties"`
		Cases      []junitCase      `xml:"testcase"`
	}
	junitCase struct {
		Name       string           `xml:"name,attr"`
		Class      string           `xml:"classname,attr"`
		Time       string           `xml:"time,attr,omitempty"`
		Properties *junitProperties `xml:"properties"`
		Failure    *junitMessage    `xml:"failure"`
		Error      *junitMessage    `xml:"error"`
		Out        string           `xml:"system-out,omitempty"`
	}
	junitProperties struct {
		List []junitProperty `xml:"property"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitMessage struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
	}
)

// JUnit writes a test suite for the gate, with a case for each gated score, and one
// for each arm, with a case for each sample. Scores are properties of the cases,
// passing ones included. A regression is a failure; what is inconclusive, and a
// sample that failed, is an error.
func (r *Report) JUnit(w io.Writer) error {
	all := junitSuites{Name: "nutgraf eval"}
	if r.Comparison != nil {
		all.Suites = append(all.Suites, r.junitGate())
	}
	for i := range r.Arms {
		all.Suites = append(all.Suites, junitArm(&r.Arms[i]))
	}
	for i := range all.Suites {
		s := &all.Suites[i]
		s.count()
		all.Tests, all.Failures, all.Errors = all.Tests+s.Tests, all.Failures+s.Failures, all.Errors+s.Errors
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (s *junitSuite) count() {
	s.Tests = len(s.Cases)
	for _, c := range s.Cases {
		if c.Failure != nil {
			s.Failures++
		}
		if c.Error != nil {
			s.Errors++
		}
	}
}

func (r *Report) junitGate() junitSuite {
	c := r.Comparison
	s := junitSuite{Name: "gate"}
	s.Properties = properties(
		"verdict", string(c.Verdict), "base", c.Base.Name, "candidate", c.Candidate.Name, "suite", c.Suite, "suite_digest", c.Digest,
		"signature", c.Signature, "base_signature", c.Base.Signature, "candidate_signature", c.Candidate.Signature)
	for _, m := range c.Metrics {
		if !m.Gated {
			continue
		}
		test := junitCase{Name: plain.Clean(m.Name), Class: "gate", Properties: properties(
			"verdict", string(m.Verdict), "base", exact(m.Base), "candidate", exact(m.Candidate), "change", exact(m.Change), "low", exact(m.Low), "high", exact(m.High),
			"p", exact(m.DropPAdjusted), "allowed", exact(m.Delta), "detectable", exact(m.Detectable), "noise_floor", exact(m.NoiseFloor),
			"items", strconv.Itoa(m.Items), "signature", m.Signature)}
		switch m.Verdict {
		case compare.Regression:
			test.Failure = &junitMessage{plain.Clean(r.reason(m)), string(m.Verdict)}
		case compare.Inconclusive:
			test.Error = &junitMessage{plain.Clean(r.reason(m)), string(m.Verdict)}
		}
		s.Cases = append(s.Cases, test)
	}
	return s
}

func junitArm(a *Arm) junitSuite {
	s := junitSuite{Name: plain.Clean(a.Name)}
	total := int64(0)
	list := []string{"engine", a.Run.Engine, "model", a.Run.Model, "profile", a.Run.Profile.Name, "signature", a.Run.Signature, "usd", exact(a.Cost.USD)}
	for _, score := range a.Scores {
		list = append(list, "mean."+score.Name, exact(score.Mean))
	}
	s.Properties = properties(list...)
	for _, rec := range a.records {
		total += rec.MS
		s.Cases = append(s.Cases, junitSample(a, rec))
	}
	s.Time = seconds(total)
	return s
}

func junitSample(a *Arm, rec *run.Record) junitCase {
	test := junitCase{Name: plain.Clean(rec.Item), Class: plain.Clean(a.Run.Name), Time: seconds(rec.MS)}
	if a.PerItem > 1 {
		test.Name += " " + strconv.Itoa(rec.K)
	}
	var list []string
	for _, s := range rec.Scores {
		if s.Value != nil {
			list = append(list, s.Name, exact(s.Value))
		}
	}
	test.Properties = properties(list...)
	if rec.Error != nil {
		test.Error = &junitMessage{plain.Clean(rec.Error.Message), string(rec.Error.Code)}
	}
	return test
}

// properties makes properties of names and values that take turns; those without a
// value are left out.
func properties(list ...string) *junitProperties {
	var p junitProperties
	for i := 0; i+1 < len(list); i += 2 {
		if list[i+1] != "" {
			p.List = append(p.List, junitProperty{plain.Clean(list[i]), plain.Clean(list[i+1])})
		}
	}
	if len(p.List) == 0 {
		return nil
	}
	return &p
}

// exact writes a number with all its places, "" when there is none.
func exact(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'g', -1, 64)
}

func seconds(ms int64) string {
	return strings.TrimSuffix(strconv.FormatFloat(float64(ms)/1000, 'f', 3, 64), ".000")
}
