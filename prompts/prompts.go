// Package prompts turns an article and a house style into what is said to a
// model.
//
// The journey of the data:
//
//  1. Load parses every prompt file, the embedded ones and those of a folder
//     that override them, and renders each with made-up data, so that a file
//     that asks for a field which does not exist fails at start-up, by name.
//  2. A typed value (Draft, Candidates, Merge, Compose, Repair, Again, Form, Verify and
//     so on) is rendered to text by the Set.
//  3. Info tells the name, version and digest of each file, for results and for
//     people.
//
// Article text is data: it is put on one line a sentence, between two fences
// that are derived from a digest of all that stands between them, which nobody
// can know before it is written. The package does not send anything, does not count
// tokens, and does not know the answers' schemas.
package prompts

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"text/template"
	"unicode"

	"go.yaml.in/yaml/v3"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

//go:embed files/*.md
var embedded embed.FS

// maxFile bounds a prompt file, in bytes.
const maxFile = 256 << 10

// Info describes one prompt file.
type Info struct {
	Name    string
	Version string
	About   string
	Source  string // "built in", or the path of the file that overrides it
	Digest  string // SHA-256 of the file, in hex
	Text    string // the template, without its front matter
	File    string // the whole file
}

// Set is a complete set of prompts, parsed and tried. It is safe for
// concurrent use.
type Set struct {
	infos []Info
	tmpl  *template.Template
}

// Load reads the prompts: the built-in ones, and from dir (nil for none) those
// files that replace a built-in one of the same name. It reports every problem
// that it finds as one fault with code bad_config.
func Load(dir fs.FS, dirName string) (*Set, error) {
	builtIn, err := fs.Sub(embedded, "files")
	if err != nil {
		return nil, fault.Wrap(fault.Internal, err, "the built-in prompts are missing")
	}
	infos, problems := readInfos(builtIn, "")
	if dir != nil {
		overrides, more := readInfos(dir, dirName)
		if len(overrides) == 0 && len(more) == 0 {
			more = append(more, dirName+": holds no prompt file (*.md); see `nutgraf prompts list` for the names")
		}
		problems = append(problems, more...)
		infos, more = override(infos, overrides)
		problems = append(problems, more...)
	}
	set := &Set{infos: infos}
	problems = append(problems, set.parse()...)
	if len(problems) > 0 {
		return nil, fault.New(fault.BadConfig, "the prompts cannot be used:\n  %s", strings.Join(problems, "\n  "))
	}
	return set, nil
}

func readInfos(dir fs.FS, dirName string) (infos []Info, problems []string) {
	names, err := fs.Glob(dir, "*.md")
	if err == nil && len(names) == 0 {
		_, err = fs.Stat(dir, ".")
	}
	if err != nil {
		return nil, []string{fmt.Sprintf("%s: cannot be read: %v", dirName, errors.Unwrap(err))}
	}
	for _, name := range names {
		info, err := readInfo(dir, name)
		info.Source = "built in"
		if dirName != "" {
			info.Source = dirName + "/" + name
		}
		if err != nil {
			problems = append(problems, info.Source+": "+err.Error())
			continue
		}
		infos = append(infos, info)
	}
	return infos, problems
}

func readInfo(dir fs.FS, name string) (Info, error) {
	if stat, err := fs.Stat(dir, name); err == nil && stat.Size() > maxFile {
		return Info{}, fmt.Errorf("is over %d KB", maxFile>>10)
	}
	data, err := fs.ReadFile(dir, name)
	if err != nil {
		return Info{}, fmt.Errorf("cannot be read: %w", errors.Unwrap(err))
	}
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	rest, found := strings.CutPrefix(text, "---\n")
	front, body, closed := strings.Cut(rest, "\n---\n")
	if !found || !closed {
		return Info{}, errors.New("needs front matter: a line ---, then name and version, then a line ---")
	}
	var head struct{ Name, Version, About string }
	dec := yaml.NewDecoder(strings.NewReader(front))
	dec.KnownFields(true)
	if err := dec.Decode(&head); err != nil {
		return Info{}, fmt.Errorf("front matter: %w", err)
	}
	if head.Name+".md" != name || head.Version == "" {
		return Info{}, fmt.Errorf("front matter: name must be %q and version not empty", strings.TrimSuffix(name, ".md"))
	}
	sum := sha256.Sum256([]byte(text))
	return Info{
		Name: head.Name, Version: head.Version, About: head.About,
		Digest: hex.EncodeToString(sum[:]), Text: strings.TrimSpace(body), File: text,
	}, nil
}

func override(infos, by []Info) ([]Info, []string) {
	var problems []string
	out := slices.Clone(infos)
	for _, info := range by {
		i := slices.IndexFunc(out, func(o Info) bool { return o.Name == info.Name })
		if i < 0 {
			problems = append(problems, fmt.Sprintf("%s: there is no prompt named %q to replace", info.Source, info.Name))
			continue
		}
		out[i] = info
	}
	return out, problems
}

// parse compiles all files and renders each with samples.
func (s *Set) parse() (problems []string) {
	s.tmpl = template.New("").Option("missingkey=error").Funcs(template.FuncMap{
		"oneLine": oneLine, "join": strings.Join, "json": quote, "ids": ids,
		"inc": func(i int) int { return i + 1 },
	})
	for _, info := range s.infos {
		if _, err := s.tmpl.New(info.Name).Parse(info.Text); err != nil {
			problems = append(problems, info.Source+": "+err.Error())
		}
	}
	if len(problems) > 0 {
		return problems
	}
	for _, sample := range samples() {
		if _, err := s.Render(sample); err != nil {
			problems = append(problems, err.Error())
		}
	}
	slices.Sort(problems)
	return slices.Compact(problems)
}

// Infos lists the prompts by name.
func (s *Set) Infos() []Info { return slices.Clone(s.infos) }

// Digest is the SHA-256, in hex, over names, versions and digests of all
// prompts: two sets with the same digest say the same things.
func (s *Set) Digest() string {
	h := sha256.New()
	for _, info := range s.infos {
		fmt.Fprintf(h, "%s\x00%s\x00%s\n", info.Name, info.Version, info.Digest)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Render returns the text of one prompt. It fails only for a template of an
// override folder that breaks on this data and did not on the samples.
func (s *Set) Render(data Data) (string, error) {
	var out bytes.Buffer
	if err := s.tmpl.ExecuteTemplate(&out, data.prompt(), data); err != nil {
		source := data.prompt()
		for _, info := range s.infos {
			if info.Name == source {
				source = info.Source
			}
		}
		return "", fault.Wrap(fault.BadConfig, err, "prompt %s: %v", source, err)
	}
	return blankLines.ReplaceAllString(strings.TrimSpace(out.String()), "\n\n") + "\n", nil
}

// blankLines are the runs of empty lines that conditions in templates leave.
var blankLines = regexp.MustCompile(`\n{3,}`)

// Fence returns the name of the fences around an article. It is derived from
// everything that stands between them, so that nothing there can hold it.
func Fence(a *article.Article) string {
	h := sha256.New()
	for _, part := range []string{a.Digest, a.Title, a.Byline, a.URL, a.Published.String()} {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return "ARTICLE-" + hex.EncodeToString(h.Sum(nil))[:24]
}

// EvidenceFence returns the name of the fences around a claim and the sentences
// that it is compared with. It is derived from all of them.
func EvidenceFence(claim string, sentences []Sentence) string {
	h := sha256.New()
	fmt.Fprintf(h, "%d:%s", len(claim), claim)
	for _, s := range sentences {
		fmt.Fprintf(h, "%d:%d:%s", s.ID, len(s.Text), s.Text)
	}
	return "EVIDENCE-" + hex.EncodeToString(h.Sum(nil))[:24]
}

// oneLine puts text on one line, without control characters, so that it cannot
// look like a numbered sentence or a fence of its own.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

func quote(text string) (string, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(text)
	return strings.TrimSuffix(out.String(), "\n"), err
}

func ids(list []article.SentenceID) string {
	parts := make([]string, len(list))
	for i, id := range list {
		parts[i] = fmt.Sprint(id)
	}
	return strings.Join(parts, ", ")
}
