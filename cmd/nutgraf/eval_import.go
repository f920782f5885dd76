package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

type evalImportFlags struct {
	to, name string
	tags     []string
}

func (a *app) evalImportCommand() *cobra.Command {
	var f evalImportFlags
	cmd := &cobra.Command{
		Use:   "import FILE|DIR...",
		Short: "Make a suite of published articles that carry their own summary",
		Long: `Make items of a suite, or add them to one, from published articles that carry
their own "Why this matters" or key takeaways. The files are copied as they are;
what is read from them leaves the summary out, as everywhere, and the summary
becomes the reference. Articles without one, and those that are in the suite
already, are left out and said.`,
		Example: `  nutgraf eval import --to suite published/*.html
  nutgraf eval import --to suite --name council --tags local published`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fault.New(fault.BadUsage, "eval import needs files or folders: see `nutgraf eval import --help`")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.evalImport(args, f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.to, "to", "", "`folder` of the suite (needed); it is made when it is not there")
	flags.StringVar(&f.name, "name", "", "`name` of a suite that is made (default: that of its folder)")
	flags.StringSliceVar(&f.tags, "tags", nil, "slices of the report that the new items belong to, with commas")
	return cmd
}

// importer adds items to a suite.
type importer struct {
	*app
	dir     string
	name    string
	tags    []string
	made    int
	digests map[string]string // item by its article's text
	ids     map[string]bool
}

func (a *app) evalImport(args []string, f evalImportFlags) error {
	if f.to == "" {
		return fault.New(fault.BadUsage, "--to is needed: the folder of the suite")
	}
	files, err := articleFilesIn(args)
	if err != nil {
		return err
	}
	name := f.name
	if name == "" {
		folder, err := filepath.Abs(f.to)
		if err != nil {
			return fault.Wrap(fault.BadUsage, err, "--to %s is no folder: %v", f.to, err)
		}
		name = filepath.Base(folder)
	}
	im := &importer{app: a, dir: f.to, name: name, tags: f.tags, digests: map[string]string{}, ids: map[string]bool{}}
	if err := im.open(f.name); err != nil {
		return err
	}
	skipped := 0
	for _, file := range files {
		if err := im.add(file); fault.CodeOf(err) == fault.WriteFailed {
			return err
		} else if err != nil {
			skipped++
			a.say("%s is left out: %v", file, err)
		}
	}
	if im.made == 0 {
		return fault.New(fault.InputNotFound, "no item was made of %d file(s)", len(files))
	}
	a.say("%d item(s) made in %s, %d file(s) left out", im.made, f.to, skipped)
	_, err = eval.LoadSuite(os.DirFS(f.to), f.to)
	return err
}

// articleFilesIn lists the files that arguments name; of folders, those that an
// article can be in.
func articleFilesIn(args []string) ([]string, error) {
	kinds := []string{".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".docx"}
	var files []string
	for _, arg := range args {
		stat, err := os.Stat(arg)
		if err != nil {
			return nil, fault.Wrap(fault.InputNotFound, err, "%s: %v", arg, fileFault(arg, err))
		}
		if !stat.IsDir() {
			files = append(files, arg)
			continue
		}
		err = filepath.WalkDir(arg, func(name string, d fs.DirEntry, err error) error {
			hidden := name != arg && strings.HasPrefix(d.Name(), ".")
			switch {
			case err != nil:
				return err
			case hidden && d.IsDir():
				return fs.SkipDir
			case !hidden && d.Type().IsRegular() && slices.Contains(kinds, strings.ToLower(filepath.Ext(name))):
				files = append(files, name)
			}
			return nil
		})
		if err != nil {
			return nil, fault.Wrap(fault.InputUnreadable, err, "%s cannot be read: %v", arg, pathCause(err))
		}
	}
	if len(files) == 0 {
		return nil, fault.New(fault.InputNotFound, "there is no article in %s: none of its files ends in %s", strings.Join(args, ", "), strings.Join(kinds, ", "))
	}
	return files, nil
}

// open reads the suite that is there.
func (im *importer) open(name string) error {
	data, err := os.ReadFile(filepath.Join(im.dir, "suite.yaml"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fault.Wrap(fault.InputUnreadable, err, "%s/suite.yaml cannot be read: %v", im.dir, pathCause(err))
	}
	var head struct{ Name, Items string }
	if yaml.Unmarshal(data, &head) == nil {
		if ok, err := path.Match(head.Items, "items/x.yaml"); err != nil || !ok {
			return fault.New(fault.BadConfig, "%s/suite.yaml keeps its items in %q, and new ones go to items/*.yaml: import into another folder", im.dir, head.Items)
		}
		if name != "" && name != head.Name {
			return fault.New(fault.BadUsage, "--name %s: the suite in %s is called %s", name, im.dir, head.Name)
		}
		if found, err := fs.Glob(os.DirFS(im.dir), head.Items); err == nil && len(found) == 0 {
			return nil // nothing is in it yet
		}
	}
	suite, err := eval.LoadSuite(os.DirFS(im.dir), im.dir)
	if err != nil {
		return err
	}
	for i := range suite.Items {
		item := &suite.Items[i]
		art, err := suite.ReadArticle(item)
		if err != nil {
			return err
		}
		im.ids[item.ID], im.digests[art.Digest] = true, item.ID
	}
	return nil
}

// add makes an item of a file.
func (im *importer) add(file string) error {
	f, err := openFile(file)
	if err != nil {
		return err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, article.DefaultMaxBytes+1))
	if err != nil {
		return fileFault(file, err)
	}
	item, art, err := eval.ItemOf(filepath.ToSlash(file), data)
	if err != nil {
		return err
	}
	if id, ok := im.digests[art.Digest]; ok {
		return fault.New(fault.BadUsage, "its text is in the suite already, as %s", id)
	}
	item.ID = im.free(item.ID, filepath.Ext(file))
	item.Article, item.Tags = articlePath(item.ID, filepath.Ext(file)), im.tags
	if err := im.write(item, data); err != nil {
		return fault.Wrap(fault.WriteFailed, err, "%s: the item could not be written: %v", file, pathCause(err))
	}
	im.made++
	im.ids[item.ID], im.digests[art.Digest] = true, item.ID
	ref := art.Reference
	why := "no why"
	if ref.Why != "" {
		why = "why"
	}
	_, err = fmt.Fprintf(im.out, "%s  %s, %d takeaways, from %s\n", itemPath(item.ID), why, len(ref.Takeaways), about(file))
	return err
}

func itemPath(id string) string         { return "items/" + id + ".yaml" }
func articlePath(id, ext string) string { return "articles/" + id + strings.ToLower(ext) }

// free finds an ID whose files are not there.
func (im *importer) free(id, ext string) string {
	taken := func(id string) bool {
		_, itemErr := os.Lstat(filepath.Join(im.dir, itemPath(id)))
		_, articleErr := os.Lstat(filepath.Join(im.dir, articlePath(id, ext)))
		return im.ids[id] || itemErr == nil || articleErr == nil
	}
	name := id
	for n := 2; taken(name); n++ {
		name = fmt.Sprintf("%s-%d", id, n)
	}
	return name
}

// write writes the suite's file if there is none, the article, and the item
// last, so that the suite is good at any time.
func (im *importer) write(item *eval.Item, data []byte) error {
	head := filepath.Join(im.dir, "suite.yaml")
	if _, err := os.Lstat(head); errors.Is(err, fs.ErrNotExist) {
		text, err := yaml.Marshal(struct{ Name, Items string }{cmp.Or(im.name, "suite"), "items/*.yaml"})
		if err != nil {
			return err
		}
		if err := writeNew(head, text); err != nil {
			return err
		}
	}
	if err := writeNew(filepath.Join(im.dir, filepath.FromSlash(item.Article)), data); err != nil {
		return err
	}
	text, err := item.YAML()
	if err != nil {
		return err
	}
	return writeNew(filepath.Join(im.dir, filepath.FromSlash(itemPath(item.ID))), text)
}

// writeNew makes a file with its folder. It never overwrites one.
func writeNew(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, bytes.NewReader(data))
	return errors.Join(err, f.Close())
}
