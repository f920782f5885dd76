package config

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nutgraf/nutgraf/internal/secret"
	"github.com/nutgraf/nutgraf/summarize/fault"
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
	case []string:
		return "[" + strings.Join(v, ", ") + "]"
	case []Price:
		return showJSON(v)
	case []secret.Secret:
		return showJSON(v)
	case []fault.Code:
		return showJSON(v)
	case []Model:
		return showModels(v)
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

// showModels writes models as they may be written in the file, with their keys
// masked.
func showModels(models []Model) string {
	type shown struct {
		Name              string          `json:"name"`
		BaseURL           string          `json:"base_url,omitempty"`
		APIKey            string          `json:"api_key,omitempty"`
		APIKeys           []secret.Secret `json:"api_keys,omitempty"`
		ContextTokens     int             `json:"context_tokens,omitempty"`
		MaxOutputTokens   int             `json:"max_output_tokens,omitempty"`
		Concurrency       int             `json:"concurrency,omitempty"`
		RequestsPerMinute int             `json:"requests_per_minute,omitempty"`
		TokensPerMinute   int             `json:"tokens_per_minute,omitempty"`
		Timeout           string          `json:"timeout,omitempty"`
		WireFormat        string          `json:"wire_format,omitempty"`
		APIVersion        string          `json:"api_version,omitempty"`
	}
	out := []shown{}
	for _, m := range models {
		s := shown{
			m.Name, m.BaseURL, m.APIKey.String(), m.APIKeys, m.ContextTokens, m.MaxOutputTokens, m.Concurrency,
			m.RequestsPerMinute, m.TokensPerMinute, "", m.WireFormat, m.APIVersion,
		}
		if m.Timeout > 0 {
			s.Timeout = showDuration(m.Timeout)
		}
		out = append(out, s)
	}
	return showJSON(out)
}

func showJSON(list any) string {
	var out strings.Builder
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(list); err != nil {
		return "[]"
	}
	return strings.TrimSpace(out.String())
}
