package eval

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// lineProblem is what is wrong on a line of a file.
type lineProblem struct {
	line int
	text string
}

// lineProblems is what is wrong with a file.
type lineProblems []lineProblem

// Error lists the problems with their lines.
func (p lineProblems) Error() string {
	lines := make([]string, len(p))
	for i, one := range p {
		lines[i] = fmt.Sprintf("line %d: %s", one.line, one.text)
	}
	return strings.Join(lines, "; ")
}

// decodeYAML reads one value, strictly. Its error is of type lineProblems.
func decodeYAML(data []byte, into any) error {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	err := decodeOne(dec, into)
	var mismatches *yaml.TypeError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.EOF):
		return lineProblems{{1, "is empty"}}
	case errors.As(err, &mismatches):
		var problems lineProblems
		for _, text := range mismatches.Errors {
			problems = append(problems, problemOf(text))
		}
		return problems
	}
	return lineProblems{problemOf(err.Error())}
}

var (
	yamlLine     = regexp.MustCompile(`^(?:yaml: )?(?:line ([0-9]+): )?(?s:(.*))$`)
	unknownField = regexp.MustCompile(`^field (.*) not found in type .*$`)
	wrongType    = regexp.MustCompile(`^cannot unmarshal !!(\w+)(?: (` + "`.*`" + `))? into .*$`)
	sameKey      = regexp.MustCompile(`^mapping key (".*") already defined at line ([0-9]+)$`)
)

// problemOf takes the line out of an error of the YAML reader, and what only
// programmers understand.
func problemOf(text string) lineProblem {
	parts := yamlLine.FindStringSubmatch(text)
	p := lineProblem{1, parts[2]}
	if n, err := strconv.Atoi(parts[1]); err == nil {
		p.line = n
	}
	p.text = unknownField.ReplaceAllString(p.text, `there is no key "$1"`)
	p.text = wrongType.ReplaceAllString(p.text, "the value $2 ($1) is not of the kind that belongs there")
	p.text = sameKey.ReplaceAllString(p.text, "the key $1 is there already, at line $2")
	return p
}

// keyLines are the lines on which the keys of a mapping stand.
func keyLines(data []byte) map[string]int {
	lines := map[string]int{}
	var doc yaml.Node
	if yaml.Unmarshal(data, &doc) != nil || len(doc.Content) == 0 {
		return lines
	}
	for i, pairs := 0, doc.Content[0].Content; i+1 < len(pairs); i += 2 {
		lines[pairs[i].Value] = pairs[i].Line
	}
	return lines
}

// jsonProblem says what is wrong with a line, without the names of Go types.
func jsonProblem(err error) string {
	var mismatch *json.UnmarshalTypeError
	switch {
	case errors.As(err, &mismatch):
		return fmt.Sprintf("%s: a %s is not what belongs there", mismatch.Field, mismatch.Value)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "the JSON ends in the middle"
	}
	return err.Error()
}

// decodeOne decodes one value and refuses a second.
func decodeOne(dec interface{ Decode(any) error }, into any) error {
	if err := dec.Decode(into); err != nil {
		return err
	}
	if err := dec.Decode(new(any)); !errors.Is(err, io.EOF) {
		return errors.New("there is more after the first item: one item is asked for")
	}
	return nil
}

// cause is an error without the path, which the problem names already.
func cause(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}
