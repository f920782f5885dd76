package main

import (
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
)

// TestFallbackFollowsTheSchema validates a result that an engine made in place of
// two others.
func TestFallbackFollowsTheSchema(t *testing.T) {
	down := scripted.New(scripted.Options{}, scripted.Reply{Status: 401, Body: "{}"})
	defer down.Close()
	env := []string{
		"NUTGRAF_MODEL_BASE_URL=" + down.URL(), "NUTGRAF_MODEL_NAME=one", "NUTGRAF_MODEL_FALLBACK=[{name: two}]", "NUTGRAF_FALLBACK_EXTRACTIVE=true",
	}
	out := nutgraf(t, env, "", "summarize", "--format", "json", filepath.Join(sharedDir, "story.txt"))
	validate(t, schema(t, "result.schema.json"), out.out)
	var r struct {
		Provenance struct {
			Engine   string
			Calls    int
			Fallback []struct{ From, To, Code string }
		}
	}
	decode(t, out.out, &r)
	p := r.Provenance
	if p.Engine != "extractive" || p.Calls != 2 || len(p.Fallback) != 2 || p.Fallback[1].To != "extractive" || p.Fallback[1].Code != "model_unauthorized" {
		t.Errorf("%+v", p)
	}
}

// TestFallbackKeepsThePolicy leaves out an endpoint that must not read the article.
func TestFallbackKeepsThePolicy(t *testing.T) {
	down := scripted.New(scripted.Options{}, scripted.Reply{Status: 401, Body: "{}"})
	defer down.Close()
	elsewhere := scripted.New(scripted.Options{})
	defer elsewhere.Close()
	trusted, err := url.Parse(down.URL())
	if err != nil {
		t.Fatal(err)
	}
	env := []string{
		"NUTGRAF_MODEL_BASE_URL=" + down.URL(), "NUTGRAF_MODEL_FALLBACK=[{name: two, base_url: \"" + elsewhere.URL() + "\"}]",
		"NUTGRAF_POLICY_EMBARGOED_HOSTS=[\"" + trusted.Host + "\"]",
	}
	out := nutgraf(t, env, "", "summarize", "--sensitivity", "embargoed", filepath.Join(sharedDir, "story.txt"))
	if out.code != exitFailed || len(elsewhere.Requests()) != 0 || !strings.Contains(out.err, "two does not stand in: articles marked embargoed") {
		t.Errorf("exit %d, %d requests elsewhere: %s", out.code, len(elsewhere.Requests()), out.err)
	}
}
