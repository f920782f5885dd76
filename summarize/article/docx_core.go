package article

import (
	"path"
	"regexp"
	"strings"
)

// readCore reads what the word processor noted of the document. It is the
// weakest source: titles are left over from older documents, authors are names
// of accounts, dates are those of the file.
func readCore(pkg *docxPackage) (meta, error) {
	var m meta
	if pkg.core == "" {
		return m, nil
	}
	part, err := pkg.open(pkg.core)
	if err != nil {
		return m, err
	}
	var created, modified string
	part.each(func(docxElement) {
		part.each(func(el docxElement) {
			switch strings.TrimPrefix(el.name, ":") {
			case "title":
				m.title = shorten(part.content(), 300)
			case "creator":
				m.byline = shorten(part.content(), 100)
			case "language":
				m.lang = shorten(part.content(), 20)
			case "created":
				created = shorten(part.content(), 40)
			case "modified":
				modified = shorten(part.content(), 40)
			}
		})
	})
	if !machineMade(m.byline) {
		fillDate(&m.published, created)
		fillDate(&m.updated, modified)
	}
	if noAuthor(m.byline) {
		m.byline = ""
	}
	if leftOver(m.title) {
		m.title = ""
	}
	return m, pkg.close(pkg.core, part)
}

// machineMade knows the programs that write documents, with dates of their
// templates.
func machineMade(name string) bool {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "python-docx", "apache poi", "openpyxl", "docx4j", "pandoc", "un-named":
		return true
	}
	return false
}

// noAuthor knows the names that stand for no author.
func noAuthor(name string) bool {
	name = strings.ToLower(strings.TrimSpace(name))
	switch name {
	case "microsoft office user", "microsoft account", "microsoft", "office user", "windows user", "google docs", "user", "admin",
		"administrator", "author", "unknown", "unknown author", "owner", "guest", "root":
		return true
	}
	return machineMade(name) || strings.Contains(name, "@") && !strings.Contains(name, " ")
}

var defaultTitle = regexp.MustCompile(`(?i)^(document|dokument|documento|untitled|draft)\W*\d*$`)

// leftOver knows titles that are names of files.
func leftOver(title string) bool {
	title = strings.TrimSpace(title)
	switch strings.ToLower(path.Ext(title)) {
	case ".doc", ".docx", ".docm", ".odt", ".rtf", ".txt", ".dot", ".dotx", ".pdf":
		return true
	}
	return strings.HasPrefix(title, "Microsoft Word - ") || defaultTitle.MatchString(title) || title == "Word Document" || title == "PowerPoint Presentation"
}

// fillSpare sets what neither the page nor its text said.
func (p *page) fillSpare() {
	fill(&p.title, p.spare.title)
	fill(&p.byline, p.spare.byline)
	if p.published.IsZero() {
		p.published = p.spare.published
	}
	if p.updated.IsZero() && p.spare.updated.After(p.published) {
		p.updated = p.spare.updated
	}
}
