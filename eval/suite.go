package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

// Suite is a set of articles with references. Items are in the order of their
// files' names, or of their lines.
type Suite struct {
	Name  string
	About string
	Items []Item
}

// Item is an article with its references.
type Item struct {
	ID         string              `yaml:"id" json:"id"`
	Article    string              `yaml:"article" json:"article"` // path in the suite's folder
	Lang       string              `yaml:"lang" json:"lang"`       // "" detects it
	Tags       []string            `yaml:"tags" json:"tags"`
	Cluster    string              `yaml:"cluster" json:"cluster"` // LoadSuite puts the ID where there is none
	Weight     *float64            `yaml:"weight" json:"weight"`   // LoadSuite puts 1 where there is none
	References []article.Reference `yaml:"references" json:"references"`

	// Source is where the item stands, "items/x.yaml" or "items.jsonl:12".
	Source string `yaml:"-" json:"-"`
}

// maxItemBytes bounds an item, in bytes.
const maxItemBytes = 1 << 20

// LoadSuite reads the suite in a folder; name is what errors call the folder.
// It reports every problem that it finds as one fault with code bad_config.
func LoadSuite(dir fs.FS, name string) (*Suite, error) {
	l := &suiteLoader{dir: dir, name: name}
	suite := l.load()
	if len(l.problems) > 0 {
		return nil, fault.New(fault.BadConfig, "the suite cannot be used:\n  %s", strings.Join(l.problems, "\n  "))
	}
	return suite, nil
}

type suiteLoader struct {
	dir      fs.FS
	name     string
	problems []string
}

func (l *suiteLoader) problem(where, format string, args ...any) {
	l.problems = append(l.problems, path.Join(l.name, where)+": "+fmt.Sprintf(format, args...))
}

func (l *suiteLoader) load() *Suite {
	var head struct{ Name, About, Items string }
	data, err := fs.ReadFile(l.dir, "suite.yaml")
	if err != nil {
		l.problem("suite.yaml", "cannot be read (%v): a suite is a folder with a suite.yaml", cause(err))
		return nil
	}
	if err := decodeYAML(data, &head); err != nil {
		l.problem("suite.yaml", "%v", err)
		return nil
	}
	if head.Name == "" || head.Items == "" {
		l.problem("suite.yaml", "needs name and items")
		return nil
	}
	suite := &Suite{Name: head.Name, About: head.About, Items: l.items(head.Items)}
	if len(suite.Items) == 0 && len(l.problems) == 0 {
		l.problem("suite.yaml", "items: %s holds no item", head.Items)
	}
	l.check(suite.Items)
	return suite
}

func (l *suiteLoader) items(pattern string) []Item {
	names, err := fs.Glob(l.dir, pattern)
	if err != nil {
		l.problem("suite.yaml", "items: %q is not a pattern for files", pattern)
	}
	var items []Item
	for _, name := range names {
		data, err := fs.ReadFile(l.dir, name)
		switch {
		case err != nil:
			l.problem(name, "cannot be read (%v)", cause(err))
		case strings.HasSuffix(name, ".jsonl"):
			items = append(items, l.lines(name, data)...)
		default:
			item := Item{Source: name}
			if len(data) > maxItemBytes {
				l.problem(name, "is over %d MB", maxItemBytes>>20)
			} else if err := decodeYAML(data, &item); err != nil {
				l.problem(name, "%v", err)
			} else {
				items = append(items, item)
			}
		}
	}
	return items
}

func (l *suiteLoader) lines(name string, data []byte) []Item {
	var items []Item
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, maxItemBytes)
	n := 0
	for lines.Scan() {
		n++
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		item := Item{Source: fmt.Sprintf("%s:%d", name, n)}
		dec := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		dec.DisallowUnknownFields()
		if err := decodeOne(dec, &item); err != nil {
			l.problem(item.Source, "%v", err)
			continue
		}
		items = append(items, item)
	}
	if err := lines.Err(); err != nil {
		l.problem(fmt.Sprintf("%s:%d", name, n+1), "%v (a line is %d MB at most)", err, maxItemBytes>>20)
	}
	return items
}

// check completes the items and looks for what would make a measurement lie.
func (l *suiteLoader) check(items []Item) {
	ids, articles := map[string]string{}, map[string]string{}
	for i := range items {
		item := &items[i]
		if first, ok := ids[item.ID]; ok {
			l.problem(item.Source, "id %q is taken by %s", item.ID, first)
		}
		if first, ok := articles[item.Article]; ok && item.Article != "" {
			l.problem(item.Source, "article %q is that of %s", item.Article, first)
		}
		ids[item.ID], articles[item.Article] = item.Source, item.Source
		l.checkItem(item)
		if item.Cluster == "" {
			item.Cluster = item.ID
		}
		if item.Weight == nil {
			one := 1.0
			item.Weight = &one
		}
	}
}

func (l *suiteLoader) checkItem(item *Item) {
	if item.ID == "" {
		l.problem(item.Source, "has no id")
	}
	if !fs.ValidPath(item.Article) || item.Article == "." {
		l.problem(item.Source, "article %q is not a path in the suite's folder", item.Article)
	} else if stat, err := fs.Stat(l.dir, item.Article); err != nil || stat.IsDir() {
		l.problem(item.Source, "article %q is not there", item.Article)
	}
	if item.Lang != "" && lang.Primary(item.Lang) == "und" {
		l.problem(item.Source, "lang %q is no language code", item.Lang)
	}
	if w := item.Weight; w != nil && (!(*w > 0) || math.IsInf(*w, 0)) {
		l.problem(item.Source, "weight must be over 0")
	}
	if len(item.References) == 0 {
		l.problem(item.Source, "has no reference")
	}
	for i, r := range item.References {
		if strings.TrimSpace(r.Why) == "" && len(r.Takeaways) == 0 {
			l.problem(item.Source, "reference %d is empty", i+1)
		}
	}
}

func decodeYAML(data []byte, into any) error {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	err := decodeOne(dec, into)
	if errors.Is(err, io.EOF) {
		return errors.New("is empty")
	}
	return err
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
