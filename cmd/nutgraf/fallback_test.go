package main

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

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

// TestFallbackDoesNotWait drafts more articles than it takes for the endpoint to be
// left alone: where another engine stands in, none of them waits until it is tried
// again, which would be later than the test ends.
func TestFallbackDoesNotWait(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer time.AfterFunc(20*time.Second, cancel).Stop()
	args := []string{"summarize"}
	for i := range 8 {
		file := filepath.Join(t.TempDir(), fmt.Sprintf("%d.txt", i))
		text := fmt.Sprintf("The council of Marrow met on Monday. It voted to mend %d bridges this year. "+
			"The work begins in June and is to take four months. Drivers have to use the road along the river, which is longer by ten miles. "+
			"The town pays for all of it from what it set aside for repairs.\n", i+2)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	env := []string{"HOME=" + t.TempDir(), "NUTGRAF_MODEL_BASE_URL=http://127.0.0.1:1/v1", "NUTGRAF_MODEL_CONCURRENCY=1", "NUTGRAF_FALLBACK_EXTRACTIVE=true"}
	var out, errs bytes.Buffer
	if code := run(ctx, args, env, streams{strings.NewReader(""), &out, &errs}); code != exitDone || !strings.Contains(errs.String(), "is left alone") {
		t.Errorf("exit %d: %s", code, &errs)
	}
}
