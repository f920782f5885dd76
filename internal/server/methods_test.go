package server_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestMethods sends every method to every path of the document, and to one that
// there is not.
func TestMethods(t *testing.T) {
	t.Parallel()
	n := open(t)
	said, err := documented()
	if err != nil {
		t.Fatal(err)
	}
	all := []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"}
	for path, methods := range said.doc.Paths {
		var has []string
		for method := range maps.Keys(methods) {
			has = append(has, strings.ToUpper(method))
		}
		if slices.Contains(has, "GET") {
			has = append(has, "HEAD")
		}
		slices.Sort(has)
		for _, method := range all {
			if slices.Contains(has, method) {
				continue
			}
			res := n.send(method, strings.ReplaceAll(path, "{id}", "x"), "")
			if method == "HEAD" {
				if res.StatusCode != 405 || res.body != "" {
					t.Errorf("%s %s: %d %s", method, path, res.StatusCode, res.body)
				}
				continue
			}
			if p := res.problem(t); p.Status != 405 || p.Code != "method_not_allowed" || res.Header.Get("Allow") != strings.Join(has, ", ") {
				t.Errorf("%s %s: %v %s", method, path, res.Header, res.body)
			}
			secured(t, res.Header)
		}
	}
	for _, method := range all {
		for _, path := range []string{"/v1/nothing", "/nothing", "/v1", "/v1/summaries/", "/v1/summaries/x/y/z"} {
			res := n.send(method, path, "")
			if method == "HEAD" {
				if res.StatusCode != 404 || res.Header.Get("Content-Type") != "application/problem+json" {
					t.Errorf("%s: %d %v", path, res.StatusCode, res.Header)
				}
				continue
			}
			if p := res.problem(t); p.Status != 404 || p.Code != "not_found" {
				t.Errorf("%s %s: %s", method, path, res.body)
			}
		}
	}
}

// TestHead asks for what GET gives, without the body.
func TestHead(t *testing.T) {
	t.Parallel()
	n := open(t)
	made := n.send("POST", "/v1/summaries", draftOf(extractive)).summary(t)
	for _, path := range []string{"/v1/summaries", "/v1/summaries/" + made.ID, "/v1/summaries/" + made.ID + "/article", "/v1/summaries/nobody", "/openapi.json", "/docs", "/healthz", "/readyz", "/problems/busy"} {
		get, head := n.send("GET", path, ""), n.send("HEAD", path, "")
		if head.StatusCode != get.StatusCode || head.body != "" || head.Header.Get("Content-Type") != get.Header.Get("Content-Type") || head.Header.Get("ETag") != get.Header.Get("ETag") {
			t.Errorf("%s: %d %v, and GET %d %v", path, head.StatusCode, head.Header, get.StatusCode, get.Header)
		}
	}
}
