package metric

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

const maxReferences = 5 // that a judge is shown

const tooLong = "the article is longer than the judge can read: set judge.context_tokens if it can read more"

// shownTo puts what a rubric wants to be seen into the forms of the prompts. The
// last result is what it wants and the sample has not, "" for nothing.
func shownTo(r *Rubric, s *Sample) (source *prompts.Source, references []prompts.Shown, summary prompts.Shown, missing string) {
	summary = shownDraft(s)
	switch {
	case r.sees("why"):
		summary.Takeaways, summary.Lines = nil, nil
	case r.sees("takeaways"):
		summary.Why, summary.Lines = "", nil
	}
	if summary.Why == "" && len(summary.Takeaways)+len(summary.Lines) == 0 {
		return nil, nil, summary, "there is no " + r.graded() + " to grade"
	}
	if r.sees("article") {
		if s.Article == nil {
			return nil, nil, summary, "there is no article"
		}
		source = sourceOf(s)
	}
	if r.sees("references") {
		for _, part := range s.Parts {
			references = append(references, prompts.Shown{Why: part.Why, Takeaways: part.Takeaways})
		}
		if s.Parts == nil {
			for _, text := range s.References {
				references = append(references, prompts.Shown{Lines: nonEmptyLines(text)})
			}
		}
		if len(references) == 0 {
			return nil, nil, summary, "there is no reference"
		}
		references = references[:min(len(references), maxReferences)]
	}
	return source, references, summary, ""
}

func shownDraft(s *Sample) prompts.Shown {
	if s.Draft != nil {
		return prompts.Shown{Why: s.Draft.Why.Text, Takeaways: claimTexts(s.Draft.Takeaways)}
	}
	return prompts.Shown{Lines: nonEmptyLines(s.Text)}
}

// sourceOf shows the article as the drafting prompts do.
func sourceOf(s *Sample) *prompts.Source {
	a := s.Article
	out := &prompts.Source{Title: a.Title, Byline: a.Byline, Sentences: make([]prompts.Sentence, len(a.Sentences))}
	if !a.Published.IsZero() {
		out.Published = a.Published.Format("Monday 2 January 2006")
	}
	paragraph := 0
	for i, sentence := range a.Sentences {
		out.Sentences[i] = prompts.Sentence{ID: sentence.ID, Text: sentence.Text, NewParagraph: i > 0 && sentence.Paragraph != paragraph}
		paragraph = sentence.Paragraph
	}
	return out
}

// question makes the two messages about a summary.
func (j *Judge) question(r *Rubric, source *prompts.Source, references []prompts.Shown, shown prompts.Shown, numberOnly bool) ([]summarize.Message, error) {
	fence := prompts.MaterialFence(source, append([]prompts.Shown{shown}, references...)...)
	return j.messages(
		prompts.Judge{Question: r.Question, Steps: r.Steps, Levels: r.Levels, NumberOnly: numberOnly},
		prompts.Grade{Fence: fence, Source: source, References: references, Summary: shown, NumberOnly: numberOnly})
}

func (j *Judge) messages(system, user prompts.Data) ([]summarize.Message, error) {
	first, err := j.o.Prompts.Render(system)
	if err != nil {
		return nil, err
	}
	second, err := j.o.Prompts.Render(user)
	return []summarize.Message{{Role: summarize.System, Text: first}, {Role: summarize.User, Text: second}}, err
}

// byOdds asks for the grade alone, and weighs the grades by their probability.
// The second result is why there is none, "" when there is one.
func (j *Judge) byOdds(ctx context.Context, r *Rubric, source *prompts.Source, references []prompts.Shown, shown prompts.Shown) (float64, string, error) {
	messages, err := j.question(r, source, references, shown, true)
	if err != nil {
		return 0, "", err
	}
	resp, why, err := j.ask(ctx, summarize.Request{
		Step: "judge", Messages: messages, MaxOutputTokens: j.maxOutput(gradeTokens), Temperature: j.o.Temperature, TopTokens: 20,
	})
	if why != "" || err != nil {
		return 0, why, err
	}
	value, bad := weighted(resp.Tokens, len(r.Levels))
	if bad == nil {
		j.count(func(c *JudgeCounts) { c.Answered++ })
		return value, "", nil
	}
	j.count(func(c *JudgeCounts) { c.Unsure++ })
	return 0, bad.Error(), nil
}

// bySamples asks several times and takes the mean. More than half of the answers
// must be grades.
func (j *Judge) bySamples(ctx context.Context, r *Rubric, source *prompts.Source, references []prompts.Shown, shown prompts.Shown) (float64, string, error) {
	messages, err := j.question(r, source, references, shown, false)
	if err != nil {
		return 0, "", err
	}
	n := j.o.Samples
	grades, whys, errs := make([]int, n), make([]string, n), make([]error, n)
	j.each(n, func(k int) { grades[k], whys[k], errs[k] = j.sample(ctx, messages, len(r.Levels), k+1) })
	if err := firstOf(errs); err != nil {
		return 0, "", err
	}
	sum, read, why := 0, 0, ""
	for k, grade := range grades {
		if whys[k] == "" {
			sum += grade
			read++
		} else {
			why = whys[k]
		}
	}
	if 2*read <= n {
		return 0, fmt.Sprintf("%d of %d answers are no grade: %s", n-read, n, why), nil
	}
	return float64(sum) / float64(read), "", nil
}

func (j *Judge) sample(ctx context.Context, messages []summarize.Message, most, seed int) (int, string, error) {
	resp, why, err := j.ask(ctx, summarize.Request{
		Step: "judge", Messages: messages, Schema: gradeSchema(most), SchemaName: "grade",
		MaxOutputTokens: j.maxOutput(reasonTokens), Temperature: j.o.Temperature, Seed: &seed,
	})
	if why != "" || err != nil {
		return 0, why, err
	}
	grade, bad := parseGrade(resp.Text, most)
	return grade, j.read(bad), nil
}

// read counts an answer, and says why it is none.
func (j *Judge) read(bad error) string {
	if bad != nil {
		j.count(func(c *JudgeCounts) { c.Unparsable++ })
		return bad.Error()
	}
	j.count(func(c *JudgeCounts) { c.Answered++ })
	return ""
}

func gradeSchema(most int) json.RawMessage {
	var grades []int
	for g := 1; g <= most; g++ {
		grades = append(grades, g)
	}
	list, err := json.Marshal(grades)
	if err != nil {
		panic(err) // whole numbers
	}
	return json.RawMessage(`{"type":"object","properties":{"reason":{"type":"string"},"score":{"type":"integer","enum":` + string(list) +
		`}},"required":["reason","score"],"additionalProperties":false}`)
}

// maxOutput bounds an answer: a model that thinks before it answers needs more
// room than the answer takes.
func (j *Judge) maxOutput(usual int) int {
	const thinks = 2000
	if j.o.Info.MaxOutput > thinks {
		return j.o.Info.MaxOutput
	}
	return usual
}

// ask makes one call and books it. The second result is why the model has no
// answer that will ever count; an error may be gone another time.
func (j *Judge) ask(ctx context.Context, req summarize.Request) (summarize.Response, string, error) {
	if j.tooLong(req) {
		j.count(func(c *JudgeCounts) { c.TooLong++ })
		return summarize.Response{}, tooLong, nil
	}
	resp, err := j.o.Model.Complete(ctx, req)
	j.book(ctx, resp.Usage)
	if err == nil {
		return resp, "", nil
	}
	var f *fault.Error
	if !errors.As(err, &f) || f.Retryable {
		return resp, "", err
	}
	switch f.Code {
	case fault.ModelRefused, fault.ModelFiltered:
		j.count(func(c *JudgeCounts) { c.Refused++ })
		return resp, "the judge declined to grade it", nil
	case fault.ModelBadAnswer, fault.ModelTruncated, fault.ModelEmpty:
		return resp, j.read(errors.New("the answer is no grade (" + string(f.Code) + ")")), nil
	case fault.ModelContext:
		j.count(func(c *JudgeCounts) { c.TooLong++ })
		return resp, tooLong, nil
	}
	return resp, "", err
}

// tooLong reports whether a request does not fit. Bytes that prove that it does
// are not counted.
func (j *Judge) tooLong(req summarize.Request) bool {
	room := j.o.Info.Context - req.MaxOutputTokens
	if size := bytesOf(req.Messages); room <= 0 || j.o.Info.Context == 0 || size <= room {
		return false
	}
	total := 0
	for _, m := range req.Messages {
		n, err := j.counter.Count(m.Text)
		if err != nil {
			return false // the endpoint will tell
		}
		total += n
	}
	return total > room
}

func bytesOf(messages []summarize.Message) int {
	n := 0
	for _, m := range messages {
		n += len(m.Text) + 16
	}
	return n
}

// book adds what a call took to the judge's account and to that of the sample.
func (j *Judge) book(ctx context.Context, u summarize.Usage) {
	meterOf(ctx).add(u)
	j.mu.Lock()
	defer j.mu.Unlock()
	j.usage = j.usage.Add(u)
}

func (j *Judge) count(change func(*JudgeCounts)) {
	j.mu.Lock()
	defer j.mu.Unlock()
	change(&j.counts)
}

func nonEmptyLines(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
