package secret

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

func TestNothingShowsTheValue(t *testing.T) {
	const canary = "sk-canary-0451"
	type config struct {
		Key Secret `json:"key" yaml:"key"`
		Ptr *Secret
		key Secret
	}
	s := New(canary)
	c := config{Key: s, Ptr: &s, key: s}
	var out strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
		fmt.Fprintf(&out, verb+verb, s, c)
	}
	fmt.Fprint(&out, c, s, &s)
	j, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	y, err := yaml.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	out.Write(j)
	out.Write(y)
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "secret", s, "config", c)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "secret", s, "config", c)

	if strings.Contains(out.String(), "canary") || strings.Contains(out.String(), fmt.Sprintf("%x", canary)) {
		t.Errorf("the value shows in:\n%s", out.String())
	}
	if s.Reveal() != canary || !s.IsSet() || New("").IsSet() || New("").String() != "" {
		t.Error("Reveal, IsSet or the empty secret is wrong")
	}
}
