package service

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestStoredArticleIsTheSame(t *testing.T) {
	files, err := filepath.Glob("../../testdata/articles/*")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	read := 0
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		a, err := article.Read(f, article.Options{Name: name})
		f.Close()
		if err != nil {
			continue // not an article
		}
		read++
		data, err := encode(a)
		if err != nil {
			t.Fatal(err)
		}
		got, err := decode(store.Article{Body: data})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(a, got, cmpopts.EquateEmpty(), cmpopts.EquateApproxTime(0)); diff != "" {
			t.Errorf("%s is another: %s", name, diff)
		}
	}
	if read == 0 {
		t.Error("no article was read")
	}
}

func TestBrokenStoredArticle(t *testing.T) {
	for body, code := range map[string]fault.Code{
		``:                                  fault.TextDeleted,
		`{`:                                 fault.StoreDamaged,
		`{"text":"abc","sentences":[0,9]}`:  fault.StoreDamaged,
		`{"text":"abc","sentences":[2,1]}`:  fault.StoreDamaged,
		`{"text":"abc","sentences":[-1,1]}`: fault.StoreDamaged,
		`{"text":"abc","sentences":[0,3],"paragraphs":[0,3,2]}`:     fault.StoreDamaged,
		`{"text":"abc","sentences":[0,3],"paragraphs":[0,3,-1]}`:    fault.StoreDamaged,
		`{"text":"abc","sentences":[0,3],"paragraphs":[0,3000,1]}`:  fault.StoreDamaged,
		`{"text":"abc","sentences":[0,3],"paragraphs":[0,3,"one"]}`: fault.StoreDamaged,
	} {
		if _, err := decode(store.Article{Body: []byte(body)}); fault.CodeOf(err) != code {
			t.Errorf("%s: %v, want %s", body, err, code)
		}
	}
}

func TestIDsSortByTime(t *testing.T) {
	var ids []string
	at := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	for i := range 1000 {
		ids = append(ids, newID("sum_", at.Add(time.Duration(i)*time.Millisecond)))
	}
	if !slices.IsSorted(ids) {
		t.Error("IDs of later times do not sort behind")
	}
	same := map[string]bool{}
	for range 1000 {
		same[newID("sum_", at)] = true
	}
	if len(same) != 1000 || len(ids[0]) != len("sum_")+26 || strings.ToLower(ids[0]) != ids[0] {
		t.Errorf("%d of 1000 IDs of one moment are different; one is %s", len(same), ids[0])
	}
}

func TestShelfIsBounded(t *testing.T) {
	s := &Service{Options: Options{RunsKept: time.Hour, Now: time.Now}, runs: map[string]*Run{}, drafts: map[string]*Run{}}
	for i := range mostKept + 100 {
		r := s.newRun(Caller{}, newID("run_", time.UnixMilli(int64(i))), kindDraft, newID("sum_", time.UnixMilli(int64(i))), nil)
		s.shelve(r)
	}
	if len(s.runs) != mostKept || len(s.ended.runs) != mostKept || len(s.drafts) != 0 {
		t.Errorf("%d runs are kept, %d of them on the shelf", len(s.runs), len(s.ended.runs))
	}
	s.sweep(time.Now().Add(2 * time.Hour))
	if len(s.runs) != 0 || s.ended.bytes != 0 {
		t.Errorf("%d runs are kept too long, of %d bytes", len(s.runs), s.ended.bytes)
	}
}
