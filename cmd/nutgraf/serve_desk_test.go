package main

import (
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// visit opens a page as a browser does, which follows redirects only within the
// service, and returns status, place and text.
func (s *served) visit(t *testing.T, method, path, body, cookie string) (status int, location string, cookies []*http.Cookie) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Cookie", cookie)
	client := &http.Client{Transport: s.client.Transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	return res.StatusCode, res.Header.Get("Location"), res.Cookies()
}

func TestServeTheDeskToThoseWhoSignIn(t *testing.T) {
	t.Parallel()
	env := []string{"HOME=" + t.TempDir()}
	token := strings.TrimSpace(nutgraf(t, env, "", "token", "create", "ann", "--scope", "summarize,review").out)
	s := serveHere(t, env)
	if status, at, _ := s.visit(t, "GET", "/quality", "", ""); status != http.StatusSeeOther || at != "/login?next=%2Fquality" {
		t.Errorf("a stranger: %d to %q", status, at)
	}
	status, _, cookies := s.visit(t, "POST", "/login", url.Values{"token": {token}}.Encode(), "")
	if status != http.StatusSeeOther || len(cookies) != 1 {
		t.Fatalf("signing in: %d, %v", status, cookies)
	}
	cookie := cookies[0].Name + "=" + cookies[0].Value
	for _, path := range []string{"/", "/summaries", "/quality", "/v1/summaries"} {
		if status, at, _ := s.visit(t, "GET", path, "", cookie); status != http.StatusOK {
			t.Errorf("%s: %d to %q", path, status, at)
		}
	}
	if out := nutgraf(t, env, "", "token", "revoke", "ann"); out.code != 0 {
		t.Fatal(out)
	}
	if status, at, _ := s.visit(t, "GET", "/summaries", "", cookie); status != http.StatusSeeOther || at != "/login?next=%2Fsummaries" {
		t.Errorf("a token that was revoked: %d to %q", status, at)
	}
	if strings.Contains(s.said.String(), token) || strings.Contains(s.said.String(), cookies[0].Value) {
		t.Errorf("the log tells too much: %s", s.said)
	}
}

func TestServeWithAProvider(t *testing.T) {
	t.Parallel()
	const secret = "c4n4ry-of-the-provider"
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := free.Addr().String()
	free.Close()
	env := []string{
		"HOME=" + t.TempDir(), "NUTGRAF_OIDC_ISSUER=http://127.0.0.1:1/realm", "NUTGRAF_OIDC_CLIENT_ID=nutgraf", "NUTGRAF_OIDC_CLIENT_SECRET=" + secret,
		"NUTGRAF_SERVER_PUBLIC_URL=http://" + at,
	}
	if out := nutgraf(t, env, "", "config", "show"); strings.Contains(out.out, secret) || !strings.Contains(out.out, "http://127.0.0.1:1/realm") {
		t.Errorf("%s", out.out)
	}
	s := serveHere(t, env, "--listen", at)
	if status, _, _ := s.visit(t, "GET", "/v1/summaries", "", ""); status != http.StatusUnauthorized {
		t.Errorf("without login: %d", status)
	}
	if status, _, _ := s.visit(t, "GET", "/login", "", ""); status != http.StatusOK {
		t.Errorf("the login: %d", status)
	}
	if status, _, cookies := s.visit(t, "GET", "/login/oidc?next=/", "", ""); status != http.StatusUnauthorized || len(cookies) != 0 {
		t.Errorf("a provider that is away: %d, %v", status, cookies)
	}
	if said := s.said.String(); !strings.Contains(said, "login refused") || strings.Contains(said, secret) {
		t.Errorf("%s", said)
	}
	env[4] = "NUTGRAF_SERVER_PUBLIC_URL=http://nutgraf.example"
	if out := nutgraf(t, env, "", "serve", "--listen", "127.0.0.1:0"); out.code != 2 || !strings.Contains(out.err, "server.public_url") {
		t.Errorf("%+v", out)
	}
}
