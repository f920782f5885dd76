package scripted

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"
)

// delivery sends one reply, spoiled as it says.
type delivery struct {
	w       http.ResponseWriter
	r       *http.Request
	closing context.Context
	latency time.Duration
	charge  func(Bill)
}

func (d *delivery) send(req Request, p Reply) {
	if rejection, ok := p.rejected(req); ok {
		p = rejection
	}
	if !d.sleep(d.latency+p.Delay) || p.Cut == CutBefore {
		d.reset()
		return
	}
	p = p.written(req)
	contentType, parts := p.parts(req)
	bill := p.bill(req)
	defer func() { d.charge(bill) }()
	h := d.w.Header()
	h.Set("Content-Type", contentType)
	for name, value := range req.as.Header {
		h.Set(name, value)
	}
	for name, value := range p.Header {
		h.Set(name, value)
	}
	if p.Gzip {
		h.Set("Content-Encoding", "gzip")
	}
	if p.Status == 0 {
		p.Status = http.StatusOK
	}
	d.w.WriteHeader(p.Status)
	d.flush()
	if p.Cut == CutHeader {
		panic(http.ErrAbortHandler)
	}
	if d.body(p, parts) && bill.Untold == 1 && bill.Input > 0 {
		bill.Answers, bill.Untold = 1, 0
	}
}

// body sends the parts and reports whether all of them went out.
func (d *delivery) body(p Reply, parts [][]byte) bool {
	var out io.Writer = d.w
	if p.Gzip {
		zip := gzip.NewWriter(d.w)
		defer zip.Close()
		out = zip
	}
	for i, part := range parts {
		if i == (len(parts)+1)/2 {
			if p.Cut == CutMiddle {
				panic(http.ErrAbortHandler)
			}
			if p.Cut == Unfinished || !d.sleep(p.Pause) {
				return false
			}
		}
		if !d.write(out, part, p.WriteBytes) {
			return i > 0 && i == len(parts)-1 && bytes.HasSuffix(part, doneFrame) // clients leave at the last mark
		}
	}
	for p.Endless != "" && d.write(out, []byte(p.Endless), 0) {
	}
	return p.Endless == ""
}

func (d *delivery) write(out io.Writer, part []byte, size int) bool {
	if size <= 0 {
		size = max(len(part), 1)
	}
	for len(part) > 0 {
		n := min(size, len(part))
		if _, err := out.Write(part[:n]); err != nil || d.closing.Err() != nil {
			return false
		}
		d.flush()
		part = part[n:]
	}
	return true
}

func (d *delivery) flush() { _ = http.NewResponseController(d.w).Flush() }

// sleep reports whether the client is still there afterwards.
func (d *delivery) sleep(wait time.Duration) bool {
	if wait <= 0 {
		return true
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-d.r.Context().Done():
	case <-d.closing.Done():
	}
	return false
}

// reset breaks the connection, with a TCP reset where there is TCP.
func (d *delivery) reset() {
	conn, _, err := http.NewResponseController(d.w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// parts returns what is sent, in at least two parts where it can be halved.
func (p Reply) parts(req Request) (contentType string, parts [][]byte) {
	switch {
	case p.Body != "" || p.Status >= 300:
		if strings.HasPrefix(p.Body, "<") {
			return "text/html; charset=utf-8", halves([]byte(p.Body))
		}
		return "application/json", halves([]byte(p.Body))
	case p.Chunks != nil:
		for _, chunk := range p.Chunks {
			parts = append(parts, frame([]byte(chunk)))
		}
		return "text/event-stream", parts
	case req.Stream && !p.IgnoreStream:
		return "text/event-stream", p.events(req)
	}
	return "application/json", halves(p.whole(req))
}

func halves(data []byte) [][]byte { return [][]byte{data[:len(data)/2], data[len(data)/2:]} }

var doneFrame = frame([]byte("[DONE]"))

func frame(payload []byte) []byte { return fmt.Appendf(nil, "data: %s\n\n", payload) }

type object map[string]any

func encode(v any) []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic("scripted: " + err.Error()) // the Usage of a script is not JSON
	}
	return bytes.TrimSpace(out.Bytes())
}

func (p Reply) whole(req Request) []byte {
	if req.Inputs != nil {
		return p.vectors(req)
	}
	text, finish := p.words(req)
	message := object{"role": "assistant", "content": text}
	if text == "" {
		message["content"] = nil
	}
	if name := p.calls(req); name != "" {
		message["content"], message["tool_calls"] = nil, call(name, text, true, false)
	}
	if p.Refusal != "" {
		message["refusal"] = p.Refusal
	}
	if thought := p.reasoning(req); thought != "" {
		message[cmp.Or(req.as.Thinks, "reasoning_content")] = thought
	}
	message.add(req.as.Message)
	choice := object{"index": 0, "message": message, "finish_reason": orNull(finish)}
	if req.TopTokens > 0 && !p.NoOdds {
		choice["logprobs"] = p.odds(text, req.TopTokens)
	}
	choice.add(req.as.Choice)
	answer := object{
		"id": "chatcmpl-1", "object": "chat.completion", "created": 1790000000, "model": req.Model,
		"choices": []object{choice},
	}
	if usage := p.usage(req, text); usage != nil && req.as.Usage != Never {
		answer["usage"] = usage
	}
	answer.add(req.as.Top)
	return append([]byte(blank(req.as.KeepAlive)), encode(answer)...)
}

// blank is the white space that keeps a connection open before a whole answer.
func blank(keepAlive string) string {
	if keepAlive == "" {
		return ""
	}
	return "\n\n\n"
}

func orNull(finish string) any {
	if finish == None {
		return nil
	}
	return finish
}

func (p Reply) events(req Request) (parts [][]byte) {
	text, finish := p.words(req)
	for _, payload := range req.as.Opening {
		parts = append(parts, frame([]byte(payload)))
	}
	chunk := func(delta object, finish any) {
		payload := frame(encodeDelta(req, delta, finish, nil))
		parts = append(parts, append([]byte(req.as.KeepAlive), payload...))
	}
	chunk(object{"role": "assistant", "content": ""}, nil)
	if thought := p.reasoning(req); thought != "" {
		chunk(object{cmp.Or(req.as.Thinks, "reasoning_content"): thought}, nil)
	}
	if p.Refusal != "" {
		chunk(object{"refusal": p.Refusal}, nil)
	}
	name := p.calls(req)
	if name != "" {
		chunk(object{"tool_calls": call(name, "", true, true)}, nil)
	}
	for _, piece := range pieces(text, p.PieceBytes) {
		if name != "" {
			chunk(object{"tool_calls": call(name, piece, false, true)}, nil)
		} else {
			chunk(object{"content": piece}, nil)
		}
	}
	usage := p.usage(req, text)
	if req.as.Usage == WithFinish && usage != nil {
		parts = append(parts, frame(encodeDelta(req, object{"content": ""}, orNull(finish), usage)))
	} else {
		chunk(object{}, orNull(finish))
	}
	if usage != nil && req.IncludeUsage && req.as.Usage == WhenAsked {
		parts = append(parts, frame(encode(object{"object": "chat.completion.chunk", "model": req.Model, "choices": []object{}, "usage": usage})))
	}
	return append(parts, frame([]byte("[DONE]")))
}

// encodeDelta keeps the bytes of a character that is cut between two pieces as
// they are: JSON encoders would replace them.
func encodeDelta(req Request, delta object, finish any, usage json.RawMessage) []byte {
	const mark = "\x01"
	raw, isText := delta["content"].(string)
	if isText {
		delta["content"] = mark
	}
	if calls, ok := delta["tool_calls"].([]object); ok {
		function := calls[0]["function"].(object)
		raw, isText = function["arguments"].(string)
		function["arguments"] = mark
	}
	choice := object{"index": 0, "delta": delta, "finish_reason": finish}
	choice.add(req.as.Choice)
	payload := object{
		"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1790000000, "model": req.Model,
		"choices": []object{choice},
	}
	if usage != nil {
		payload["usage"] = usage
	}
	payload.add(req.as.Top)
	out := encode(payload)
	if !isText {
		return out
	}
	return bytes.Replace(out, []byte(`"\u0001"`), quoteRaw(raw), 1)
}

func quoteRaw(text string) []byte {
	out := []byte{'"'}
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		if r == utf8.RuneError && size == 1 {
			out = append(out, text[0])
		} else {
			quoted := encode(text[:size])
			out = append(out, quoted[1:len(quoted)-1]...)
		}
		text = text[size:]
	}
	return append(out, '"')
}

// pieces cuts text into runs of n bytes, or after each space.
func pieces(text string, n int) (out []string) {
	if n <= 0 {
		return strings.SplitAfter(text, " ")
	}
	for len(text) > n {
		out = append(out, text[:n])
		text = text[n:]
	}
	return append(out, text)
}
