package server_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
)

// TestStream follows a draft.
func TestStream(t *testing.T) {
	n := open(t)
	res := n.send("POST", "/v1/summaries", draftOf(""), "Accept: text/event-stream")
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" || res.Header.Get("X-Accel-Buffering") != "no" || res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v", res.StatusCode, res.Header)
	}
	events := eventsOf(t, res.body)
	names := map[string]int{}
	run := ""
	for i, e := range events {
		names[e.name]++
		id, seq, _ := strings.Cut(e.id, ":")
		if run == "" {
			run = id
		}
		if id != run || seq != strconv.Itoa(i+1) {
			t.Errorf("event %d has id %s", i, e.id)
		}
	}
	if names["accepted"] != 1 || names["why"] != 1 || names["takeaway"] < 3 || names["done"] != 1 || names["error"] != 0 || events[len(events)-1].name != "done" {
		t.Errorf("%v", names)
	}
	if !strings.HasPrefix(res.body, "retry: 1000\n\n") {
		t.Errorf("%.40q", res.body)
	}
}

// TestStreamFails ends a stream with one error.
func TestStreamFails(t *testing.T) {
	n := open(t, func(s *setup) {
		s.script = []scripted.Reply{{Status: 401, Body: scripted.ErrorBody("openai", "invalid_api_key", "", "no")}}
	})
	events := eventsOf(t, n.send("POST", "/v1/summaries", draftOf(""), "Accept: text/event-stream").body)
	last := events[len(events)-1]
	if last.name != "error" || !strings.Contains(last.data, `"code":"model_unauthorized"`) || !strings.Contains(last.data, `"retryable":false`) {
		t.Errorf("%+v", events)
	}
}

// TestHeartbeat waits for signs of life.
func TestHeartbeat(t *testing.T) {
	n := open(t, func(s *setup) {
		s.server.Heartbeat = 10 * time.Millisecond
		s.script = []scripted.Reply{{Delay: time.Hour}}
	})
	for name, headers := range map[string][]string{"alone": nil, "with a key": {"Idempotency-Key: k"}} {
		t.Run(name, func(t *testing.T) {
			ctx, leave := context.WithCancel(t.Context())
			defer leave()
			res, err := http.DefaultClient.Do(n.request("POST", "/v1/summaries", draftOf(""), append(headers, "Accept: text/event-stream")...).WithContext(ctx))
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			lines := bufio.NewScanner(res.Body)
			for beats := 0; beats < 3 && lines.Scan(); {
				if lines.Text() == ":" {
					beats++
				}
			}
			if lines.Err() != nil {
				t.Error(lines.Err())
			}
		})
	}
}

// TestDisconnect leaves while a model works, and waits for the model's server to
// see its connection closed.
func TestDisconnect(t *testing.T) {
	for name, headers := range map[string][]string{
		"waiting": nil, "streaming": {"Accept: text/event-stream"}, "waiting with a key": {"Idempotency-Key: a"}, "streaming with a key": {"Accept: text/event-stream", "Idempotency-Key: b"},
	} {
		t.Run(name, func(t *testing.T) {
			n := open(t, func(s *setup) { s.script = []scripted.Reply{{Delay: time.Hour}} })
			ctx, leave := context.WithCancel(t.Context())
			gone := make(chan error, 1)
			go func() {
				res, err := http.DefaultClient.Do(n.request("POST", "/v1/summaries", draftOf(""), headers...).WithContext(ctx))
				if err == nil {
					_, err = io.Copy(io.Discard, res.Body)
					res.Body.Close()
				}
				gone <- err
			}()
			for len(n.model.Requests()) == 0 {
				time.Sleep(time.Millisecond)
			}
			leave()
			left := time.Now()
			if err := <-gone; err == nil {
				t.Error("did not leave")
			}
			for n.left.Load() == 0 {
				if time.Since(left) > 10*time.Second {
					t.Fatal("the model works on")
				}
				time.Sleep(time.Millisecond)
			}
			t.Logf("the model was left after %s", time.Since(left))
		})
	}
}

// TestSlowReader does not read its stream: it is dropped, and the work ends.
func TestSlowReader(t *testing.T) {
	n := open(t, func(s *setup) {
		s.serve = true
		s.server.WriteTimeout, s.server.Heartbeat = 50*time.Millisecond, 100*time.Microsecond
		s.script = []scripted.Reply{{Delay: time.Hour}}
	})
	conn, err := net.Dial("tcp", strings.TrimPrefix(n.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.(*net.TCPConn).SetReadBuffer(1024); err != nil {
		t.Fatal(err)
	}
	body := draftOf("")
	r := n.request("POST", "/v1/summaries", body, "Accept: text/event-stream")
	if err := r.Write(conn); err != nil {
		t.Fatal(err)
	}
	for n.left.Load() == 0 {
		time.Sleep(5 * time.Millisecond)
	}
}

// TestLeavesAmidst takes the beginning of a long answer and leaves: that is no
// reason to begin another answer.
func TestLeavesAmidst(t *testing.T) {
	var log lines
	n := open(t, func(s *setup) {
		s.serve = true
		s.server.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	long, err := json.Marshal(strings.Repeat(ferry+"\n\n", 400))
	if err != nil {
		t.Fatal(err)
	}
	drafted := n.send("POST", "/v1/summaries", `{"article":{"text":`+string(long)+`},"options":`+extractive+`}`).summary(t)
	conn, err := net.Dial("tcp", strings.TrimPrefix(n.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := n.request("GET", "/v1/summaries/"+drafted.ID+"/article", "").Write(conn); err != nil {
		t.Fatal(err)
	}
	begun := make([]byte, len("HTTP/1.1 200 OK"))
	if _, err := io.ReadFull(conn, begun); err != nil || string(begun) != "HTTP/1.1 200 OK" {
		t.Fatalf("%s, %v", begun, err)
	}
	conn.Close()
	if err := n.stop(); err != nil {
		t.Error(err)
	}
	if said := log.text(); said != "" {
		t.Errorf("the log says %s", said)
	}
}

// TestTimeouts lets a stream live longer than requests may take to arrive, and
// drops a request that does not arrive.
func TestTimeouts(t *testing.T) {
	n := open(t, func(s *setup) {
		s.serve = true
		s.server.ReadTimeout = 200 * time.Millisecond
		s.script = []scripted.Reply{{Delay: 600 * time.Millisecond}}
	})
	events := eventsOf(t, n.send("POST", "/v1/summaries", draftOf(""), "Accept: text/event-stream").body)
	if events[len(events)-1].name != "done" {
		t.Errorf("%+v", events)
	}
	n.send("POST", "/v1/summaries", draftOf(`{"no_cache":true}`)).summary(t)
	conn, err := net.Dial("tcp", strings.TrimPrefix(n.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "POST /v1/summaries HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
	answer, err := io.ReadAll(conn)
	if err != nil || !strings.Contains(string(answer), "400 Bad Request") || !strings.Contains(string(answer), "did not arrive in time") {
		t.Errorf("%v %s", err, answer)
	}
}
