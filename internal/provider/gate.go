package provider

import (
	"bytes"
	"strings"
	"unicode"
)

// maxBlank bounds a run of white space in an answer, in bytes: models that lose
// their way in JSON mode write it without end.
const maxBlank = 4096

var (
	thinkStart = []byte("<think>")
	thinkEnd   = []byte("</think>")
)

// gate takes an answer's text in pieces of whole characters, leaves out the
// reasoning that some models write before it, and lets nothing through to
// onText before the JSON begins, so that an answer in prose is shown to nobody
// and can be asked for again.
type gate struct {
	wantJSON bool
	keys     []string     // of which the JSON must begin with one; nil: with any
	max      int64        // bytes of text
	onText   func(string) // nil: nobody watches
	text     strings.Builder
	shown    bool // onText was called
	thought  bool // there was reasoning in the text

	held     []byte
	scanned  int // of held, nothing up to here opens the gate
	open     bool
	thinking bool
	settled  bool // no reasoning comes any more
	size     int64
	blank    int
}

// write takes a piece. It fails with errTooLarge, also for endless white space.
func (g *gate) write(piece string) error {
	g.size += int64(len(piece))
	tail := len(piece) - len(strings.TrimRightFunc(piece, unicode.IsSpace))
	if tail < len(piece) {
		g.blank = 0
	}
	g.blank += tail
	if g.size > g.max || g.blank > maxBlank {
		return errTooLarge
	}
	if g.open {
		g.pass(piece)
		return nil
	}
	g.held = append(g.held, piece...)
	if g.skipThought() && g.begins() {
		g.release()
	}
	return nil
}

// end lets out what is held when the answer is over.
func (g *gate) end() {
	if !g.open && !g.thinking {
		g.text.WriteString(g.take())
	}
}

func (g *gate) pass(piece string) {
	g.text.WriteString(piece)
	if g.onText != nil && piece != "" {
		g.shown = true
		g.onText(piece)
	}
}

func (g *gate) release() {
	g.open = true
	g.pass(g.take())
}

// take empties the gate. The space between reasoning and answer goes too.
func (g *gate) take() string {
	held := g.held
	g.held = nil
	if g.thought {
		held = bytes.TrimLeftFunc(held, unicode.IsSpace)
	}
	return string(held)
}

// skipThought drops reasoning from the head of what is held. It returns false
// as long as more of it may come.
func (g *gate) skipThought() bool {
	if g.settled {
		return true
	}
	if !g.thinking {
		head := bytes.TrimLeftFunc(g.held, unicode.IsSpace)
		if len(head) < len(thinkStart) && bytes.HasPrefix(thinkStart, head) {
			return false
		}
		if !bytes.HasPrefix(head, thinkStart) {
			g.settled = true
			return true
		}
		g.thinking, g.thought = true, true
	}
	end := bytes.Index(g.held[g.scanned:], thinkEnd)
	if end < 0 {
		g.scanned = max(0, len(g.held)-len(thinkEnd))
		return false
	}
	g.held = g.held[g.scanned+end+len(thinkEnd):]
	g.scanned, g.thinking, g.settled = 0, false, true
	return true
}

// begins reports whether what is held has the beginning of the answer.
func (g *gate) begins() bool {
	rest := g.held[g.scanned:]
	if !g.wantJSON {
		g.scanned = len(g.held)
		return len(bytes.TrimSpace(rest)) > 0
	}
	for {
		brace := bytes.IndexByte(rest, '{')
		if brace < 0 {
			g.scanned = len(g.held)
			return false
		}
		rest = rest[brace:]
		switch opens, known := g.opens(rest[1:]); {
		case !known:
			g.scanned = len(g.held) - len(rest)
			return false
		case opens:
			return true
		}
		rest = rest[1:]
	}
}

// maxKey bounds what is waited for after a brace, in bytes.
const maxKey = 256

// opens reports whether one of the keys comes after a brace; known is false as
// long as it may still come.
func (g *gate) opens(after []byte) (opens, known bool) {
	if len(g.keys) == 0 {
		return true, true
	}
	after = after[:min(len(after), maxKey)]
	key := bytes.TrimLeftFunc(after, unicode.IsSpace)
	known = len(after) == maxKey
	for _, k := range g.keys {
		quoted := `"` + k + `"`
		if bytes.HasPrefix(key, []byte(quoted)) {
			return true, true
		}
		if !known && strings.HasPrefix(quoted, string(key)) {
			return false, false
		}
	}
	return false, true
}
