package meta

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Document is an article with the summaries that systems made of it.
type Document struct {
	ID string `json:"id"` // unique in the file; the number of the line when there is none
	// Lang is the BCP 47 language, detected when it is "".
	Lang       string    `json:"lang"`
	Article    string    `json:"article"`
	References []string  `json:"references"`
	Systems    []Summary `json:"systems"`
}

// Summary is a system's summary with what people said of it.
type Summary struct {
	System string `json:"system"`
	Text   string `json:"summary"`
	// Human is the rating in each dimension. A dimension that Annotators alone has
	// is the mean of theirs.
	Human map[string]float64 `json:"human"`
	// Annotators are the ratings of each single person, in the same order in every
	// summary.
	Annotators map[string][]float64 `json:"annotators"`
}

const (
	maxLine     = 16 << 20 // bytes
	maxUnpacked = 1 << 30  // bytes
	mostErrors  = 20       // lines that are told one by one
)

// Read reads documents, one a line, packed with gzip or not. Its error is a
// *fault.Error with bad_usage that names every line that is wrong (the first
// twenty), with the file's name before.
func Read(r io.Reader, name string) ([]Document, error) {
	in, err := unpacked(r)
	if err != nil {
		return nil, fault.Wrap(fault.BadUsage, err, "%s: it cannot be unpacked: %v", name, err)
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 0, 64<<10), maxLine)
	var documents []Document
	var problems []string
	seen := map[string]int{}
	number := 0
	for lines.Scan() {
		number++
		text := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\ufeff")))
		if len(text) == 0 {
			continue
		}
		d, err := decode(text, number)
		if err == nil && seen[d.ID] > 0 {
			err = fmt.Errorf("the same id as in line %d", seen[d.ID])
		}
		if err != nil {
			problems = append(problems, fmt.Sprintf("%s:%d: %v", name, number, err))
			continue
		}
		seen[d.ID] = number
		documents = append(documents, *d)
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		problems = append(problems, fmt.Sprintf("%s:%d: the line is over %d MB", name, number+1, maxLine>>20))
	} else if err != nil {
		return nil, fault.Wrap(fault.BadUsage, err, "%s: it cannot be read: %v", name, err)
	}
	switch {
	case len(problems) > mostErrors:
		problems = append(problems[:mostErrors:mostErrors], fmt.Sprintf("%s: and %d lines more", name, len(problems)-mostErrors))
		fallthrough
	case len(problems) > 0:
		return nil, fault.New(fault.BadUsage, "%s", strings.Join(problems, "\n"))
	case len(documents) == 0:
		return nil, fault.New(fault.BadUsage, "%s: there are no documents in it", name)
	}
	return documents, nil
}

func unpacked(r io.Reader) (io.Reader, error) {
	in := bufio.NewReader(r)
	if head, _ := in.Peek(2); !bytes.Equal(head, []byte{0x1f, 0x8b}) {
		return in, nil
	}
	z, err := gzip.NewReader(in)
	if err != nil {
		return nil, err
	}
	return &limited{z, maxUnpacked}, nil
}

// limited fails where more is read than is left, so that what is cut off is not
// taken for the end.
type limited struct {
	r    io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, fmt.Errorf("it is over %d MB unpacked", maxUnpacked>>20)
	}
	return n, err
}

// decode reads a document. Its errors hold none of the line's text.
func decode(line []byte, number int) (*Document, error) {
	d := new(Document)
	if err := json.Unmarshal(line, d); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) {
			return nil, fmt.Errorf("%q must not be a JSON %s", kind.Field, kind.Value)
		}
		return nil, errors.New("it is not JSON: " + err.Error())
	}
	if d.ID == "" {
		d.ID = fmt.Sprintf("line %d", number)
	}
	if len(d.Systems) == 0 {
		return nil, errors.New(`there are no "systems" with their summaries`)
	}
	seen := map[string]bool{}
	for i := range d.Systems {
		s := &d.Systems[i]
		switch {
		case s.System == "":
			return nil, fmt.Errorf(`summary %d has no "system"`, i+1)
		case seen[s.System]:
			return nil, fmt.Errorf("system %q is there twice", s.System)
		}
		seen[s.System] = true
		if err := s.check(); err != nil {
			return nil, fmt.Errorf("system %q: %w", s.System, err)
		}
	}
	return d, nil
}

// check reports ratings that are none, and takes the mean of annotators where it
// is not given.
func (s *Summary) check() error {
	for name, ratings := range s.Annotators {
		if len(ratings) == 0 {
			return fmt.Errorf("annotators: %q has no rating", name)
		}
		if _, given := s.Human[name]; given {
			continue
		}
		if s.Human == nil {
			s.Human = map[string]float64{}
		}
		s.Human[name] = mean(ratings)
	}
	if len(s.Human) == 0 {
		return errors.New(`there is no rating: "human" must hold a number for each dimension`)
	}
	return nil
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / math.Max(1, float64(len(values)))
}

// dimensions lists what was rated, by name.
func dimensions(documents []Document) []string {
	var names []string
	for _, d := range documents {
		for _, s := range d.Systems {
			for name := range s.Human {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
