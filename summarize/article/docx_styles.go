package article

import (
	"strings"
	"unicode"
)

// docxStyles are the styles of a document by their id. Ids are translated by
// some word processors, names are not.
type docxStyles struct {
	byID      map[string]*docxStyle
	resolved  map[string]resolvedStyle
	paragraph string // id of the style of paragraphs that name none
}

type docxStyle struct {
	name, parent string
	para         paraProps
	run          runProps
}

// paraProps is what a style, or a paragraph itself, says of paragraphs.
type paraProps struct {
	style   string
	role    docxRole
	outline string // level from "0", "9" is none, "" is not said
	list    string // id of the numbering, "0" is none, "" is not said
	level   string // in the list
	shade   string // colour behind, "" is not said

	joins bool // its end was deleted, or it is a large initial
	run   runProps
}

// resolvedStyle is a style with all that it is based on.
type resolvedStyle struct {
	para paraProps
	run  runProps
}

// docxRole is what a style is for.
type docxRole string

const (
	roleNone       docxRole = ""
	roleBody       docxRole = "body"
	roleTitle      docxRole = "title"
	roleHeading    docxRole = "heading"
	roleList       docxRole = "list"
	roleQuote      docxRole = "quote"
	roleCaption    docxRole = "caption"
	roleNavigation docxRole = "navigation"
)

// headingNames are what "heading" is called where a style's name was translated.
var headingNames = []string{"heading", "überschrift", "titre", "título", "titolo", "kop", "rubrik", "overskrift", "otsikko", "nagłówek", "nadpis", "címsor", "başlık", "заголовок", "标题", "標題", "見出し", "제목"}

// roleOf knows the built-in styles by their name or id.
func roleOf(name string) docxRole {
	key := strings.Join(strings.Fields(strings.ToLower(name)), "")
	switch key {
	case "title":
		return roleTitle
	case "subtitle", "bodytext", "textbody":
		return roleBody
	case "quote", "intensequote", "quotations", "blocktext", "blockquote", "blockquotation":
		return roleQuote
	case "caption", "imagecaption", "tablecaption":
		return roleCaption
	case "tocheading", "contentsheading", "indexheading", "tableoffigures":
		return roleNavigation
	}
	bare := strings.TrimRightFunc(key, unicode.IsDigit)
	switch bare {
	case "listbullet", "listnumber":
		return roleList
	case "toc", "contents", "index":
		if bare != key {
			return roleNavigation
		}
	}
	for _, h := range headingNames {
		if bare == h && (bare != key || h == "heading") {
			return roleHeading
		}
	}
	return roleNone
}

func (w *docxWalker) readStyles() error {
	w.styles.byID, w.styles.resolved = map[string]*docxStyle{}, map[string]resolvedStyle{}
	return w.readRelated("styles", func(docxElement) {
		w.part.each(func(el docxElement) {
			if el.name == "style" {
				w.readStyle(el)
			}
		})
	})
}

func (w *docxWalker) readStyle(el docxElement) {
	s := &docxStyle{}
	id := el.attr("styleId")
	if el.attr("type") == "paragraph" && (el.attr("default") == "1" || el.attr("default") == "true") {
		w.styles.paragraph = id
	}
	w.part.each(func(el docxElement) {
		switch el.name {
		case "name":
			s.name = el.attr("val")
		case "basedOn":
			s.parent = el.attr("val")
		case "pPr":
			s.para = w.readParaProps()
		case "rPr":
			s.run, _ = w.readRunProps()
		}
	})
	s.para.role = roleOf(s.name)
	w.styles.byID[id] = s
}

// longestChain is how many styles that are based on one another count.
const longestChain = 32

// resolve returns a style merged with those that it is based on. A style that is
// not described goes by its id.
func (s *docxStyles) resolve(id string) resolvedStyle {
	if s.byID[id] == nil {
		return resolvedStyle{para: paraProps{role: roleOf(id)}}
	}
	out, known := s.resolved[id]
	if !known {
		out = s.merge(id)
		s.resolved[id] = out
	}
	return out
}

func (s *docxStyles) merge(id string) resolvedStyle {
	var out resolvedStyle
	for range longestChain {
		style := s.byID[id]
		if style == nil {
			break
		}
		if out.para.role == roleNone {
			out.para.role = style.para.role
		}
		out.para = out.para.over(style.para)
		out.run = out.run.over(style.run)
		id = style.parent
	}
	return out
}

// over returns p with what it does not say taken from below.
func (p paraProps) over(below paraProps) paraProps {
	orElse(&p.outline, below.outline)
	orElse(&p.list, below.list)
	orElse(&p.level, below.level)
	orElse(&p.shade, below.shade)
	return p
}

// orElse sets what is not set yet.
func orElse(into *string, value string) {
	if *into == "" {
		*into = value
	}
}

// complete adds what the style of a paragraph says to what it says itself.
func (s *docxStyles) complete(p paraProps) paraProps {
	if p.style == "" {
		p.style = s.paragraph
	}
	from := s.resolve(p.style)
	p.role, p.run = from.para.role, from.run
	return p.over(from.para)
}
