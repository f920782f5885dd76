package provider

import (
	"fmt"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// codeOutput bounds the answer to a long prompt that is not answered with
// thinking, in tokens.
const codeOutput = 1000

// The words at both ends of a long prompt.
const (
	firstCode = "HERON-41"
	lastCode  = "LARCH-87"
)

func within(context int) int { return context * 9 / 10 }
func beyond(context int) int { return context * 12 / 10 }

// context sends a prompt that fits into the context that is assumed, and one that
// does not.
func (p *prober) context() {
	if p.o.Context <= 0 || p.o.Tokens == nil {
		return
	}
	t := &ContextTrial{Assumed: p.o.Context, Within: Trial{Outcome: NotTried}, Beyond: Trial{Outcome: NotTried}}
	p.report.Context = t
	p.o.On("a prompt that fits into its context")
	t.Within, t.WithinTokens, t.WithinReported = p.long(within(p.o.Context) - codeOutput)
	if p.ctx.Err() != nil || p.gone() {
		return
	}
	p.o.On("a prompt that does not fit into its context")
	t.Beyond, t.BeyondTokens, t.BeyondReported = p.long(beyond(p.o.Context))
}

// long asks for the words at both ends of a prompt of so many tokens.
func (p *prober) long(size int) (t Trial, sent, reported int) {
	text := longPrompt(size, p.o.Tokens)
	sent = p.o.Tokens(text)
	req := question(text)
	req.MaxOutputTokens = codeOutput
	s := p.once(req, plan{format: plainText, limit: p.limit})
	reported = s.answer.usage.InputTokens
	f := s.failure
	hasBoth := strings.Contains(s.text, firstCode) && strings.Contains(s.text, lastCode)
	switch {
	case f != nil && f.fault.Code == fault.ModelContext:
		return Trial{Refused, reason(f)}, sent, reported
	case f != nil:
		return Trial{Failed, reason(f)}, sent, reported
	case reported > 0 && reported < sent*7/10:
		return Trial{CutQuietly, fmt.Sprintf("of about %d tokens, it read %d", sent, reported)}, sent, reported
	case !hasBoth:
		return Trial{CutQuietly, "it does not know what stands at both ends of the prompt"}, sent, reported
	}
	return Trial{Outcome: Honoured}, sent, reported
}

// longPrompt makes a text of about so many tokens.
func longPrompt(size int, tokens func(string) int) string {
	const ask = "Somewhere in these lines stand two code words. Answer with both code words and nothing else."
	line := func(n int) string {
		return fmt.Sprintf("Line %d: the ferry left the pier of Merrow at noon with %d crates of pears.\n", n, n%90+10)
	}
	n := max(1, size/max(1, tokens(line(12345))))
	var b strings.Builder
	b.WriteString(ask + "\n\nThe first code word is " + firstCode + ".\n")
	for i := range n {
		b.WriteString(line(i + 1))
	}
	b.WriteString("The second code word is " + lastCode + ".\n\n" + ask)
	return b.String()
}
