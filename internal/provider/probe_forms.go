package provider

import (
	"encoding/json"
	"strings"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// probeSchema has keys that nobody would use without being told to.
const probeSchema = `{"type":"object","properties":{"capital_city":{"type":"string"},"letter_count":{"type":"integer"}},` +
	`"required":["capital_city","letter_count"],"additionalProperties":false}`

const probeQuestion = "Which city is the capital of France, and how many letters does its name have?"

func question(text string) summarize.Request {
	return summarize.Request{Step: "probe", Messages: []summarize.Message{
		{Role: summarize.System, Text: "You answer short questions."}, {Role: summarize.User, Text: text},
	}}
}

// formats asks one question in every wire format. The one that asks least comes
// first: without it nothing works.
func (p *prober) formats() {
	r := p.report
	r.Formats = make([]FormatTrial, len(formatNames))
	no := Trial{Outcome: NotTried}
	for f := range r.Formats {
		r.Formats[f] = FormatTrial{Format: format(f).String(), Whole: no, Stream: no}
	}
	for f := plainText; f >= 0 && p.ctx.Err() == nil; f-- {
		t := &r.Formats[f]
		p.o.On("an answer in the format " + t.Format)
		t.Whole, t.UsableWhole = p.format(f, false)
		if p.gone() {
			break
		}
		t.Stream, t.UsableStream = p.format(f, true)
		r.CanDraft = r.CanDraft || t.UsableWhole
	}
	if r.CanDraft {
		r.Problem = nil
	}
}

// format asks in one wire format. The outcome is what became of the parameter;
// the answer can be usable whatever it is.
func (p *prober) format(f format, stream bool) (t Trial, usable bool) {
	req := question(probeQuestion)
	req.Schema, req.SchemaName = json.RawMessage(probeSchema), "city"
	s := p.ask(req, plan{stream: stream, format: f})
	p.usage(s, stream)
	switch fail := s.failure; {
	case fail == nil && f == toolCall && !s.called:
		return Trial{Ignored, "the answer is not in a call"}, true
	case fail == nil && (f == plainText || isPureJSON(s.text)):
		return Trial{Outcome: Honoured}, true
	case fail == nil:
		return Trial{Ignored, "the JSON comes with prose or a fence around it"}, true
	case fail.answered:
		return Trial{Ignored, "the answer is not in the form asked for"}, p.cannot(fail, stream)
	case isRefusal(fail):
		return Trial{Refused, reason(fail)}, p.cannot(fail, stream)
	default:
		return Trial{Failed, reason(fail)}, p.cannot(fail, stream)
	}
}

// cannot keeps the first reason why an endpoint cannot draft. It returns false.
func (p *prober) cannot(f *failure, stream bool) bool {
	if p.report.Problem == nil && !stream && p.ctx.Err() == nil {
		p.report.Problem = &Problem{f.fault.Code, f.fault.Message}
	}
	return false
}

// usage notes whether an answer came with what it cost.
func (p *prober) usage(s sample, stream bool) {
	t := &p.report.UsageWhole
	if stream {
		t = &p.report.UsageStream
	}
	switch {
	case s.failure != nil && !s.failure.answered || t.Outcome == Refused:
	case s.answer.usage.Unreported == 0:
		*t = Trial{Outcome: Honoured}
	case t.Outcome == NotTried:
		*t = Trial{Ignored, "the answer does not say what it took"}
	}
}

func isRefusal(f *failure) bool {
	return f.objection != noObjection || f.fault.Code == fault.ModelRejected
}

func isPureJSON(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, "{") && json.Valid([]byte(text))
}

// reason is what a server said, or else the message.
func reason(f *failure) string {
	message := f.fault.Message
	if _, says, ok := strings.Cut(message, " (it says: "); ok {
		if end := strings.LastIndex(says, "): "); end >= 0 {
			return says[:end]
		}
	}
	return message
}
