//go:build unix

package service_test

import (
	"syscall"
	"testing"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// TestFullDisk lets files of the process grow no further.
func TestFullDisk(t *testing.T) {
	s := storetest.Open(t, storetest.File(t))
	server, model := overHTTP(t)
	sv := start(t, s, func(o *service.Options) { o.Engines = engines(model) })
	r := textOf(ferry)
	r.Options.Engine, r.Options.NoCache = "extractive", true
	sum := draftOf(t, sv, ann, r)
	more := limitFiles(t, 512<<10)
	refused := 0
	for range 2000 {
		run, err := sv.Draft(soon(t), ann, r)
		if err == nil {
			refused = 0
			_, err = run.Wait(soon(t))
		} else {
			refused++ // the database may have found a little room meanwhile
		}
		if err != nil {
			wantFault(t, err, fault.StoreFull)
		}
		if refused == 3 {
			break
		}
	}
	_, err := sv.Draft(soon(t), ann, textOf(ferry))
	wantFault(t, err, fault.StoreFull)
	if _, err := sv.Get(soon(t), ann, sum.ID, 0); err != nil {
		t.Errorf("reading fails: %v", err)
	}
	if n := len(server.Requests()); n != 0 {
		t.Errorf("%d requests were sent although nothing can be stored", n)
	}
	more()
	draftOf(t, sv, ann, textOf(ferry))
	if list, _, err := sv.List(soon(t), ann, store.Filter{}, store.Page{}); err != nil || len(list) == 0 {
		t.Errorf("list is %+v, %v", list, err)
	}
	verified(t, s)
}

// limitFiles limits the size of files until the function is called, or the test
// ends.
func limitFiles(t *testing.T, size uint64) (more func()) {
	t.Helper()
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Skip(err)
	}
	set := func(l syscall.Rlimit) {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &l); err != nil {
			t.Fatal(err)
		}
	}
	set(syscall.Rlimit{Cur: size, Max: limit.Max})
	more = func() { set(limit) }
	t.Cleanup(more)
	return more
}
