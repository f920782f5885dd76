package memo_test

import (
	"sync"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/internal/memo"
)

func TestMemo(t *testing.T) {
	const most = 10
	var m memo.Memo[int, int]
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for key := range 10 * most {
				m.Put(key, key*key, most)
				if value, ok := m.Get(key); ok && value != key*key {
					t.Errorf("%d has %d", key, value)
				}
				if n := m.Len(); n > most {
					t.Errorf("%d values are kept", n)
				}
			}
		})
	}
	all.Wait()
	m.Put(-1, 1, most)
	if value, ok := m.Get(-1); !ok || value != 1 {
		t.Errorf("what was put last is %d, %v", value, ok)
	}
	if _, ok := m.Get(10 * most); ok {
		t.Error("what was never put is there")
	}
}
