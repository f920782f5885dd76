package main

import (
	"bytes"
	"io"
	"time"

	"github.com/jedib0t/go-pretty/v6/progress"

	"github.com/nutgraf/nutgraf/summarize"
)

// meter shows how far the work is, as a bar on standard error when that is a
// terminal and there is more than a moment to wait. The zero value shows nothing.
type meter struct {
	writer   progress.Writer
	files    *progress.Tracker
	many     bool
	finished chan struct{}
}

// newMeter returns a meter for n articles. Streaming has no bar: the claims
// themselves show how far it is.
func (a *app) newMeter(n int, stream bool) *meter {
	f, ok := terminal(a.err)
	if !ok || stream || a.getenv("TERM") == "dumb" {
		return &meter{}
	}
	w := progress.NewWriter()
	w.SetOutputWriter(f)
	w.SetAutoStop(false)
	w.SetUpdateFrequency(100 * time.Millisecond)
	w.SetTrackerLength(30)
	w.SetStyle(progress.StyleBlocks)
	w.Style().Visibility.Value = true
	w.Style().Visibility.ETA = true
	if a.getenv("NO_COLOR") == "" {
		w.Style().Colors = progress.StyleColorsExample
	}
	m := &meter{writer: w, many: n > 1, finished: make(chan struct{})}
	if m.many {
		m.files = &progress.Tracker{Message: "Articles", Total: int64(n)}
		w.AppendTracker(m.files)
	}
	go func() {
		defer close(m.finished)
		w.Render()
	}()
	return m
}

// events returns a listener that moves the bar of one long article.
func (m *meter) events() func(summarize.Event) {
	if m.writer == nil || m.many {
		return func(summarize.Event) {}
	}
	var parts *progress.Tracker
	return func(e summarize.Event) {
		switch {
		case e.Kind == summarize.EventPlan && e.Total > 1:
			parts = &progress.Tracker{Message: "Parts read", Total: int64(e.Total)}
			m.writer.AppendTracker(parts)
		case e.Kind == summarize.EventChunk && parts != nil:
			parts.SetValue(int64(e.Done))
		}
	}
}

// fileDone moves the bar of the articles.
func (m *meter) fileDone() {
	if m.files != nil {
		m.files.Increment(1)
	}
}

// stop takes the bar down. It may be called more than once.
func (m *meter) stop() {
	if m.writer == nil {
		return
	}
	m.writer.Stop()
	<-m.finished
	m.writer = nil
}

// hold keeps back what is written to the terminal while a bar is on it. The
// function that it returns takes the bar down and writes what was kept; it may
// be called more than once.
func (a *app) hold(m *meter) (release func()) {
	if m.writer == nil {
		return func() {}
	}
	real := a.streams
	var kept held
	a.err = kept.stream(real.err)
	if _, ok := terminal(real.out); ok {
		a.out = kept.stream(real.out)
	}
	return func() {
		m.stop()
		a.streams = real
		kept.flush()
	}
}

// held are writes in the order in which they were made, whatever the stream.
type held struct {
	writes []func()
}

func (h *held) stream(to io.Writer) io.Writer {
	return writerFunc(func(p []byte) (int, error) {
		data := bytes.Clone(p)
		h.writes = append(h.writes, func() { _, _ = to.Write(data) })
		return len(p), nil
	})
}

func (h *held) flush() {
	for _, write := range h.writes {
		write()
	}
	h.writes = nil
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
