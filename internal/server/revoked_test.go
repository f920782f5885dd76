package server_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/server"
	"github.com/nutgraf/nutgraf/internal/store"
)

// A token that was in use a moment ago is refused soon after it is revoked, by a
// process that had nothing to do with that.
func TestRevokedWhileInUse(t *testing.T) {
	t.Parallel()
	n := open(t, func(s *setup) { s.server.Open = false })
	token, hash := server.NewToken()
	row := store.Token{ID: "k", Name: "desk", Space: "news", Hash: hash, Scopes: []string{"summarize"}, CreatedAt: time.Now()}
	if err := n.store.Write(t.Context(), func(tx *store.Tx) error { return tx.AddToken(row) }); err != nil {
		t.Fatal(err)
	}
	ask := func() reply { return n.send("GET", "/v1/summaries", "", "Authorization: Bearer "+token) }
	if res := ask(); res.StatusCode != http.StatusOK {
		t.Fatalf("before: %d %s", res.StatusCode, res.body)
	}
	if err := n.store.Write(t.Context(), func(tx *store.Tx) error { return tx.RevokeToken("k", time.Now()) }); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		res := ask()
		if res.StatusCode == http.StatusUnauthorized && strings.Contains(res.body, `"unauthorized"`) {
			return
		}
		if res.StatusCode != http.StatusOK || time.Now().After(end) {
			t.Fatalf("after: %d %s", res.StatusCode, res.body)
		}
	}
}
