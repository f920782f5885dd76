package fetch

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// page checks an answer and reads its body.
func (f *fetcher) page(ctx context.Context, u *url.URL, resp *http.Response, ph *phase) (*Page, error) {
	if err := checkStatus(u, resp.StatusCode); err != nil {
		return nil, err
	}
	if err := checkContent(u, resp.Header); err != nil {
		return nil, err
	}
	if resp.ContentLength > f.maxBytes {
		return nil, f.tooLarge(u)
	}
	body, err := io.ReadAll(&io.LimitedReader{R: resp.Body, N: f.maxBytes})
	if err != nil {
		return nil, f.failed(ctx, u, ph, err)
	}
	if int64(len(body)) == f.maxBytes {
		if err := f.atEnd(ctx, u, resp.Body, ph); err != nil {
			return nil, err
		}
	}
	return &Page{Body: body, ContentType: resp.Header.Get("Content-Type"), URL: u.String()}, nil
}

// atEnd checks that a body that fills the limit does not go on.
func (f *fetcher) atEnd(ctx context.Context, u *url.URL, body io.Reader, ph *phase) error {
	n, err := io.ReadFull(body, make([]byte, 1))
	switch {
	case n > 0:
		return f.tooLarge(u)
	case err != io.EOF:
		return f.failed(ctx, u, ph, err)
	}
	return nil
}

func (f *fetcher) tooLarge(u *url.URL) error {
	return fault.New(fault.InputTooLarge, "%s is larger than %d bytes, the limit of fetch.max_bytes", show(u), f.maxBytes)
}

func checkStatus(u *url.URL, status int) error {
	code, hint := fault.InputUnreadable, ""
	switch status {
	case http.StatusOK, http.StatusNonAuthoritativeInfo:
		return nil
	case http.StatusNotFound, http.StatusGone:
		return fault.New(fault.InputNotFound, "%s: there is no such page (status %d)", show(u), status)
	case http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden:
		hint = "; if you can read it in a browser, save the page and give the file"
	}
	err := fault.New(code, "%s: the server answered with status %d%s", show(u), status, hint)
	err.Retryable = status == http.StatusTooManyRequests || status >= 500
	return err
}

const wordDocument = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// checkContent refuses what holds no article. The transport has already taken away
// the encoding that it asked for.
func checkContent(u *url.URL, h http.Header) error {
	if enc := strings.TrimSpace(h.Get("Content-Encoding")); enc != "" && !strings.EqualFold(enc, "identity") {
		return fault.New(fault.UnsupportedFormat, "%s is compressed in a way that is not read", show(u))
	}
	media, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	media = strings.ToLower(strings.TrimSpace(media))
	switch media {
	case "", "text/html", "application/xhtml+xml", "text/plain", "text/markdown", wordDocument:
		return nil
	}
	return fault.New(fault.UnsupportedFormat, "%s is %s; only HTML, plain text, Markdown and Word documents (.docx) are fetched", show(u), showMedia(media))
}

func showMedia(media string) string {
	const tokens = "abcdefghijklmnopqrstuvwxyz0123456789.+-_/"
	if len(media) > 80 || strings.Trim(media, tokens) != "" {
		return "of a type that is not text"
	}
	return media
}
