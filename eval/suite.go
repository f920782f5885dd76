package eval

import (
	"io/fs"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Suite is a set of articles with references. Items are in the order of their
// files' names, or of their lines. LoadSuite makes it.
type Suite struct {
	Name  string
	About string
	Items []Item
	// Digest is the SHA-256, in hex, of all items with their articles: suites with
	// the same digest ask the same of a summary.
	Digest string
	// Gate is what compare and gate go by, as the suite says it.
	Gate Gate

	dir fs.FS
}

// Item is an article with its references.
type Item struct {
	ID         string              `yaml:"id" json:"id"`
	Article    string              `yaml:"article" json:"article"`               // path in the suite's folder
	Lang       string              `yaml:"lang,omitempty" json:"lang,omitempty"` // "" detects it
	Tags       []string            `yaml:"tags,flow,omitempty" json:"tags,omitempty"`
	Cluster    string              `yaml:"cluster,omitempty" json:"cluster,omitempty"` // LoadSuite puts the ID where there is none
	Weight     *float64            `yaml:"weight,omitempty" json:"weight,omitempty"`   // LoadSuite puts 1 where there is none
	References []article.Reference `yaml:"references" json:"references"`

	// Source is where the item stands, "items/x.yaml" or "items.jsonl:12".
	Source string `yaml:"-" json:"-"`

	lines map[string]int // of its keys, in a YAML file
}

// LoadSuite reads the suite in a folder; name is what errors call the folder.
// It reports every problem that it finds, with file and line, as one fault with
// code bad_config.
func LoadSuite(dir fs.FS, name string) (*Suite, error) {
	l := &suiteLoader{dir: dir, name: name}
	suite := l.load()
	if len(l.problems) > 0 {
		return nil, fault.New(fault.BadConfig, "the suite cannot be used:\n  %s", strings.Join(l.problems, "\n  "))
	}
	return suite, nil
}

// ReadArticle reads the article of an item. Its own summary, if it carries one,
// is taken out as everywhere. Errors are those of article.Read, with the item's
// source in front.
func (s *Suite) ReadArticle(item *Item) (*article.Article, error) {
	f, err := s.dir.Open(item.Article)
	if err != nil {
		return nil, fault.Wrap(fault.InputUnreadable, err, "%s: article %s cannot be read: %v", item.Source, item.Article, cause(err))
	}
	defer f.Close()
	a, err := article.Read(f, article.Options{Name: item.Article, Lang: item.Lang})
	if err != nil {
		return nil, fault.Wrap(fault.CodeOf(err), err, "%s: article %s: %v", item.Source, item.Article, err)
	}
	return a, nil
}
