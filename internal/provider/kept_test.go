package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// writes is an answer with that text.
func writes(text string) wanted {
	return wanted{200, fmt.Sprintf(`{"choices":[{"message":{"content":%q},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":5}}`, text), nil}
}

// An answer that can be read was paid for, and is not lost because asking for a
// better one brings something worse.
func TestReadableAnswerIsKept(t *testing.T) {
	const readable = `{"why":{"text":"It matters","sentences":[1]},"takeaways":"none"}`
	prose := writes("The quay will close.")
	for name, tt := range map[string]struct {
		later []wanted // after the first answer; the last goes on
		calls int
	}{
		"trouble":         {[]wanted{refused(503, "")}, 3},
		"trouble, prose":  {[]wanted{refused(503, ""), prose}, 3},
		"prose":           {[]wanted{prose}, 3},
		"out of credit":   {[]wanted{refused(429, "insufficient_quota")}, 2},
		"a filter":        {[]wanted{refused(400, "content_filter")}, 2},
		"cut off":         {[]wanted{{200, `{"choices":[{"message":{"content":"{"},"finish_reason":"length"}]}`, nil}}, 2},
		"all refused":     {[]wanted{refused(400, "tools are not supported"), refused(400, "response_format is not supported"), prose}, 4},
		"no time is left": {[]wanted{slow("3600")}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := &endpoint{answer: func(_ string, n int) wanted {
					if n == 1 {
						return writes(readable)
					}
					return tt.later[min(n-2, len(tt.later)-1)]
				}}
				c := atEndpoint(t, e, func(cfg *Config) { cfg.WireFormat, cfg.Timeout = "", 15*time.Second })
				resp, err := c.Complete(t.Context(), request())
				if err != nil || resp.Text != readable || resp.Breaks == "" || resp.WireFormat != "json_schema" {
					t.Errorf("%+v, %v", resp, err)
				}
				if len(e.asked) != tt.calls || resp.Usage.Calls != tt.calls {
					t.Errorf("%d requests, %+v", len(e.asked), resp.Usage)
				}
				if name == "prose" { // the first format is what it does best
					e.answer = func(string, int) wanted { return writes(readable) }
					if resp, err = c.Complete(t.Context(), request()); err != nil || resp.WireFormat != "json_schema" || resp.Usage.Calls != 1 {
						t.Errorf("the next call: %+v, %v", resp, err)
					}
				}
			})
		})
	}
}

func TestNothingIsKeptForWhoStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		e := &endpoint{answer: func(_ string, n int) wanted {
			if n == 1 {
				return writes(`{"why":1,"takeaways":[]}`)
			}
			cancel()
			return refused(503, "")
		}}
		c := atEndpoint(t, e, func(cfg *Config) { cfg.WireFormat = "" })
		if _, err := c.Complete(ctx, request()); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

// Where pieces of another answer were shown, the one before cannot take its place.
func TestNothingIsKeptOnceAnotherWasShown(t *testing.T) {
	e := &endpoint{answer: func(_ string, n int) wanted {
		if n <= 2 {
			return writes(`{"other":1}`)
		}
		return wanted{200, "data: " + delta(`{"why":`) + "\n\ndata: {\"error\":{\"code\":503,\"message\":\"no\"}}\n\n", nil}
	}}
	c := atEndpoint(t, e, func(cfg *Config) { cfg.WireFormat = "" })
	var pieces []string
	if _, err := c.Complete(t.Context(), watched(request(), &pieces)); fault.CodeOf(err) != fault.ModelUnavailable || len(e.asked) != 3 || len(pieces) == 0 {
		t.Errorf("%v after %d requests and %q", err, len(e.asked), pieces)
	}
}

// Numbers that would have to be written out are not counted with.
func TestNumbersThatAreNone(t *testing.T) {
	wanted, err := newForm([]byte(testSchema))
	if err != nil {
		t.Fatal(err)
	}
	for number, says := range map[string]string{
		"1": "", "-7": "", "1.0": "", "1e3": "", "0e0": "", "12345678901234567890": "",
		"1e999999": "too long", "1e-999999": "too long", "1E+401": "too long", "1e99999999999999999999": "too long",
		strings.Repeat("9", 100_000): "too long", "0." + strings.Repeat("0", 100_000): "too long",
		"1.5": "type",
	} {
		for _, at := range []string{`{"why":{"text":"a","sentences":[%s]},"takeaways":[]}`, `{"why":{"text":"a","sentences":[]},"takeaways":[{"text":"b","sentences":[2,%s]}]}`} {
			err := wanted.check(fmt.Sprintf(at, number))
			if (says == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), says) {
				t.Errorf("%.30s: %v, want %q", number, err, says)
			}
		}
	}
}

func BenchmarkCheckOfHugeNumbers(b *testing.B) {
	wanted, err := newForm([]byte(testSchema))
	if err != nil {
		b.Fatal(err)
	}
	text := `{"why":{"text":"a","sentences":[` + strings.Repeat("1e9999999,", 1000) + `1]},"takeaways":[]}`
	for b.Loop() {
		_ = wanted.check(text)
	}
}
