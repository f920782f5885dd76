package metric

import "context"

type spent struct{ infos []Info }

func newSpent([]string, Options) Metric {
	return spent{[]Info{{
		Name: "cost.usd", Signature: "cost.usd|version:1", Better: Lower,
		About: "US dollars that drafting took, by the prices that are configured; blind to calls whose use the endpoint did not report: then it is unscored.",
	}, {
		Name: "cost.input_tokens", Signature: "cost.input_tokens|count:endpoint|version:1", Better: Lower,
		About: "Tokens that were sent, as the endpoint counts them; blind to which of them it had cached.",
	}, {
		Name: "cost.output_tokens", Signature: "cost.output_tokens|count:endpoint|version:1", Better: Lower,
		About: "Tokens that came back, as the endpoint counts them, with those of reasoning; blind to what they were used for.",
	}, {
		Name: "cost.calls", Signature: "cost.calls|version:1", Better: Lower,
		About: "Calls of a model; blind to their size.",
	}, {
		Name: "cost.latency_s", Signature: "cost.latency_s|version:1", Better: Lower,
		About: "Seconds from the article to the summary; blind to what else the machine and the endpoint did meanwhile, so that runs of different days differ.",
	}}}
}

func (m spent) Scores() []Info { return m.infos }

func (m spent) Score(_ context.Context, s *Sample) ([]Score, error) {
	if s.Spent == nil {
		return unscored(m.infos, "what drafting took is not known"), nil
	}
	usd := Score{Name: "cost.usd", Unscored: "the price of the model, or its use, is not known"}
	if s.Spent.USD != nil {
		usd = scored(usd.Name, *s.Spent.USD)
	}
	return []Score{
		usd, tokenScore("cost.input_tokens", s.Spent.InputTokens), tokenScore("cost.output_tokens", s.Spent.OutputTokens),
		scored("cost.calls", float64(s.Spent.Calls)), scored("cost.latency_s", s.Spent.Latency.Seconds()),
	}, nil
}

func tokenScore(name string, n *int) Score {
	if n == nil {
		return Score{Name: name, Unscored: "the endpoint did not report it"}
	}
	return scored(name, float64(*n))
}
