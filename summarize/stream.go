package summarize

import (
	"encoding/json"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// claimScanner finds whole claims in a summary answer that arrives in pieces:
// the object of "why" and the objects in "takeaways", each as it is closed. It
// looks at every byte once, and stops at the end of the answer or at the first
// takeaway that is no object. The answer is read again when it is whole, so
// what the scanner leaves out is late, not lost.
type claimScanner struct {
	emit func(article.Claim)

	text     []byte // of the answer from its first brace
	depth    int
	inString bool
	escaped  bool
	strStart int
	key      string // the last key at depth 1
	objStart int
	count    int // takeaways so far
	stopped  bool
}

func (s *claimScanner) write(piece string) {
	for i := 0; i < len(piece); i++ {
		if s.stopped || len(s.text) == 0 && piece[i] != '{' {
			continue
		}
		s.text = append(s.text, piece[i])
		s.step(piece[i])
	}
}

func (s *claimScanner) step(b byte) {
	at := len(s.text) - 1
	if s.inString {
		s.stepString(b, at)
		return
	}
	if s.depth == 2 && s.key == "takeaways" && !strings.ContainsRune("{[]}, \t\r\n", rune(b)) {
		s.stopped = true
		return
	}
	switch b {
	case '"':
		s.inString, s.strStart = true, at
	case '{', '[':
		s.depth++
		if b == '{' && (s.depth == 2 || s.depth == 3) {
			s.objStart = at
		}
	case '}', ']':
		if b == '}' {
			s.closeObject(at)
		}
		s.depth--
		s.stopped = s.depth <= 0
	}
}

func (s *claimScanner) stepString(b byte, at int) {
	switch {
	case s.escaped:
		s.escaped = false
	case b == '\\':
		s.escaped = true
	case b == '"':
		s.inString = false
		var key string
		if s.depth == 1 && json.Unmarshal(s.text[s.strStart:at+1], &key) == nil {
			s.key = key
		}
	}
}

func (s *claimScanner) closeObject(at int) {
	id := ""
	switch {
	case s.depth == 2 && s.key == "why":
		id = whyID
	case s.depth == 3 && s.key == "takeaways":
		id = takeawayID(s.count)
		s.count++
	default:
		return
	}
	var claim answerClaim
	if json.Unmarshal(s.text[s.objStart:at+1], &claim) == nil {
		s.emit(claim.claim(id))
	}
}
