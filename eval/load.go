package eval

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"path"
	"strings"
	"unicode"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

const (
	maxItemBytes = 1 << 20 // of an item
	maxIDBytes   = 200
)

type suiteLoader struct {
	dir      fs.FS
	name     string
	problems []string
}

func (l *suiteLoader) problem(where, format string, args ...any) {
	l.problems = append(l.problems, path.Join(l.name, where)+": "+fmt.Sprintf(format, args...))
}

// at says where a key of an item stands, or the item when it has no such key.
func (i *Item) at(key string) string {
	if i.lines == nil {
		return i.Source
	}
	return fmt.Sprintf("%s:%d", i.Source, max(1, i.lines[key]))
}

func (l *suiteLoader) load() *Suite {
	var head suiteHead
	data, err := fs.ReadFile(l.dir, "suite.yaml")
	if err != nil {
		l.problem("suite.yaml", "cannot be read (%v): a suite is a folder with a suite.yaml", cause(err))
		return nil
	}
	if !l.decode("suite.yaml", data, &head) {
		return nil
	}
	if head.Name == "" || head.Items == "" {
		l.problem("suite.yaml", "needs name and items")
		return nil
	}
	if _, err := head.Gate.Complete(); err != nil {
		l.problem(fmt.Sprintf("suite.yaml:%d", max(1, keyLines(data)["gate"])), "%v", err)
	}
	suite := &Suite{Name: head.Name, About: head.About, Items: l.items(head.Items), Gate: head.Gate, dir: l.dir}
	if len(suite.Items) == 0 && len(l.problems) == 0 {
		l.problem("suite.yaml", "items: %s holds no item", head.Items)
	}
	suite.Digest = l.check(suite.Items)
	return suite
}

// suiteHead is suite.yaml.
type suiteHead struct {
	Name, About, Items string
	Gate               Gate
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
		case len(data) > maxItemBytes:
			l.problem(name, "is over %d MB", maxItemBytes>>20)
		default:
			item := Item{Source: name}
			if l.decode(name, data, &item) {
				item.lines = keyLines(data)
				items = append(items, item)
			}
		}
	}
	return items
}

// decode reads a YAML file and reports what is wrong with it.
func (l *suiteLoader) decode(name string, data []byte, into any) bool {
	var problems lineProblems
	errors.As(decodeYAML(data, into), &problems)
	for _, p := range problems {
		l.problem(fmt.Sprintf("%s:%d", name, p.line), "%s", p.text)
	}
	return len(problems) == 0
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
			l.problem(item.Source, "%s", jsonProblem(err))
			continue
		}
		items = append(items, item)
	}
	if err := lines.Err(); err != nil {
		l.problem(fmt.Sprintf("%s:%d", name, n+1), "%v (a line is %d MB at most)", err, maxItemBytes>>20)
	}
	return items
}

// check completes the items, looks for what would make a measurement lie, and
// returns the digest of all.
func (l *suiteLoader) check(items []Item) string {
	ids, paths, contents := map[string]string{}, map[string]string{}, map[string]string{}
	all := sha256.New()
	for i := range items {
		item := &items[i]
		if first, ok := ids[item.ID]; ok && item.ID != "" {
			l.problem(item.at("id"), "id %q is taken by %s", item.ID, first)
		}
		l.checkItem(item)
		digest := l.digest(item)
		if first, ok := paths[item.Article]; ok && item.Article != "" {
			l.problem(item.at("article"), "article %q is that of %s", item.Article, first)
		} else if first, ok := contents[digest]; ok && digest != "" {
			l.problem(item.at("article"), "article %q is the same text as that of %s", item.Article, first)
		}
		ids[item.ID], paths[item.Article], contents[digest] = item.Source, item.Source, item.Source
		if item.Cluster == "" {
			item.Cluster = item.ID
		}
		if item.Weight == nil {
			one := 1.0
			item.Weight = &one
		}
		if line, err := json.Marshal([]any{item, digest}); err == nil {
			all.Write(line)
		}
	}
	return hex.EncodeToString(all.Sum(nil))
}

// digest is that of an article's file, "" when it cannot be read, which is a
// problem.
func (l *suiteLoader) digest(item *Item) string {
	if !fs.ValidPath(item.Article) || item.Article == "." {
		l.problem(item.at("article"), "article %q is not a path in the suite's folder", item.Article)
		return ""
	}
	f, err := l.dir.Open(item.Article)
	if err != nil {
		l.problem(item.at("article"), "article %q is not there", item.Article)
		return ""
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, io.LimitReader(f, article.DefaultMaxBytes+1))
	switch {
	case err != nil:
		l.problem(item.at("article"), "article %q cannot be read (%v)", item.Article, cause(err))
		return ""
	case n > article.DefaultMaxBytes:
		l.problem(item.at("article"), "article %q is over %d MB", item.Article, article.DefaultMaxBytes>>20)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (l *suiteLoader) checkItem(item *Item) {
	switch {
	case item.ID == "":
		l.problem(item.at("id"), "has no id")
	case len(item.ID) > maxIDBytes || strings.ContainsFunc(item.ID, unicode.IsControl):
		l.problem(item.at("id"), "the id is longer than %d bytes or holds a control character", maxIDBytes)
	}
	if item.Lang != "" && lang.Primary(item.Lang) == "und" {
		l.problem(item.at("lang"), "lang %q is no language code", item.Lang)
	}
	if w := item.Weight; w != nil && (!(*w > 0) || math.IsInf(*w, 0)) {
		l.problem(item.at("weight"), "weight must be over 0")
	}
	if len(item.References) == 0 {
		l.problem(item.at("references"), "has no reference")
	}
	for i, r := range item.References {
		if strings.TrimSpace(r.Why) == "" && len(r.Takeaways) == 0 {
			l.problem(item.at("references"), "reference %d is empty", i+1)
		}
		for j, takeaway := range r.Takeaways {
			if strings.TrimSpace(takeaway) == "" {
				l.problem(item.at("references"), "reference %d: takeaway %d is empty", i+1, j+1)
			}
		}
	}
}
