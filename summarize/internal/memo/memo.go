// Package memo remembers what was worked out, within bounds.
package memo

import "sync"

// Memo keeps values by what they were worked out from. The zero value has none. It
// is safe for concurrent use.
type Memo[K comparable, V any] struct {
	mu    sync.RWMutex
	known map[K]V
}

// Get returns the value of a key, if it is kept.
func (m *Memo[K, V]) Get(key K) (value V, ok bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	value, ok = m.known[key]
	return value, ok
}

// Put keeps a value, and first forgets all others when there are most of them.
func (m *Memo[K, V]) Put(key K, value V, most int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil || len(m.known) >= most {
		m.known = map[K]V{}
	}
	m.known[key] = value
}

// Len is how many values are kept.
func (m *Memo[K, V]) Len() int {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return len(m.known)
}
