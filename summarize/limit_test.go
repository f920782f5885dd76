package summarize

import (
	"context"
	"errors"
	"testing"
)

type blocking struct{ entered, leave chan struct{} }

func (b blocking) Complete(context.Context, Request) (Response, error) {
	b.entered <- struct{}{}
	<-b.leave
	return Response{}, nil
}

func TestLimit(t *testing.T) {
	b := blocking{make(chan struct{}, 3), make(chan struct{})}
	m := Limit(b, 2)
	for range 2 {
		go func() { _, _ = m.Complete(t.Context(), Request{}) }()
		<-b.entered
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.Complete(ctx, Request{}); !errors.Is(err, context.Canceled) || len(b.entered) != 0 {
		t.Errorf("a third call: %v, %d entered", err, len(b.entered))
	}
	b.leave <- struct{}{}
	go func() { _, _ = m.Complete(t.Context(), Request{}) }()
	<-b.entered
	close(b.leave)
}
