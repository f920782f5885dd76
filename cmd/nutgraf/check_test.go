package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/internal/render"
	"github.com/nutgraf/nutgraf/summarize"
)

// draftOf drafts a summary of a file, as JSON in a file of its own.
func draftOf(t *testing.T, file string) string {
	t.Helper()
	out := nutgraf(t, nil, "", "summarize", "--engine", "extractive", "--format", "json", file)
	name := filepath.Join(t.TempDir(), "summary.json")
	if err := os.WriteFile(name, []byte(out.out), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// renumbered writes another version of a file, with other numbers.
func renumbered(t *testing.T, file string) string {
	t.Helper()
	text := readFile(t, file)
	edited := regexp.MustCompile(`([0-9])([ .,])`).ReplaceAllString(text, "${1}1$2")
	name := filepath.Join(t.TempDir(), filepath.Base(file))
	if err := os.WriteFile(name, []byte(edited), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestCheckSchemas validates what check and diff write for every article, and
// looks every offset up.
func TestCheckSchemas(t *testing.T) {
	checks, diffs := schema(t, "check.schema.json"), schema(t, "diff.schema.json")
	for _, file := range articleFiles(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			summary, changed := draftOf(t, file), renumbered(t, file)
			old, revised := articleJSON(t, file), articleJSON(t, changed)

			out := nutgraf(t, nil, "", "check", "--format", "json", file, summary)
			validate(t, checks, out.out)
			var c render.CheckJSON
			decode(t, out.out, &c)
			for _, claim := range c.Claims {
				checkQuotes(t, old, claim.Evidence)
				checkFound(t, claim)
			}

			out = nutgraf(t, nil, "", "diff", "--format", "json", file, changed, "--summary", summary)
			validate(t, diffs, out.out)
			var d render.DiffJSON
			decode(t, out.out, &d)
			if d.Old.SHA256 != old.SHA256 || d.New.SHA256 != revised.SHA256 {
				t.Errorf("the diff is of %s and %s", d.Old.SHA256, d.New.SHA256)
			}
			for _, claim := range d.Claims {
				for _, e := range claim.Evidence {
					checkQuotes(t, old, []summarize.Evidence{e.Old})
					if e.New != nil {
						checkQuotes(t, revised, []summarize.Evidence{*e.New})
					}
				}
			}
		})
	}
}

func articleJSON(t *testing.T, file string) render.ArticleJSON {
	t.Helper()
	var a render.ArticleJSON
	decode(t, nutgraf(t, nil, "", "read", "--format", "json", file).out, &a)
	return a
}

func checkQuotes(t *testing.T, a render.ArticleJSON, list []summarize.Evidence) {
	t.Helper()
	points := []rune(a.Text)
	for _, e := range list {
		if got := slice(points, e.Start, e.End); got != e.Quote || a.Sentences[e.Sentence-1].Text != e.Quote {
			t.Errorf("sentence %d: the quote is %q, its offsets say %q", e.Sentence, e.Quote, got)
		}
	}
}

func checkFound(t *testing.T, c render.CheckedClaim) {
	t.Helper()
	for _, f := range c.Findings {
		if got := slice([]rune(c.Text), f.Start, f.End); got != f.Found {
			t.Errorf("%s, %s: found is %q, its offsets say %q", c.ID, f.Rule, f.Found, got)
		}
	}
}

// TestCheckSchemasRefuse spoils what check and diff write in every place.
func TestCheckSchemasRefuse(t *testing.T) {
	story := filepath.Join(sharedDir, "story.txt")
	summary := filepath.Join(t.TempDir(), "summary.txt")
	text := "The ferry will stop for ten weeks. The work will cost 8.6 million crowns.\n\n- Zebras graze in Merrowby\n"
	if err := os.WriteFile(summary, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	optional := regexp.MustCompile(`^without .*/findings/[0-9]+/(code|sentence)$`)
	for name, args := range map[string][]string{
		"check.schema.json": {"check", "--format", "json", story, summary},
		"diff.schema.json":  {"diff", "--format", "json", story, renumbered(t, story), "--summary", summary},
	} {
		s := schema(t, name)
		doc := instance(t, nutgraf(t, nil, "", args...).out)
		if err := s.Validate(doc); err != nil {
			t.Fatal(err)
		}
		count := 0
		spoil(doc, "", func(how string) {
			count++
			if !optional.MatchString(how) && s.Validate(doc) == nil {
				t.Errorf("%s: not refused: %s", name, how)
			}
		}, func(any) {})
		if count < 80 {
			t.Errorf("%s: only %d places were spoilt", name, count)
		}
	}
}

// TestCheckSays runs check and diff in all formats: what they write cannot drive
// a terminal, and has every claim.
func TestCheckSays(t *testing.T) {
	story := filepath.Join(sharedDir, "story.txt")
	summary := "Why this matters\nThe crossing carries 2,300 people.\n\nKey takeaways\n- The ferry <b>stops</b> for ten weeks\n- The work costs 8.6\u009b31m million crowns\n"
	for _, format := range []string{"text", "markdown", "html"} {
		for _, args := range [][]string{{"check", story, "-"}, {"diff", story, renumbered(t, story), "--summary", "-"}} {
			if format == "html" && args[0] == "diff" {
				continue
			}
			out := nutgraf(t, nil, summary, append(args, "--format", format)...)
			checkNoControl(t, out)
			if out.code != exitCheckFailed {
				t.Errorf("%s %s: exit code %d\n%s", args[0], format, out.code, out.err)
			}
			for _, part := range []string{"people", "ten weeks", "8.6"} {
				if !strings.Contains(out.out, part) {
					t.Errorf("%s %s does not say %q:\n%s", args[0], format, part, out.out)
				}
			}
			if format != "text" && strings.Contains(out.out, "<b>") {
				t.Errorf("%s %s lets markup through:\n%s", args[0], format, out.out)
			}
		}
	}
}

// TestCheckHints are what is said beside the findings.
func TestCheckHints(t *testing.T) {
	story := filepath.Join(sharedDir, "story.txt")
	const one, several, order = "one of its lines is a heading or evidence and not checked: In detail:", "2 of its lines are headings", "give the article first"
	for _, tc := range []struct{ summary, says string }{
		{"In detail:\n\nThe ferry will stop.\n", one},
		{"In detail:\n\nThe ferry will stop.\n\nThe figures:\n\nIt costs 8.6 million crowns.\n", several},
		{strings.Repeat("The ferry will stop for ten weeks.\n\n", 100), order},
		{"The ferry will stop.\n", ""},
		{readFile(t, story), ""},
	} {
		out := nutgraf(t, nil, tc.summary, "check", story, "-")
		for _, hint := range []string{one, several, order} {
			if got := strings.Contains(out.err, hint); got != (hint == tc.says) {
				t.Errorf("%.40q: %q is said: %t\n%s", tc.summary, hint, got, out.err)
			}
		}
	}
}

// TestCheckInterrupted ends the context while standard input stays open.
func TestCheckInterrupted(t *testing.T) {
	story := filepath.Join(sharedDir, "story.txt")
	for _, args := range [][]string{
		{"check", story, "-"}, {"check", "-", story}, {"diff", story, "-", "--summary", story}, {"diff", story, story, "--summary", "-"},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		in, keyboard := io.Pipe()
		go func() {
			_, _ = keyboard.Write([]byte("The ferry")) // returns when it is being read
			cancel()
		}()
		var out, errs bytes.Buffer
		code := run(ctx, args, []string{"HOME=" + t.TempDir()}, streams{in, &out, &errs})
		if code != exitInterrupted || out.Len() > 0 || !strings.Contains(errs.String(), "interrupted") {
			t.Errorf("%q: exit code %d, %s%s", args, code, out.String(), errs.String())
		}
		keyboard.Close()
	}
}
