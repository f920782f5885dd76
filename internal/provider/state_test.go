package provider

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestStatesTellWhichEndpointsAreLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var e Endpoints
		for _, model := range []string{"b", "a"} {
			c, err := New(Config{BaseURL: "https://h:1/openai/deployments/" + model, Model: model, Endpoints: &e})
			if err != nil {
				t.Fatal(err)
			}
			for range map[string]int{"a": breakAfter, "b": 2}[model] {
				c.lane.breaker.leave(broken, false)
			}
		}
		time.Sleep(time.Second)
		got := e.States()
		want := []State{{"h:1", "a", breakAfter, breakFor - time.Second}, {"h:1", "b", 2, 0}}
		if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
			t.Errorf("%+v, want %+v", got, want)
		}
	})
}
