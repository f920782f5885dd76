package client

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Problem is what the service says when it cannot do what was asked. Detail is a
// sentence that can be shown to the people who use the CMS.
type Problem struct {
	Status     int           `json:"status"` // of HTTP; 0 when it was told of by a stream or a job
	Code       fault.Code    `json:"code"`   // to switch on; "" when something between answered in the service's place
	Title      string        `json:"title"`
	Detail     string        `json:"detail"`
	Retryable  bool          `json:"retryable"`  // the same request may succeed later
	RequestID  string        `json:"request_id"` // names the request in the service's log
	Errors     []Mistake     `json:"errors"`     // the parts of the request that are wrong
	RetryAfter time.Duration `json:"-"`          // as the service asks for, 0 when it does not
}

// Mistake is a part of a request that is wrong.
type Mistake struct {
	Location string `json:"location"` // such as body.article.text
	Message  string `json:"message"`
}

// Error returns the detail, the code and the request's ID.
func (p *Problem) Error() string {
	text := p.Detail
	if p.Code != "" {
		text += " (" + string(p.Code) + ")"
	}
	if p.RequestID != "" {
		text += ", request " + p.RequestID
	}
	return text
}

// problemOf reads the problem of an answer that is none of success. Something
// between, such as a proxy, answers in forms of its own.
func problemOf(res *http.Response, body []byte) *Problem {
	p := &Problem{}
	kind, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type"))
	if kind != "application/problem+json" || json.Unmarshal(body, p) != nil || p.Code == "" {
		*p = Problem{Detail: fmt.Sprintf("the address answers %d %s, not as nutgraf does", res.StatusCode, http.StatusText(res.StatusCode))}
		switch res.StatusCode {
		case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
			p.Retryable = true
		}
	}
	p.Status = res.StatusCode
	if p.RequestID == "" {
		p.RequestID = res.Header.Get("X-Request-Id")
	}
	p.RetryAfter = retryAfter(res.Header.Get("Retry-After"))
	return p
}

// retryAfter reads seconds or a date, and nothing out of nonsense.
func retryAfter(header string) time.Duration {
	header = strings.TrimSpace(header)
	if at, err := http.ParseTime(header); err == nil {
		return max(0, time.Until(at))
	}
	seconds, err := strconv.ParseFloat(header, 64)
	if err != nil || !(seconds > 0) {
		return 0
	}
	return time.Duration(min(seconds, 86400) * float64(time.Second))
}

// failed is a failure that a stream or a job told of.
type failed struct {
	Code      fault.Code `json:"code"`
	Message   string     `json:"message"`
	Retryable bool       `json:"retryable"`
}

func (f failed) problem() *Problem {
	return &Problem{Code: f.Code, Detail: f.Message, Retryable: f.Retryable}
}
