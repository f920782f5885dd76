package service

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

const (
	mostID    = 200
	mostTitle = 1000
	mostDesk  = 100
	mostNote  = 1000
)

func invalid(format string, args ...any) error { return fault.New(fault.Invalid, format, args...) }

// read reads an article as a caller sent it, and gets it first when only its
// address was given. A text that is too short to be summarised is read when short
// is set.
func (s *Service) read(ctx context.Context, in ArticleInput, short bool) (*article.Article, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	r, o, err := s.source(ctx, in)
	if err != nil {
		return nil, err
	}
	o.Short, o.Lang, o.MaxBytes = short, in.Lang, s.MaxArticleBytes
	a, err := article.Read(r, o)
	if err != nil {
		return nil, err
	}
	a.Title, a.Byline = cmp.Or(oneLine(in.Title), a.Title), cmp.Or(oneLine(in.Byline), a.Byline)
	if o.Name == "" { // it was not fetched, which finds the canonical address
		a.URL = cmp.Or(in.URL, a.URL)
	}
	a.URL = cmp.Or(a.URL, o.URL)
	if in.Published != nil {
		a.Published = *in.Published
	}
	return a, ctx.Err()
}

// source opens the input.
func (s *Service) source(ctx context.Context, in ArticleInput) (io.Reader, article.Options, error) {
	o := article.Options{URL: in.URL}
	switch {
	case in.Text != "":
		o.Format = article.Text
		return strings.NewReader(in.Text), o, nil
	case in.HTML != "":
		o.Format = article.HTML
		return strings.NewReader(in.HTML), o, nil
	case in.Markdown != "":
		o.Format = article.Markdown
		return strings.NewReader(in.Markdown), o, nil
	case len(in.DOCX) > 0:
		o.Format = article.DOCX
		return bytes.NewReader(in.DOCX), o, nil
	case s.Fetch == nil:
		return nil, o, fault.New(fault.PolicyRefused, "addresses are not fetched here: send the text of the article")
	}
	page, err := s.Fetch(ctx, in.URL)
	if err != nil {
		return nil, o, err
	}
	o.URL, o.Name, o.ContentType = page.URL, page.URL, page.ContentType
	return bytes.NewReader(page.Body), o, nil
}

// check refuses what is no article before it is read.
func (in ArticleInput) check() error {
	given := 0
	for _, there := range []bool{in.Text != "", in.HTML != "", in.Markdown != "", len(in.DOCX) > 0} {
		if there {
			given++
		}
	}
	switch {
	case given > 1:
		return invalid("article: give one of text, html, markdown and docx")
	case given == 0 && in.URL == "":
		return fault.New(fault.EmptyInput, "there is no article: give its text, html, markdown, docx or url")
	case !webAddress(in.URL):
		return invalid("article.url is not a web address: give one that begins with https://")
	case !fits(in.Title, mostTitle) || !fits(in.Byline, mostTitle):
		return invalid("article.title and article.byline are lines of at most %d characters", mostTitle)
	case !isLanguage(in.Lang):
		return invalid("article.lang is not a language code: give one such as en or pt-BR")
	}
	return checkID(in.ID)
}

// checkID refuses an ID that a log or a path could not carry.
func checkID(id string) error {
	odd := func(r rune) bool { return !unicode.IsPrint(r) || r == utf8.RuneError }
	if !fits(id, mostID) || strings.ContainsFunc(id, odd) || strings.TrimSpace(id) != id {
		return invalid("article.id has at most %d characters, and no control characters or spaces around it", mostID)
	}
	return nil
}

func fits(text string, most int) bool { return utf8.RuneCountInString(text) <= most }

func webAddress(address string) bool {
	if address == "" {
		return true
	}
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && len(address) <= 2000
}

func isLanguage(code string) bool {
	if code == "" {
		return true
	}
	_, err := language.Parse(code)
	return err == nil
}

// oneLine makes what a person typed one clean line.
func oneLine(text string) string { return strings.Join(strings.Fields(plain.Clean(text)), " ") }

// check refuses choices that there are none of.
func (o DraftOptions) check() error {
	switch {
	case !slices.Contains([]string{"", "auto", "model", "extractive"}, o.Engine):
		return invalid("options.engine is auto, model or extractive")
	case o.Kind != "" && !slices.Contains(prompts.Kinds(), prompts.Kind(o.Kind)):
		return invalid("options.kind is no kind of article that is known")
	case !slices.Contains([]string{"", "normal", "embargoed", "confidential"}, o.Sensitivity):
		return invalid("options.sensitivity is normal, embargoed or confidential")
	case !fits(o.Desk, mostDesk):
		return invalid("options.desk has at most %d characters", mostDesk)
	}
	return checkMost(o.MaxUSD)
}

func checkMost(most *float64) error {
	if most != nil && !(*most >= 0) {
		return invalid("max_usd is an amount of US dollars")
	}
	return nil
}
