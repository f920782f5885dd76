package metric

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

//go:embed rubrics/*.yaml
var builtInRubrics embed.FS

// maxRubricBytes bounds a rubric file, in bytes.
const maxRubricBytes = 64 << 10

// Rubric is one dimension by which a judge grades. The grades go from 1 to the
// number of Levels.
type Rubric struct {
	Name     string
	Version  string
	About    string   // what it measures and what it is blind to, in a sentence
	Sees     []string // "article", "references", and "summary", "why" or "takeaways"
	Question string
	Steps    []string
	Levels   []string // what each grade means, from 1 up

	Source string // "built in", or the path of the file
	Digest string // SHA-256 of the file, in hex
}

func (r *Rubric) sees(what string) bool { return slices.Contains(r.Sees, what) }

// graded is the part of the summary that is graded.
func (r *Rubric) graded() string {
	for _, part := range []string{"why", "takeaways"} {
		if r.sees(part) {
			return part
		}
	}
	return "summary"
}

// BuiltInRubrics names the rubrics that are part of the program.
func BuiltInRubrics() []string {
	return []string{"faithfulness", "coverage", "why_quality", "takeaways_quality", "fluency"}
}

// LoadRubrics reads the built-in rubrics and those of a folder (nil for none),
// which replace those of the same name or stand beside them. dirName is what
// errors call the folder. It reports every problem as one fault, bad_config.
func LoadRubrics(dir fs.FS, dirName string) ([]Rubric, error) {
	var out []Rubric
	for _, name := range BuiltInRubrics() {
		r, err := readRubric(builtInRubrics, "rubrics/"+name+".yaml")
		if err != nil {
			return nil, fault.Wrap(fault.Internal, err, "the built-in rubric %s cannot be used: %v", name, err)
		}
		r.Source = "built in"
		out = append(out, r)
	}
	if dir == nil {
		return out, nil
	}
	names, err := fs.Glob(dir, "*.yaml")
	var problems []string
	if err != nil || len(names) == 0 {
		problems = append(problems, dirName+": holds no rubric (*.yaml), or cannot be read")
	}
	for _, name := range names {
		r, err := readRubric(dir, name)
		r.Source = dirName + "/" + name
		if err != nil {
			problems = append(problems, r.Source+": "+err.Error())
		} else if i := slices.IndexFunc(out, func(o Rubric) bool { return o.Name == r.Name }); i >= 0 {
			out[i] = r
		} else {
			out = append(out, r)
		}
	}
	if len(problems) > 0 {
		return nil, fault.New(fault.BadConfig, "the rubrics cannot be used:\n  %s", strings.Join(problems, "\n  "))
	}
	return out, nil
}

func readRubric(dir fs.FS, name string) (Rubric, error) {
	if stat, err := fs.Stat(dir, name); err == nil && stat.Size() > maxRubricBytes {
		return Rubric{}, fmt.Errorf("is over %d KB", maxRubricBytes>>10)
	}
	data, err := fs.ReadFile(dir, name)
	if err != nil {
		var at *fs.PathError
		if errors.As(err, &at) {
			err = at.Err
		}
		return Rubric{}, fmt.Errorf("cannot be read: %w", err)
	}
	r, err := parseRubric(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")))
	if base := name[strings.LastIndex(name, "/")+1:]; err == nil && r.Name+".yaml" != base {
		err = fmt.Errorf("name must be %q, as the file is called", strings.TrimSuffix(base, ".yaml"))
	}
	return r, err
}

// rubricName is what the name of a rubric may be: it becomes part of a score's.
var rubricName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

func parseRubric(data []byte) (Rubric, error) {
	var file struct {
		Name, Version, About, Question string
		Sees, Steps                    []string
		Levels                         map[int]string
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&file); errors.Is(err, io.EOF) {
		return Rubric{}, errors.New("is empty")
	} else if err != nil {
		return Rubric{}, err
	}
	sum := sha256.Sum256(data)
	r := Rubric{
		Name: file.Name, Version: file.Version, About: strings.TrimSpace(file.About), Sees: file.Sees, Question: strings.TrimSpace(file.Question),
		Steps: file.Steps, Digest: hex.EncodeToString(sum[:]),
	}
	for grade := 1; grade <= len(file.Levels); grade++ {
		r.Levels = append(r.Levels, strings.TrimSpace(file.Levels[grade]))
	}
	return r, r.check()
}

func (r *Rubric) check() error {
	summaries := 0
	for _, what := range r.Sees {
		switch what {
		case "summary", "why", "takeaways":
			summaries++
		case "article", "references":
		default:
			return fmt.Errorf("sees: there is no %q: there are article, references, summary, why and takeaways", what)
		}
	}
	switch {
	case !rubricName.MatchString(r.Name):
		return fmt.Errorf("name %q must be of a-z, 0-9 and _, up to 40 of them", r.Name)
	case r.Version == "" || strings.ContainsAny(r.Version, "|\n"):
		return errors.New("version is missing")
	case r.About == "" || r.Question == "":
		return errors.New("about and question must be there")
	case summaries != 1:
		return errors.New("sees must have one of summary, why and takeaways")
	case len(r.Levels) < 2 || len(r.Levels) > 9 || slices.Contains(r.Levels, ""):
		return errors.New("levels must say what each grade means: 1, 2 and so on, up to 9 at most")
	}
	return nil
}
