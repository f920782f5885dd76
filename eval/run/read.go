package run

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// maxLine bounds a line of a file, in bytes.
const maxLine = 64 << 20

// Read reads a run's file. It fails with bad_config and the number of the line
// for whatever is not as it should be, except a last line without its end, which
// is left out: see Run.Torn.
func Read(r io.Reader) (*Run, error) {
	p := &reader{run: &Run{}, at: map[sampleKey]int{}, arms: map[string]int{}, scores: map[string]bool{}}
	in := bufio.NewReaderSize(r, 1<<16)
	for {
		data, err := readLine(in)
		if errors.Is(err, io.EOF) {
			p.run.Torn = len(data) > 0
			break
		}
		if err == nil {
			p.line++
			err = p.take(data)
		}
		if err != nil {
			return nil, p.fault(err)
		}
		p.run.Size += int64(len(data))
	}
	if p.line == 0 {
		return nil, fault.New(fault.BadConfig, "the file holds no run: its first line must say %q", Format)
	}
	p.run.sort()
	return p.run, nil
}

// NewRun puts records in order. Of a sample that is there twice, the last one
// counts.
func NewRun(h Head, records []Record) *Run {
	r := &Run{Head: h}
	at := map[sampleKey]int{}
	for _, rec := range records {
		key := sampleKey{rec.Item, rec.Arm, rec.K}
		i, ok := at[key]
		if !ok {
			i = len(r.Records)
			at[key], r.Records = i, append(r.Records, Record{})
		}
		r.Records[i] = rec
	}
	r.sort()
	return r
}

type sampleKey struct {
	item, arm string
	k         int
}

type reader struct {
	run    *Run
	line   int
	at     map[sampleKey]int
	arms   map[string]int
	scores map[string]bool
}

// readLine returns a line with its end, or what there is of it and io.EOF.
func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > maxLine:
			return nil, errors.New("is too long")
		case !errors.Is(err, bufio.ErrBufferFull):
			return line, err
		}
	}
}

func (p *reader) fault(err error) error {
	var f *fault.Error
	if errors.As(err, &f) {
		return f
	}
	return fault.Wrap(fault.BadConfig, err, "line %d of the run: %v", max(1, p.line), err)
}

func (p *reader) problem(format string, args ...any) error {
	f := fault.New(fault.BadConfig, format, args...)
	return errors.New(f.Message)
}

func (p *reader) take(data []byte) error {
	if p.line == 1 {
		return p.head(data)
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil
	}
	var rec Record
	if err := json.Unmarshal(data, &rec); err != nil {
		return p.problem("is not a sample (%v)", err)
	}
	if err := p.check(&rec); err != nil {
		return err
	}
	key := sampleKey{rec.Item, rec.Arm, rec.K}
	if i, ok := p.at[key]; ok {
		if p.run.Records[i].Error == nil {
			return p.problem("sample %d of item %q by %s is there twice", rec.K, rec.Item, rec.Arm)
		}
		p.run.Records[i] = rec
		return nil
	}
	p.at[key] = len(p.run.Records)
	p.run.Records = append(p.run.Records, rec)
	return nil
}

func (p *reader) head(data []byte) error {
	var format struct{ Format string }
	if json.Unmarshal(data, &format) != nil || format.Format != Format {
		return p.problem("does not begin a run: its format must be %q", Format)
	}
	if err := json.Unmarshal(data, &p.run.Head); err != nil {
		return p.problem("is not the head of a run (%v)", err)
	}
	h := &p.run.Head
	if len(h.Arms) == 0 || h.Samples < 1 || h.Suite.Items < 1 {
		return p.problem("the head needs arms, samples and a suite with items")
	}
	for i, arm := range h.Arms {
		if _, ok := p.arms[arm.Name]; ok || arm.Name == "" {
			return p.problem("arm %d needs a name of its own", i+1)
		}
		p.arms[arm.Name] = i
	}
	for _, s := range h.Scores {
		if p.scores[s.Name] || s.Name == "" {
			return p.problem("score %q needs a name of its own", s.Name)
		}
		p.scores[s.Name] = true
	}
	return nil
}

func (p *reader) check(rec *Record) error {
	if _, ok := p.arms[rec.Arm]; !ok {
		return p.problem("there is no arm %q in the head", rec.Arm)
	}
	switch {
	case rec.Item == "":
		return p.problem("has no item")
	case rec.K < 1 || rec.K > p.run.Samples:
		return p.problem("k is %d, and there are samples 1 to %d", rec.K, p.run.Samples)
	case !(rec.Weight > 0):
		return p.problem("the weight must be over 0")
	case rec.Error == nil && rec.Result == nil:
		return p.problem("has neither a result nor an error")
	}
	for _, s := range rec.Scores {
		if !p.scores[s.Name] {
			return p.problem("there is no score %q in the head", s.Name)
		}
		if s.Value == nil && s.Unscored == "" {
			return p.problem("score %s has neither a value nor a reason", s.Name)
		}
	}
	return nil
}

func (r *Run) sort() {
	arms := map[string]int{}
	for i, arm := range r.Arms {
		arms[arm.Name] = i
	}
	slices.SortFunc(r.Records, func(a, b Record) int {
		return cmp.Or(cmp.Compare(a.Item, b.Item), cmp.Compare(arms[a.Arm], arms[b.Arm]), cmp.Compare(a.K, b.K))
	})
}
