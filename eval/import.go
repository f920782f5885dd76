package eval

import (
	"bytes"
	"path"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// ItemOf makes an item of a published article that carries its own summary,
// which becomes the reference. The item's ID is made of the file's name, and its
// Article is left to the caller. It fails with the errors of article.Read, and
// with input_not_found when there is no summary.
func ItemOf(name string, data []byte) (*Item, *article.Article, error) {
	a, err := article.Read(bytes.NewReader(data), article.Options{Name: name})
	if err != nil {
		return nil, nil, err
	}
	if a.Reference == nil || strings.TrimSpace(a.Reference.Why) == "" && len(a.Reference.Takeaways) == 0 {
		return nil, nil, fault.New(fault.InputNotFound, "carries no summary of its own: neither why it matters nor key takeaways were found")
	}
	item := &Item{ID: slug(name), References: []article.Reference{*a.Reference}}
	if a.Lang != "und" {
		item.Lang = a.Lang
	}
	return item, a, nil
}

// YAML is the item as a file of its own.
func (i *Item) YAML() ([]byte, error) {
	var out bytes.Buffer
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	err := enc.Encode(i)
	return out.Bytes(), err
}

// slug makes an ID of a file's name: lower-case letters and digits with dashes.
func slug(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.ToLower(strings.TrimSuffix(name, path.Ext(name)))
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	id := strings.Join(words, "-")
	for len(id) > maxIDBytes/2 {
		runes := []rune(id)
		id = string(runes[:len(runes)-1])
	}
	if id == "" {
		return "article"
	}
	return id
}
