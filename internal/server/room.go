package server

import (
	"errors"
	"io"
	"sync/atomic"
)

// room is how many bytes of bodies may still be held, of all requests together.
type room struct{ left atomic.Int64 }

var errNoRoom = errors.New("no room for another body")

// inbody reads a body as far as there is room. Its bytes count until free.
type inbody struct {
	io.Reader
	room *room
	held int64
}

// Read takes room for what it reads.
func (b *inbody) Read(data []byte) (int, error) {
	n, err := b.Reader.Read(data)
	b.held += int64(n)
	if b.room.left.Add(-int64(n)) < 0 {
		return 0, errNoRoom
	}
	return n, err
}

func (b *inbody) free() { b.room.left.Add(b.held) }
