package client

import (
	"context"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"time"
)

// List goes through summaries, those that changed last first. It asks for more as
// it goes, and ends after an error.
func (c *Client) List(ctx context.Context, f Filter) iter.Seq2[SummaryInfo, error] {
	query := url.Values{}
	for name, value := range map[string]string{"status": string(f.Status), "desk": f.Desk, "article": f.Article, "q": f.Words} {
		if value != "" {
			query.Set(name, value)
		}
	}
	for name, at := range map[string]time.Time{"from": f.From, "to": f.To} {
		if !at.IsZero() {
			query.Set(name, at.Format(time.RFC3339Nano))
		}
	}
	return pages[SummaryInfo](ctx, c, query, "summaries")
}

// Versions goes through the versions of a summary, the newest first.
func (c *Client) Versions(ctx context.Context, id string) iter.Seq2[VersionInfo, error] {
	return pages[VersionInfo](ctx, c, url.Values{}, "summaries", id, "versions")
}

func pages[T any](ctx context.Context, c *Client, query url.Values, path ...string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		query := maps.Clone(query)
		for {
			var page struct {
				Items []T     `json:"items"`
				Next  *string `json:"next"`
			}
			if _, err := c.call(ctx, request{method: http.MethodGet, path: path, query: query}, &page); err != nil {
				yield(none, err)
				return
			}
			for _, item := range page.Items {
				if !yield(item, nil) {
					return
				}
			}
			if page.Next == nil || len(page.Items) == 0 {
				return
			}
			query.Set("cursor", *page.Next)
		}
	}
}
