package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
)

// childEnv names what the test binary does instead of testing, on the store that
// dsnEnv names.
const childEnv, dsnEnv = "NUTGRAF_STORE_CHILD", "NUTGRAF_STORE_DSN"

// inChild does the work of a child, if this is one.
func inChild() {
	work := map[string]func(dsn string) error{"write": writeForEver, "limit": writeToALimit, "disk": writeToADisk}[os.Getenv(childEnv)]
	if work == nil {
		return
	}
	if err := work(os.Getenv(dsnEnv)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func child(what, dsn string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+what, dsnEnv+"="+dsn)
	cmd.Stderr = os.Stderr
	return cmd
}

// writeForEver tells every summary that was stored, one a line.
func writeForEver(dsn string) error {
	s, err := store.Open(context.Background(), dsn, store.Options{})
	if err != nil {
		return err
	}
	var all sync.WaitGroup
	for writer := range 8 {
		all.Go(func() {
			for n := 0; ; n++ {
				id := fmt.Sprintf("%d-%d-%d", os.Getpid(), writer, n)
				if s.Write(context.Background(), func(tx *store.Tx) error { return addSummary(tx, id) }) != nil {
					return
				}
				fmt.Println(id)
			}
		})
	}
	all.Wait()
	return errors.New("writing ended")
}

func TestNothingIsLostByAKill(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, dsn string) {
		var told []string
		for range 3 {
			told = append(told, writeAndKill(t, dsn)...)
		}
		s := storetest.Open(t, dsn)
		read(t, s, func(tx *store.Tx) error {
			for _, id := range told {
				if v, err := tx.Version("s", id, 1); err != nil || len(v.Result) != len(resultOfStory) {
					t.Errorf("%s was told to be stored: %v", id, err)
				}
				if a, err := tx.Article("s", "article-"+id, 1); err != nil || len(a.Body) != len(bodyOfStory) {
					t.Errorf("the article of %s was told to be stored: %v", id, err)
				}
			}
			return nil
		})
		report, err := s.VerifyAudit(context.Background())
		if err != nil || report.Broken != nil || report.Entries < int64(len(told)) {
			t.Errorf("audit after %d writes is %+v, %+v, %v", len(told), report, report.Broken, err)
		}
		write(t, s, func(tx *store.Tx) error { return addSummary(tx, "after") })
	})
}

// writeAndKill kills a child in the midst of writing, and returns what it told
// that it had stored.
func writeAndKill(t *testing.T, dsn string) (told []string) {
	t.Helper()
	cmd := child("write", dsn)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		told = append(told, lines.Text())
		if len(told) == 100 {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = cmd.Wait() // it was killed
	if len(told) < 100 {
		t.Fatalf("the child ended after %d writes", len(told))
	}
	return told
}
