package article

import "io"

// xmlGuard stops the parser before markup that would take it memory out of
// proportion, and before document types, which could define entities.
type xmlGuard struct {
	r     io.Reader
	state byte // 0 in text, '<' in a tag, a quotation mark in a value, '!' after "<!", '-' in a comment, ']' in CDATA, '?' in an instruction
	size  int  // bytes of the token so far
	attrs int
	ends  int // characters seen of what ends a comment or CDATA
}

func (g *xmlGuard) Read(b []byte) (int, error) {
	n, err := g.r.Read(b)
	for _, c := range b[:n] {
		if g.size++; g.size > longestToken || g.attrs > mostAttrs || !g.step(c) {
			return 0, errMarkup
		}
	}
	return n, err
}

// step reports false at a document type.
func (g *xmlGuard) step(c byte) bool {
	switch g.state {
	case 0:
		if c == '<' {
			g.state, g.size, g.attrs = '<', 0, 0
		}
	case '<':
		g.inTag(c)
	case '"', '\'':
		if c == g.state {
			g.state = '<'
		}
	case '!':
		g.state, g.ends = c, 0
		if c == '[' {
			g.state = ']'
		}
		return c == '-' || c == '['
	case '?':
		if c == '>' {
			g.state, g.size = 0, 0
		}
	default:
		g.inRun(c)
	}
	return true
}

func (g *xmlGuard) inTag(c byte) {
	switch {
	case c == '>':
		g.state, g.size = 0, 0
	case g.size == 1 && (c == '!' || c == '?'):
		g.state = c
	case c == '"' || c == '\'':
		g.state = c
	case c == '=':
		g.attrs++
	}
}

// inRun waits for "-->" or "]]>".
func (g *xmlGuard) inRun(c byte) {
	switch {
	case c == g.state:
		g.ends++
	case c == '>' && g.ends >= 2:
		g.state, g.size = 0, 0
	default:
		g.ends = 0
	}
}
