package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const canary = "token=c4n4ry"

func serve(t *testing.T, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

// public makes a fetcher for which the server's address, and nothing else on
// this machine, is as good as a public one.
func public(t *testing.T, s *httptest.Server, r *net.Resolver) *fetcher {
	t.Helper()
	f := newFetcher(Options{})
	f.guard.exempt = netip.MustParseAddrPort(s.Listener.Addr().String())
	f.resolver = r
	return f
}

func wantFault(t *testing.T, err error, code fault.Code, words ...string) {
	t.Helper()
	var fe *fault.Error
	if !errors.As(err, &fe) || fe.Code != code {
		t.Fatalf("error %v (%s), want %s", err, fault.CodeOf(err), code)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q does not say %q", err, w)
		}
	}
	if strings.Contains(err.Error(), canary) {
		t.Errorf("the query shows in %q", err)
	}
}

func TestPage(t *testing.T) {
	var got *http.Request
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/old" {
			http.SetCookie(w, &http.Cookie{Name: "id", Value: "1"})
			http.Redirect(w, r, "new?x=1#part", http.StatusMovedPermanently)
			return
		}
		got = r
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, "<p>The council voted.</p>")
	})
	page, err := Fetch(t.Context(), s.URL+"/old?"+canary+"#top", Options{AllowPrivate: true, UserAgent: "desk/1"})
	if err != nil {
		t.Fatal(err)
	}
	if string(page.Body) != "<p>The council voted.</p>" || page.ContentType != "text/html; charset=utf-8" || page.URL != s.URL+"/new?x=1" {
		t.Errorf("page %+v", page)
	}
	for _, h := range []string{"Referer", "Cookie", "Authorization"} {
		if v := got.Header.Get(h); v != "" {
			t.Errorf("the request had %s: %s", h, v)
		}
	}
	if got.UserAgent() != "desk/1" {
		t.Errorf("user agent %q", got.UserAgent())
	}
}

// The environment's proxy would be asked to resolve the name, past the check.
func TestNoProxy(t *testing.T) {
	if newFetcher(Options{}).transport().Proxy != nil {
		t.Error("the transport has a proxy")
	}
}

func TestLoopbackIsRefused(t *testing.T) {
	var hits atomic.Int32
	s := serve(t, func(http.ResponseWriter, *http.Request) { hits.Add(1) })
	f := public(t, s, nil)
	port := f.guard.exempt.Port()
	f.guard.exempt = netip.AddrPortFrom(netip.MustParseAddr("8.8.8.8"), port) // the port passes, the address does not
	_, err := f.fetch(t.Context(), s.URL+"/a?"+canary)
	wantFault(t, err, fault.PolicyRefused, "/a", "port")
	_, err = Fetch(t.Context(), "http://127.0.0.1/a?"+canary, Options{})
	wantFault(t, err, fault.PolicyRefused, "127.0.0.1/a", "this machine", "fetch.allow_private")
	if hits.Load() != 0 {
		t.Error("the server was reached")
	}
}

// Whatever a resolver makes of an odd spelling, the address that comes out is
// checked. Here it makes 127.0.0.1 of everything.
func TestOddSpellings(t *testing.T) {
	for _, host := range []string{
		"0x7f000001", "0x7f.1", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]",
		"[0:0:0:0:0:ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "１２７.０.０.１", "①②⑦.⓪.⓪.①", "127。0。0。1",
		"localhost", "localhost.", "LOCALHOST", "app.localhost", "0.0.0.0", "[::]", "rebind.example", "новости.example",
	} {
		t.Run(host, func(t *testing.T) {
			f := newFetcher(Options{})
			f.resolver = one(t, "127.0.0.1", "::1")
			_, err := f.fetch(t.Context(), "http://"+host+"/a?"+canary)
			wantFault(t, err, fault.PolicyRefused, "not fetched")
		})
	}
}

// A host of digits and dots that is no address is not even looked up.
func TestDigitsAreNoHost(t *testing.T) {
	for _, host := range []string{"2130706433", "017700000001", "0", "127.1", "0177.0.0.1", "127.0.0.1."} {
		f := newFetcher(Options{})
		f.resolver = one(t, "127.0.0.1")
		_, err := f.fetch(t.Context(), "http://"+host+"/a?"+canary)
		wantFault(t, err, fault.InputUnreadable, "no host of that name")
	}
}

func TestRedirectsAreCheckedAgain(t *testing.T) {
	for location, words := range map[string][]string{
		"http://127.0.0.1/admin?" + canary:         {"127.0.0.1/admin", "this machine", "fetch.allow_private"},
		"http://10.0.0.1/":                         {"a private address"},
		"http://[fd00::1]/":                        {"a private address"},
		"http://169.254.169.254/latest/meta-data/": {"metadata"},
		"//192.168.0.1/x":                          {"a private address"},
		"http://intranet.example/":                 {"intranet.example", "a private address"},
		"http://127.0.0.1:22/":                     {"port 22"},
		"file:///etc/passwd":                       {"only http and https"},
		"http://ann:pw@news.example/":              {"user name"},
	} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", location)
			w.WriteHeader(http.StatusFound)
		})
		f := public(t, s, one(t, "10.20.30.40"))
		_, err := f.fetch(t.Context(), s.URL)
		wantFault(t, err, fault.PolicyRefused, words...)
		if strings.Contains(err.Error(), "metadata") && strings.Contains(err.Error(), "allow_private") {
			t.Errorf("%q promises what fetch.allow_private does not do", err)
		}
	}
}

// A name that is public at first and private at the second look is refused at
// the second look.
func TestRebinding(t *testing.T) {
	var hits atomic.Int32
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		hits.Add(1)
		http.Redirect(w, r, "/again", http.StatusFound)
	})
	f := public(t, s, names(func(string) ([]netip.Addr, bool) {
		if hits.Load() == 0 {
			return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, true
		}
		return []netip.Addr{netip.MustParseAddr("127.0.0.2")}, true
	}))
	_, err := f.fetch(t.Context(), fmt.Sprintf("http://rebind.example:%d/first", f.guard.exempt.Port()))
	wantFault(t, err, fault.PolicyRefused, "/again")
	if hits.Load() != 1 {
		t.Errorf("%d requests", hits.Load())
	}
}

func TestRedirectLimits(t *testing.T) {
	var hits atomic.Int32
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		hits.Add(1)
		switch r.URL.Path {
		case "/loop":
			http.Redirect(w, r, "/loop?"+canary, http.StatusFound)
		case "/3", "/2", "/1":
			http.Redirect(w, r, fmt.Sprintf("/%d", r.URL.Path[1]-'0'-1), http.StatusTemporaryRedirect)
		case "/nowhere":
			w.WriteHeader(http.StatusFound)
		case "/broken":
			w.Header().Set("Location", "http://[::1?"+canary)
			w.WriteHeader(http.StatusFound)
		}
	})
	o := Options{AllowPrivate: true}
	_, err := Fetch(t.Context(), s.URL+"/loop", o)
	wantFault(t, err, fault.PolicyRefused, "/loop", "more than 3 times")
	if hits.Load() != 4 {
		t.Errorf("%d requests, want 4", hits.Load())
	}
	if page, err := Fetch(t.Context(), s.URL+"/3", o); err != nil || page.URL != s.URL+"/0" {
		t.Errorf("three redirects: %v, %v", page, err)
	}
	for _, path := range []string{"/nowhere", "/broken"} {
		_, err = Fetch(t.Context(), s.URL+path, o)
		wantFault(t, err, fault.InputUnreadable, path, "without a usable address")
	}
}

func TestNoRedirectFromHTTPSToHTTP(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://127.0.0.1/plain?"+canary, http.StatusFound)
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	defer s.Close()
	f := newFetcher(Options{AllowPrivate: true})
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	f.tls = &tls.Config{RootCAs: roots}
	_, err := f.fetch(t.Context(), s.URL+"/safe")
	wantFault(t, err, fault.PolicyRefused, "from https to http", "127.0.0.1/plain")

	_, err = Fetch(t.Context(), s.URL+"/safe", Options{AllowPrivate: true})
	wantFault(t, err, fault.InputUnreadable, "certificate")
}

func TestStatuses(t *testing.T) {
	for status, want := range map[int]fault.Code{
		203: "", 204: fault.InputUnreadable, 206: fault.InputUnreadable, 300: fault.InputUnreadable, 304: fault.InputUnreadable,
		401: fault.InputUnreadable, 403: fault.InputUnreadable, 404: fault.InputNotFound, 410: fault.InputNotFound,
		429: fault.InputUnreadable, 500: fault.InputUnreadable, 503: fault.InputUnreadable,
	} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
		_, err := Fetch(t.Context(), s.URL+"/page?"+canary, Options{AllowPrivate: true})
		if want == "" && err == nil {
			continue
		}
		wantFault(t, err, want, "/page", fmt.Sprint(status))
		var fe *fault.Error
		if errors.As(err, &fe); fe.Retryable != (status == 429 || status >= 500) {
			t.Errorf("%d: retryable %v", status, fe.Retryable)
		}
	}
}

func TestContentTypes(t *testing.T) {
	for header, ok := range map[string]bool{
		"text/html": true, "Text/HTML; charset=\"UTF-8\"": true, "text/html;;": true, "application/xhtml+xml": true, "text/plain": true,
		"text/markdown; variant=x": true, "": true,
		wordDocument: true, "application/pdf": false, "image/png": false, "application/json": false, "text/xml": false, "text/html2": false, "<b>\u202e": false,
	} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = nil
			if header != "" {
				w.Header().Set("Content-Type", header)
			}
			fmt.Fprint(w, "words")
		})
		_, err := Fetch(t.Context(), s.URL, Options{AllowPrivate: true})
		if ok && err != nil {
			t.Errorf("%q: %v", header, err)
		}
		if !ok {
			wantFault(t, err, fault.UnsupportedFormat, "only HTML, plain text, Markdown and Word documents")
		}
	}
}

func zipped(n int) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.CopyN(w, zeros{}, int64(n))
	w.Close()
	return b.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func TestSizeLimit(t *testing.T) {
	const limit = 1000
	write := func(h map[string]string, body []byte) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			for k, v := range h {
				w.Header().Set(k, v)
			}
			w.Header().Set("Content-Type", "text/plain")
			_, _ = w.Write(body)
		}
	}
	gz := map[string]string{"Content-Encoding": "gzip"}
	chunked := map[string]string{"Trailer": "X"}
	endless := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 4096)); err != nil {
				return
			}
		}
	}
	for name, c := range map[string]struct {
		h    http.HandlerFunc
		want fault.Code
	}{
		"exact":             {write(nil, make([]byte, limit)), ""},
		"exact, chunked":    {write(chunked, make([]byte, limit)), ""},
		"exact, gzip":       {write(gz, zipped(limit)), ""},
		"one over":          {write(nil, make([]byte, limit+1)), fault.InputTooLarge},
		"one over, chunked": {write(chunked, make([]byte, limit+1)), fault.InputTooLarge},
		"one over, gzip":    {write(gz, zipped(limit+1)), fault.InputTooLarge},
		"gzip bomb":         {write(gz, zipped(8<<20)), fault.InputTooLarge},
		"endless":           {endless, fault.InputTooLarge},
		"broken gzip":       {write(gz, []byte("not gzip")), fault.InputUnreadable},
		"cut-off gzip":      {write(gz, zipped(500)[:15]), fault.InputUnreadable},
		"cut off":           {write(map[string]string{"Content-Length": "900"}, make([]byte, 100)), fault.InputUnreadable},
		"two layers":        {write(map[string]string{"Content-Encoding": "gzip, gzip"}, zipped(10)), fault.UnsupportedFormat},
		"brotli":            {write(map[string]string{"Content-Encoding": "br"}, []byte("x")), fault.UnsupportedFormat},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, c.h)
			page, err := Fetch(t.Context(), s.URL+"/big?"+canary, Options{AllowPrivate: true, MaxBytes: limit})
			if c.want == "" {
				if err != nil || len(page.Body) != limit {
					t.Errorf("%v, %v", page, err)
				}
				return
			}
			wantFault(t, err, c.want, "/big")
			if c.want == fault.InputTooLarge && !strings.Contains(err.Error(), "1000 bytes") {
				t.Errorf("%q does not name the limit", err)
			}
		})
	}
}

func TestTimeoutsSayWhere(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	stall := func(start string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if start != "" {
				fmt.Fprint(w, start)
				w.(http.Flusher).Flush()
			}
			<-r.Context().Done()
		}
	}
	for want, address := range map[string]string{
		"setting up TLS":         "https://" + silent.Addr().String(),
		"waiting for the answer": serve(t, stall("")).URL,
		"reading the page":       serve(t, stall("half")).URL,
	} {
		_, err := Fetch(t.Context(), address+"/slow?"+canary, Options{AllowPrivate: true, Timeout: 50 * time.Millisecond})
		wantFault(t, err, fault.InputUnreadable, "timed out while "+want, "/slow")
	}

	f := newFetcher(Options{Timeout: 50 * time.Millisecond})
	f.resolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}}
	_, err = f.fetch(t.Context(), "http://news.example/a")
	wantFault(t, err, fault.InputUnreadable, "timed out while looking up the address")
}

func TestNetworkFailures(t *testing.T) {
	f := newFetcher(Options{})
	f.resolver = names(func(string) ([]netip.Addr, bool) { return nil, false })
	_, err := f.fetch(t.Context(), "http://no-such-place.example/a?"+canary)
	wantFault(t, err, fault.InputUnreadable, "no-such-place.example/a", "no host of that name")

	closed := httptest.NewServer(nil)
	closed.Close()
	_, err = Fetch(t.Context(), closed.URL+"/a?"+canary, Options{AllowPrivate: true})
	wantFault(t, err, fault.InputUnreadable, "failed while connecting")

	ctx, cancel := context.WithCancel(t.Context())
	s := serve(t, func(_ http.ResponseWriter, r *http.Request) { cancel(); <-r.Context().Done() })
	_, err = Fetch(ctx, s.URL+"/a?"+canary, Options{AllowPrivate: true})
	wantFault(t, err, fault.Interrupted, "cancelled")
	if !errors.Is(err, context.Canceled) {
		t.Error("the cause is lost")
	}
}

func TestCausesHoldNoQuery(t *testing.T) {
	s := serve(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	_, err := Fetch(t.Context(), s.URL+"/a?"+canary, Options{AllowPrivate: true})
	wantFault(t, err, fault.InputUnreadable)
	for e := err; e != nil; e = errors.Unwrap(e) {
		var ue *url.Error
		if strings.Contains(e.Error(), canary) || errors.As(e, &ue) {
			t.Errorf("the cause is %q", e)
		}
	}
}
