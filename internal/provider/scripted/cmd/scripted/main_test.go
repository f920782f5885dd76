package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	code := make(chan int)
	go func() { code <- run(ctx, []string{"-mischief", "TooLong,Preamble", "-as", "vllm"}, in, io.Discard) }()
	buf := make([]byte, 200)
	n, err := out.Read(buf)
	if err != nil {
		t.Fatal(err)
	}
	url := strings.TrimSpace(string(buf[:n]))
	resp, err := http.Get(url + "/models")
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Errorf("%s: %v", url, err)
	}
	_ = resp.Body.Close()
	cancel()
	if c := <-code; c != 0 {
		t.Errorf("exit code %d", c)
	}
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{{"-mischief", "Nonsense"}, {"-as", "nobody"}, {"-nonsense"}} {
		var stderr bytes.Buffer
		if code := run(t.Context(), args, io.Discard, &stderr); code != 2 || stderr.Len() == 0 {
			t.Errorf("%q: exit code %d, %s", args, code, &stderr)
		}
	}
}
