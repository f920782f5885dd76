package provider_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

var updateFaults = flag.Bool("update-faults", false, "write what was measured into docs/faults.md")

const faultsPage = "../../docs/faults.md"

// bad is a fault, and how it is brought about.
type bad struct {
	name    string
	script  []scripted.Reply
	as      scripted.Personality
	stream  bool
	objects bool   // the server finds fault with the request, as it should
	rounds  int    // summaries until the one that is looked at; 0 is 1
	article string // "" is a short one
	change  func(*provider.Config)
	network func(*memoryNet) (serve func(http.Handler), stop func()) // nil: plain HTTP
	cancel  time.Duration                                            // when the user does; 0 is never
	within  time.Duration                                            // that the caller leaves; 0 is any time
}

// outcome is a row of the table.
type outcome struct {
	seen, wire, booked string
}

// TestFaults brings about each fault between the engine and a server, in faked
// time, and compares what came of it with the table of docs/faults.md.
func TestFaults(t *testing.T) {
	newDesk(t, nil, shortArticle) // loads what is loaded once
	written := readFaults(t)
	var page strings.Builder
	names := map[string]bool{}
	for _, section := range faults(t) {
		fmt.Fprintf(&page, "\n## %s\n\n| fault | what the user sees | requests | booked | test |\n|---|---|---|---|---|\n", section.title)
		for _, f := range section.faults {
			if names[f.name] {
				t.Fatalf("%q is there twice", f.name)
			}
			names[f.name] = true
			var got outcome
			var test string
			t.Run(f.name, func(t *testing.T) {
				test = t.Name()
				synctest.Test(t, func(t *testing.T) { got = f.run(t) })
			})
			row := fmt.Sprintf("| %s | %s | %s | %s | `%s` |\n", f.name, got.seen, got.wire, got.booked, test)
			page.WriteString(row)
			if !*updateFaults && !strings.Contains(written, row) {
				t.Errorf("docs/faults.md does not say this; go test ./internal/provider -run TestFaults -update-faults writes it:\n%s", row)
			}
		}
	}
	if len(names) < 45 {
		t.Errorf("%d faults", len(names))
	}
	writeFaults(t, page.String())
}

const faultsMark = "<!-- measured: everything below is written by TestFaults -->\n"

func readFaults(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(faultsPage)
	if err != nil {
		t.Fatal(err)
	}
	_, written, ok := strings.Cut(string(data), faultsMark)
	if !ok {
		t.Fatalf("%s has no mark", faultsPage)
	}
	return written
}

// writeFaults writes the table, or makes sure that it holds nothing else.
func writeFaults(t *testing.T, table string) {
	t.Helper()
	if t.Failed() && *updateFaults {
		t.Fatal("nothing was written, because a fault broke more than it may")
	}
	written := readFaults(t)
	if !*updateFaults {
		if !t.Failed() && written != table {
			t.Error("docs/faults.md has rows that are not run, or another order")
		}
		return
	}
	data, err := os.ReadFile(faultsPage)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(data), faultsMark)
	if err := os.WriteFile(faultsPage, []byte(head+faultsMark+table), 0o644); err != nil {
		t.Fatal(err)
	}
}

// run brings the fault about, in a bubble of time.
func (f bad) run(t *testing.T) outcome {
	network := newMemoryNet()
	srv := scripted.NewHandler(scripted.Options{As: f.as, Key: deskKey, Model: deskModel}, f.script...)
	defer srv.Close()
	server := http.Server{Handler: srv}
	serve, stop := func(http.Handler) { go func() { _ = server.Serve(network) }() }, func() { _ = server.Close() }
	if f.network != nil {
		serve, stop = f.network(network)
	}
	serve(srv)
	defer stop()
	c := deskClient(t, "http://model.example/v1", func(cfg *provider.Config) {
		cfg.Transport = &http.Transport{DialContext: network.dial}
		cfg.Timeout, cfg.MaxRetryWait = 0, 0
		if f.change != nil {
			f.change(cfg)
		}
	})
	defer c.Close()
	d := newDesk(t, c, f.file())
	d.engine.Stream = f.stream
	for range f.rounds - 1 {
		_, _ = d.summarize(t.Context())
	}
	synctest.Wait()
	before, bill := len(srv.Requests()), srv.Bill()
	ctx, end := f.context(t)
	defer end()
	r, err := d.summarize(ctx)
	synctest.Wait() // for the server to write its bill
	return f.outcome(t, r, err, srv, before, bill)
}

func (f bad) file() string {
	if f.article == "" {
		return shortArticle
	}
	return f.article
}

func (f bad) context(t *testing.T) (context.Context, func()) {
	ctx := t.Context()
	if f.within > 0 {
		return context.WithTimeout(ctx, f.within)
	}
	ctx, cancel := context.WithCancel(ctx)
	if f.cancel > 0 {
		timer := time.AfterFunc(f.cancel, cancel)
		return ctx, func() { timer.Stop(); cancel() }
	}
	return ctx, cancel
}

// outcome tells what came of it, and makes sure of what holds for every fault.
func (f bad) outcome(t *testing.T, r *summarize.Result, err error, srv *scripted.Server, before int, bill scripted.Bill) outcome {
	t.Helper()
	for _, req := range srv.Requests() {
		if req.Objection != "" && !f.objects {
			t.Errorf("the server objects: %s", req.Objection)
		}
	}
	wire := len(srv.Requests()) - before
	now := srv.Bill()
	now.Answers -= bill.Answers
	now.Input, now.Output, now.Cached = now.Input-bill.Input, now.Output-bill.Output, now.Cached-bill.Cached
	return outcome{seen: f.seen(t, r, err), wire: onWire(t, wire, r), booked: booked(t, r, now)}
}

func (f bad) seen(t *testing.T, r *summarize.Result, err error) string {
	t.Helper()
	var bad *fault.Error
	switch {
	case errors.As(err, &bad):
		checkWords(t, bad.Message)
		if strings.Contains(bad.Message, "Harrowmere") {
			t.Errorf("the message shows the article: %s", bad.Message)
		}
		return fmt.Sprintf("`%s`: %s", bad.Code, forTable(bad.Message))
	case errors.Is(err, context.Canceled):
		return "`interrupted`: the program says that it was"
	case errors.Is(err, context.DeadlineExceeded):
		return "`model_timeout`, from the caller's own deadline"
	case err != nil:
		t.Errorf("an error without a code: %v", err)
		return "?"
	}
	if r.Why == nil && len(r.Takeaways) == 0 {
		t.Error("no draft and no error")
	}
	return draftSeen(t, r)
}

// draftSeen describes a draft in the words of the table.
func draftSeen(t *testing.T, r *summarize.Result) string {
	t.Helper()
	out := "a draft"
	if r.Why == nil {
		out += " without the why paragraph"
	}
	if len(r.Takeaways) < 5 {
		out += fmt.Sprintf(" with %d takeaways", len(r.Takeaways))
	}
	if r.Status == summarize.StatusNeedsReview {
		out += ", marked `needs_review`"
	}
	var codes []string
	for _, w := range r.Warnings {
		checkWords(t, w.Message)
		if code := "`" + w.Code + "`"; !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	if len(codes) > 0 {
		out += "; warnings " + strings.Join(codes, ", ")
	}
	return out
}

// checkWords makes sure that a message shows no key, no article and no
// technicalities that it had better not.
func checkWords(t *testing.T, message string) {
	t.Helper()
	for _, word := range []string{deskKey, deskKey[8:16], "0x", "goroutine", "\n"} {
		if strings.Contains(message, word) {
			t.Errorf("the message shows %q: %s", word, message)
		}
	}
}

// What differs from run to run, or with the prompts.
var (
	addresses = regexp.MustCompile(`127\.0\.0\.1:\d+`)
	sizes     = regexp.MustCompile(`resulted in \d+ tokens`)
)

func forTable(text string) string {
	text = sizes.ReplaceAllString(text, "resulted in … tokens")
	return strings.NewReplacer("|", "\\|", "<", "&lt;").Replace(addresses.ReplaceAllString(text, "model.example"))
}

// onWire counts requests, which the user is told of too.
func onWire(t *testing.T, wire int, r *summarize.Result) string {
	t.Helper()
	told := 0
	if r != nil {
		told = r.Provenance.Calls
	}
	if told != wire && (wire > 0 || told > provider.MaxTries) {
		t.Errorf("%d requests on the wire, %d are told", wire, told)
	}
	if wire == 0 && told > 0 {
		return fmt.Sprintf("%d, none arrives", told)
	}
	return fmt.Sprint(wire)
}

// booked compares what is booked with what the server asks for.
func booked(t *testing.T, r *summarize.Result, bill scripted.Bill) string {
	t.Helper()
	if r == nil {
		return "nothing"
	}
	p := r.Provenance
	switch {
	case p.USD == nil:
		return "not known: the most that it can cost"
	case p.InputTokens == nil:
		t.Error("the money is known and the tokens are not")
	case *p.InputTokens == 0 && *p.OutputTokens == 0:
		return "nothing"
	}
	if *p.InputTokens != bill.Input || *p.OutputTokens != bill.Output || *p.CachedTokens != bill.Cached {
		return "what the server says"
	}
	if bill.Answers == 1 {
		return "1 answer"
	}
	return fmt.Sprintf("%d answers", bill.Answers)
}

// secure serves with a certificate that nobody knows.
func secure(network *memoryNet) (func(http.Handler), func()) {
	srv := httptest.NewUnstartedServer(nil)
	_ = srv.Listener.Close()
	srv.Listener = network
	return func(h http.Handler) {
			srv.Config.Handler = h
			srv.Config.ErrorLog = quiet
			srv.StartTLS()
		}, func() {
			srv.CloseClientConnections()
			srv.Close()
		}
}

// dialing fails in the way of err instead of connecting.
func dialing(err error) func(*provider.Config) {
	return func(cfg *provider.Config) {
		cfg.Transport = &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: err}
		}}
	}
}
