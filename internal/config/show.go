package config

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// show writes a value as it may be written in the file.
func show(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case time.Duration:
		return showDuration(v)
	case int64:
		return showSize(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []Price:
		return showPrices(v)
	}
	return fmt.Sprint(value)
}

func showDuration(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

func showSize(n int64) string {
	for _, u := range []string{"GiB", "GB", "MiB", "MB", "KiB", "KB"} {
		if size := int64(units[strings.ToLower(u)]); n >= size && n%size == 0 {
			return fmt.Sprintf("%d%s", n/size, u)
		}
	}
	return fmt.Sprintf("%dB", n)
}

func showPrices(prices []Price) string {
	var out strings.Builder
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(prices); err != nil {
		return "[]"
	}
	return strings.TrimSpace(out.String())
}
