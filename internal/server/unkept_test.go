package server_test

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
)

// TestAnswerThatCouldNotBeKept lets the database refuse what becomes of a key, and
// then take it: the same request has the same answer soon, and a failure can be
// tried again, without waiting for a lease.
func TestAnswerThatCouldNotBeKept(t *testing.T) {
	const refuse = ` ON answers WHEN OLD.status = 0 AND OLD.owner <> '' BEGIN SELECT RAISE(ABORT, 'no'); END`
	down := scripted.Reply{Status: 401, Body: scripted.ErrorBody("openai", "invalid_api_key", "", "no")}
	var dsn string
	n := open(t, func(s *setup) { s.script, dsn = []scripted.Reply{down, down, {}}, s.dsn })
	db, err := sql.Open("sqlite", "file:"+dsn+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	exec := func(statement string) {
		t.Helper()
		if _, err := db.ExecContext(context.Background(), statement); err != nil {
			t.Fatal(err)
		}
	}
	exec(`CREATE TRIGGER no_answer BEFORE UPDATE` + refuse)
	exec(`CREATE TRIGGER no_free BEFORE DELETE` + refuse)
	send := func(key, options string) reply {
		return n.send("POST", "/v1/summaries", draftOf(options), "Idempotency-Key: "+key)
	}
	if p := send("bad", "").problem(t); p.Status != 502 {
		t.Errorf("%+v", p)
	}
	first := send("good", extractive).summary(t)
	exec(`DROP TRIGGER no_answer`)
	exec(`DROP TRIGGER no_free`)
	until := time.Now().Add(15 * time.Second) // half of a lease
	for _, key := range []string{"good", "bad"} {
		options := map[string]string{"good": extractive}[key]
		for r := send(key, options); ; r = send(key, options) {
			if r.StatusCode == 201 {
				if key == "good" && r.summary(t).ID != first.ID {
					t.Error("the work was done twice")
				}
				break
			}
			if time.Now().After(until) {
				t.Fatalf("%s: still %d %s", key, r.StatusCode, r.body)
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
}
