package provider_test

import (
	"context"
	"net"
)

// memoryNet is a network in memory, on which time can be faked.
type memoryNet struct {
	conns chan net.Conn
	ended chan struct{}
}

func newMemoryNet() *memoryNet {
	return &memoryNet{conns: make(chan net.Conn), ended: make(chan struct{})}
}

func (m *memoryNet) Accept() (net.Conn, error) {
	select {
	case conn := <-m.conns:
		return conn, nil
	case <-m.ended:
		return nil, net.ErrClosed
	}
}

func (m *memoryNet) Close() error {
	select {
	case <-m.ended:
	default:
		close(m.ended)
	}
	return nil
}

func (m *memoryNet) Addr() net.Addr { return &net.UnixAddr{Name: "memory"} }

func (m *memoryNet) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case m.conns <- theirs:
		return ours, nil
	case <-m.ended:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
