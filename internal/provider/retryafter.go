package provider

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxAsked bounds what a server can ask for; longer waits are its nonsense.
const maxAsked = 24 * time.Hour

// retryAfter reads how long a server asks to wait: retry-after-ms, or
// Retry-After in seconds or as a date. It returns 0 when there is nothing to
// go by, and at most a day.
func retryAfter(h http.Header, now time.Time) time.Duration {
	if wait := scaled(h.Get("Retry-After-Ms"), time.Millisecond); wait > 0 {
		return wait
	}
	value := h.Get("Retry-After")
	if wait := scaled(value, time.Second); wait > 0 {
		return wait
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date // the server's clock, which the date goes by
	}
	if date, err := http.ParseTime(value); err == nil && date.After(now) {
		return min(date.Sub(now), maxAsked)
	}
	return 0
}

func scaled(value string, unit time.Duration) time.Duration {
	n, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	switch {
	case err != nil || !(n > 0): // also NaN
		return 0
	case n > float64(maxAsked/unit):
		return maxAsked
	}
	return time.Duration(n * float64(unit))
}
