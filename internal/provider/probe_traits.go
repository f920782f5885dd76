package provider

import (
	"cmp"
	"slices"
	"time"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// latency times a few answers to one question, in streams if there are any.
func (p *prober) latency() {
	var got []sample
	stream := true
	for range p.o.Samples {
		p.o.On("how fast it is")
		s := p.ask(question("List the twelve months of the year in English, each on a line of its own."), plan{stream: stream, format: plainText})
		p.usage(s, stream)
		if stream && len(got) == 0 {
			p.report.Streaming = streaming(s)
			stream = s.failure == nil
		}
		if s.failure == nil {
			got = append(got, s)
		}
		if p.ctx.Err() != nil || p.gone() {
			break
		}
	}
	if len(got) == 0 {
		return
	}
	ms := func(of func(sample) time.Duration) float64 {
		d := slices.SortedFunc(slices.Values(got), func(a, b sample) int { return cmp.Compare(of(a), of(b)) })
		return float64(of(d[len(d)/2]).Microseconds()) / 1000
	}
	p.report.Latency = &Latency{
		Samples: len(got), OutputTokens: got[len(got)-1].answer.usage.OutputTokens,
		FirstMS: ms(func(s sample) time.Duration { return s.first }), WholeMS: ms(func(s sample) time.Duration { return s.whole }),
	}
}

func streaming(s sample) Trial {
	switch {
	case s.failure != nil && isRefusal(s.failure):
		return Trial{Refused, reason(s.failure)}
	case s.failure != nil:
		return Trial{Failed, reason(s.failure)}
	case s.pieces < 2:
		return Trial{Ignored, "the answer comes in one piece"}
	}
	return Trial{Outcome: Honoured}
}

// cutShort is the limit on an answer that would be far longer, in tokens.
const cutShort = 32

// limits tries both parameters that bound an answer.
func (p *prober) limits() {
	for _, tried := range []struct {
		limit tokenLimit
		trial *Trial
	}{{maxTokens, &p.report.MaxTokens}, {maxCompletionTokens, &p.report.MaxCompletionTokens}} {
		if p.ctx.Err() != nil || p.gone() {
			return
		}
		p.o.On("limits on the length of an answer")
		req := question("Write the numbers from one to two hundred in English words, with commas between.")
		req.MaxOutputTokens = cutShort
		*tried.trial = limited(p.once(req, plan{format: plainText, limit: tried.limit}))
	}
}

func limited(s sample) Trial {
	f := s.failure
	switch {
	case f != nil && s.answer.usage.Calls == 0:
		return Trial{NotTried, "it is never sent with a model of this name"}
	case f != nil && (f.fault.Code == fault.ModelTruncated || f.fault.Code == fault.ModelEmpty):
		return Trial{Outcome: Honoured}
	case f != nil && isRefusal(f):
		return Trial{Refused, reason(f)}
	case f != nil:
		return Trial{Failed, reason(f)}
	case s.answer.usage.OutputTokens > 2*cutShort || len(s.text) > 16*cutShort:
		return Trial{Ignored, "the answer is longer than it may be"}
	}
	return Trial{Outcome: Accepted}
}

// sampling tries whether a temperature is taken, and whether a seed brings the
// same answer twice, and another seed another one.
func (p *prober) sampling() {
	r := p.report
	with := plan{format: plainText, temperature: true, seed: true}
	var texts []string
	for _, seed := range []int{7, 7, 8} {
		p.o.On("temperature and seed")
		s := p.drawn(seed, &with)
		if s.failure != nil || p.ctx.Err() != nil {
			trial := Trial{Outcome: Failed}
			if s.failure != nil {
				trial.Detail = reason(s.failure)
			}
			if r.Temperature.Outcome == NotTried {
				r.Temperature = trial
			}
			if r.Seed.Outcome == NotTried {
				r.Seed = trial
			}
			return
		}
		if with.temperature {
			r.Temperature = Trial{Outcome: Accepted}
		}
		if !with.seed {
			return
		}
		texts = append(texts, s.text)
	}
	r.Seed = seeded(texts)
}

// drawn asks for something random, and again without what the endpoint refuses.
func (p *prober) drawn(seed int, with *plan) sample {
	one := 1.0
	for {
		req := question("Write one line of twelve random lower-case letters, and nothing else.")
		req.Temperature, req.Seed = &one, &seed
		s := p.ask(req, *with)
		switch f := s.failure; {
		case f != nil && with.temperature && f.objection == toTemperature:
			p.report.Temperature, with.temperature = Trial{Refused, reason(f)}, false
		case f != nil && with.seed && f.objection == toSeed:
			p.report.Seed, with.seed = Trial{Refused, reason(f)}, false
		default:
			return s
		}
	}
}

// seeded judges three answers, of which the first two have the same seed.
func seeded(texts []string) Trial {
	switch {
	case texts[0] != texts[1]:
		return Trial{Ignored, "the same seed brings other answers"}
	case texts[0] == texts[2]:
		return Trial{Accepted, "another seed brings the same answer too"}
	}
	return Trial{Honoured, "the same seed brings the same answer, and another seed another one"}
}

// odds asks for the probabilities of likely tokens.
func (p *prober) odds() {
	p.o.On("probabilities of tokens")
	t := &p.report.LogProbs
	for _, top := range []int{mostTop, fewTop} {
		req := question("Name the capital of France in one word.")
		req.TopTokens = top
		s := p.ask(req, plan{format: plainText, top: top})
		switch f := s.failure; {
		case f != nil && isRefusal(f):
			t.Trial = Trial{Refused, reason(f)}
			continue
		case f != nil:
			t.Trial = Trial{Failed, reason(f)}
		default:
			for _, token := range s.tokens {
				t.Top = max(t.Top, len(token.Top))
			}
			t.Trial = Trial{Outcome: Honoured}
			if t.Top == 0 {
				t.Trial = Trial{Ignored, "the answer has none"}
			}
		}
		return
	}
}
