package summarize

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// The number of facts that are asked for of one part, at least and at most.
const (
	minFacts  = 1
	maxFacts  = 12
	ledeFacts = 2 // more of the first part, where the news mostly is
)

// factTokens is what a fact costs in the compose prompt with the sentences
// that carry it, as a rule.
const factTokens = 130

// sentenceBytes bounds a sentence that is shown as evidence of a fact. It was
// read whole before.
const sentenceBytes = 1200

// factBytes bounds the text of a fact, and factSentences how many carry it.
const (
	factBytes     = 600
	factSentences = 3
)

// sizes are the tokens of each step: of its prompt without the variable part,
// and the room that there is for that part.
type sizes struct {
	draft, candidates, compose int // prompts
	budget                     Budget
	facts                      int // room for the facts of a merge or compose call
	evidence                   int // bytes of a sentence that is shown with a fact
}

// repairTokens is kept free in a call that a repair may follow: the model's
// draft and the list of what is wrong with it.
const repairTokens = 1200

// sizes works out the room that the model's context leaves beside the prompts
// and the answer.
func (r *run) sizes(count func([]Message) (int, error)) (sizes, error) {
	h, kind := r.job.house, r.engine.Kind
	source := r.source(nil)
	var out sizes
	for _, step := range []struct {
		size *int
		data prompts.Data
	}{
		{&out.draft, r.asking(false, nil, source)},
		{&out.candidates, prompts.Candidates{House: r.style, Kind: kind, Thin: h.short, Part: 100, Parts: 100, Max: maxFacts, Source: source}},
		{&out.compose, r.asking(true, nil, source)},
	} {
		messages, err := r.conversation(step.data)
		if err != nil {
			return out, err
		}
		if *step.size, err = count(messages); err != nil {
			return out, err
		}
	}
	room := r.info.Context - r.info.MaxOutput
	room -= room / 50 // encodings of other makers count a little otherwise
	out.budget = Budget{Whole: room - out.draft - r.kept, Chunk: room - out.candidates}
	out.facts = room - out.compose - r.kept
	out.evidence = max(0, min(sentenceBytes, out.facts/6))
	return out, nil
}

// promptCeiling returns the tokens of the messages: counted where it matters,
// or their bytes where the context has room for many times that.
func (r *run) promptCeiling(messages []Message) (int, error) {
	size := 0
	for _, m := range messages {
		size += len(m.Text)
	}
	if size < r.info.Context/8 {
		return size, nil
	}
	return r.promptTokens(messages)
}

func (r *run) promptTokens(messages []Message) (int, error) {
	total := 16 * len(messages)
	for _, m := range messages {
		n, err := r.counter.Count(m.Text)
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// parts reads a long article chunk by chunk and composes the summary from the
// facts found.
func (r *run) parts(ctx context.Context, plan *Plan, size sizes, d *draft) error {
	facts, err := r.readChunks(ctx, plan, size, d)
	if err != nil {
		return err
	}
	if len(facts) == 0 {
		return fault.New(fault.ModelBadAnswer, "the model found nothing in the article that could be summarised: try another model, or --engine extractive")
	}
	for {
		tokens, err := r.factCosts(facts, size)
		if err != nil {
			return err
		}
		if sum(tokens) <= size.facts {
			break
		}
		if facts, err = r.merge(ctx, facts, tokens, size); err != nil {
			return err
		}
	}
	return r.composeFacts(ctx, facts, size, d)
}

func (r *run) composeFacts(ctx context.Context, facts []prompts.Fact, size sizes, d *draft) error {
	source, ids := r.factSource(facts, size)
	messages, err := r.conversation(r.asking(true, facts, source))
	if err != nil {
		return err
	}
	return r.compose(ctx, "compose", messages, d, func(id article.SentenceID) bool { return ids[id] })
}

// readChunks reads all chunks, some at the same time, and returns their facts
// in the order of the article. A chunk that fails is counted, and its sentences
// are not counted as read; faults that every chunk would meet end the work. A chunk
// that is longer than what the model can read ends it too where the article can be
// read anew in smaller parts, else it is one that failed.
func (r *run) readChunks(ctx context.Context, plan *Plan, size sizes, d *draft) ([]prompts.Fact, error) {
	n := len(plan.Chunks)
	p := &reads{limit: factLimit(size, n), begun: make([]bool, n), facts: make([][]prompts.Fact, n), failed: make([]error, n)}
	if err := r.readSome(ctx, plan, p); err != nil {
		return nil, err
	}
	if p.tooLong != nil && !r.reread {
		if r.replan(ctx, plan, p.tooLong) {
			return nil, p.tooLong
		}
		r.reread = true
		if err := r.readSome(ctx, plan, p); err != nil {
			return nil, err
		}
	}
	if err := r.cover(plan, p.failed, d); err != nil {
		return nil, err
	}
	return slices.Concat(p.facts...), nil
}

// reads is what came of the reading of chunks, by their index.
type reads struct {
	limit   int // of the facts that are asked for of each
	begun   []bool
	facts   [][]prompts.Fact
	failed  []error
	tooLong error // the first fault of a chunk that the model cannot read at once
	done    int
}

// readSome reads the chunks that were not read yet. It begins no other once one
// turned out to be too long, and lets those that are under way end: they are paid
// for, and what they cost is to be known.
func (r *run) readSome(ctx context.Context, plan *Plan, p *reads) error {
	group, gctx := errgroup.WithContext(ctx)
	group.SetLimit(r.engine.concurrency())
	for i := range plan.Chunks {
		group.Go(func() error {
			if gctx.Err() != nil || !r.begins(p, i) {
				return gctx.Err()
			}
			limit := p.limit
			if i == 0 {
				limit += ledeFacts
			}
			facts, err := r.readChunk(gctx, plan, i, limit)
			if err != nil && (gctx.Err() != nil || hopeless(err)) {
				return err
			}
			r.mu.Lock()
			defer r.mu.Unlock()
			p.facts[i], p.failed[i] = facts, err
			if fault.CodeOf(err) == fault.ModelContext {
				p.tooLong = cmp.Or(p.tooLong, err)
			}
			p.done++
			r.job.on(Event{Kind: EventChunk, Done: p.done, Total: len(plan.Chunks)})
			return nil
		})
	}
	return group.Wait()
}

// begins notes that a chunk is read, unless it was or is not to be.
func (r *run) begins(p *reads, i int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p.begun[i] || p.tooLong != nil && !r.reread {
		return false
	}
	p.begun[i] = true
	return true
}

// factLimit is how many facts are asked for of each of n parts.
func factLimit(size sizes, n int) int {
	return min(maxFacts, max(minFacts, size.facts*9/10/(n*factTokens)))
}

// hopeless reports whether an error would meet every other call as well.
func hopeless(err error) bool {
	switch fault.CodeOf(err) {
	case fault.ModelUnreachable, fault.ModelUnauthorized, fault.ModelNotFound, fault.ModelQuota,
		fault.BadConfig, fault.PolicyRefused, fault.OverBudget, fault.Internal:
		return true
	}
	return false
}

// cover works out which sentences were read. All chunks failed is an error.
func (r *run) cover(plan *Plan, failed []error, d *draft) error {
	unread := map[article.SentenceID]bool{}
	var firstErr error
	for i, err := range failed {
		if err == nil {
			continue
		}
		d.coverage.ChunksFailed++
		firstErr = cmp.Or(firstErr, err)
		for _, p := range plan.Chunks[i].Pieces {
			unread[p.ID] = true
		}
	}
	if d.coverage.ChunksFailed == len(plan.Chunks) {
		return firstErr
	}
	d.coverage.SentencesRead = d.coverage.Sentences - len(unread)
	d.coverage.Complete = len(unread) == 0
	if firstErr != nil {
		d.warnings = append(d.warnings, Warning{
			Code: "incomplete",
			Message: fmt.Sprintf("%d of %d parts of the article could not be read, %d of %d sentences: %v",
				d.coverage.ChunksFailed, len(plan.Chunks), len(unread), d.coverage.Sentences, firstErr),
		})
	}
	return nil
}

func (r *run) readChunk(ctx context.Context, plan *Plan, i, limit int) ([]prompts.Fact, error) {
	pieces := plan.Chunks[i].Pieces
	messages, err := r.conversation(prompts.Candidates{
		House: r.style, Kind: r.engine.Kind, Thin: r.job.house.short,
		Part: i + 1, Parts: len(plan.Chunks), Max: limit, Source: r.source(pieces),
	})
	if err != nil {
		return nil, err
	}
	first, last := pieces[0].ID, pieces[len(pieces)-1].ID
	return r.askFacts(ctx, "candidates", messages, func(id article.SentenceID) bool { return id >= first && id <= last })
}

// askFacts asks for facts. Those without text or without a sentence that was
// shown are left out, as are numbers of sentences that were not.
func (r *run) askFacts(ctx context.Context, step string, messages []Message, seen shown) ([]prompts.Fact, error) {
	answers, _, err := ask(ctx, r, Request{
		Step: step, Messages: messages, Schema: json.RawMessage(candidatesSchema), SchemaName: "candidates",
	}, parseCandidates, nil)
	if err != nil {
		return nil, err
	}
	var facts []prompts.Fact
	for _, c := range answers {
		ids := slices.DeleteFunc(uniqueIDs(c.Sentences), func(id article.SentenceID) bool { return !seen(id) })
		if c.Text != "" && len(ids) > 0 {
			facts = append(facts, prompts.Fact{
				Text: clipBytes(c.Text, factBytes), Sentences: ids[:min(len(ids), factSentences)], Weight: int(min(max(c.Weight, 1), 5)), Why: c.Why,
			})
		}
	}
	return facts, nil
}

// factSource returns the sentences that the facts cite, each once, in order.
func (r *run) factSource(facts []prompts.Fact, size sizes) (prompts.Source, map[article.SentenceID]bool) {
	ids := map[article.SentenceID]bool{}
	var order []article.SentenceID
	for _, f := range facts {
		for _, id := range f.Sentences {
			if !ids[id] {
				ids[id] = true
				order = append(order, id)
			}
		}
	}
	slices.Sort(order)
	source := r.source(nil)
	for _, id := range order {
		s, _ := r.job.article.Sentence(id)
		source.Sentences = append(source.Sentences, prompts.Sentence{ID: id, Text: clipBytes(s.Text, size.evidence)})
	}
	return source, ids
}

// factCosts returns what each fact costs with its sentences, in tokens. A
// sentence that two facts share is counted twice, on the safe side.
func (r *run) factCosts(facts []prompts.Fact, size sizes) ([]int, error) {
	costs := make([]int, len(facts))
	for i, f := range facts {
		text := f.Text
		for _, id := range f.Sentences {
			s, _ := r.job.article.Sentence(id)
			text += "\n" + clipBytes(s.Text, size.evidence)
		}
		n, err := r.counter.Count(text)
		if err != nil {
			return nil, err
		}
		costs[i] = n + (len(f.Sentences)+3)*lineTokens
	}
	return costs, nil
}

// merge brings the facts down by one level: groups that fit a call, each
// reduced to half, in parallel. A level that does not shrink, to three quarters
// at most, is an error: so there is an end to the levels and to what they cost.
func (r *run) merge(ctx context.Context, facts []prompts.Fact, costs []int, size sizes) ([]prompts.Fact, error) {
	groups := groupFacts(facts, costs, size.facts)
	merged, tooLong := make([][]prompts.Fact, len(groups)), make([]error, len(groups))
	group, gctx := errgroup.WithContext(ctx)
	group.SetLimit(r.engine.concurrency())
	for i, g := range groups {
		group.Go(func() (err error) {
			if merged[i], err = r.mergeGroup(gctx, g, i, len(groups), size); fault.CodeOf(err) == fault.ModelContext {
				tooLong[i], err = err, nil // the others end: what they cost is to be known
			}
			return err
		})
	}
	if err := cmp.Or(group.Wait(), cmp.Or(tooLong...)); err != nil {
		return nil, err
	}
	out := slices.Concat(merged...)
	after, err := r.factCosts(out, size)
	if err != nil {
		return nil, err
	}
	if len(out) == 0 || sum(after) > sum(costs)*3/4 {
		return nil, errNoShrink
	}
	return out, nil
}

var errNoShrink = fault.New(fault.ArticleTooLong,
	"the facts found in the article do not fit the model's context, and the model does not bring them down: use a model with a larger context, or set model.context_tokens if it has one")

func (r *run) mergeGroup(ctx context.Context, facts []prompts.Fact, i, of int, size sizes) ([]prompts.Fact, error) {
	if len(facts) == 1 {
		return facts, nil // there is nothing to choose from
	}
	source, ids := r.factSource(facts, size)
	messages, err := r.conversation(prompts.Merge{
		House: r.style, Part: i + 1, Parts: of, Max: max(1, len(facts)/2), Facts: facts, Source: source,
	})
	if err != nil {
		return nil, err
	}
	out, err := r.askFacts(ctx, "merge", messages, func(id article.SentenceID) bool { return ids[id] })
	if err == nil && len(out) == 0 {
		err = errNoShrink
	}
	return out, err
}

// groupFacts cuts the facts, in order, into groups that cost at most room. A
// fact that costs more by itself is a group of its own.
func groupFacts(facts []prompts.Fact, costs []int, room int) [][]prompts.Fact {
	var groups [][]prompts.Fact
	start, total := 0, 0
	for i, cost := range costs {
		if i > start && total+cost > room {
			groups = append(groups, facts[start:i])
			start, total = i, 0
		}
		total += cost
	}
	return append(groups, facts[start:])
}

func sum(list []int) int {
	total := 0
	for _, n := range list {
		total += n
	}
	return total
}

func cutWarning(id article.SentenceID) Warning {
	return Warning{
		Code:    "sentence_cut",
		Message: fmt.Sprintf("Sentence %d is longer than what the model can read at once; it was read in parts", id),
	}
}
