// Package servicetest gives tests what a service drafts from and with: a story, the
// built-in profiles, and engines that are the embedded one or a scripted model.
package servicetest

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/tokens"
)

// Ferry is an article of eight sentences.
const Ferry = `Night ferry to close in March

Corvel Bay council voted on Tuesday to close the night ferry in March. The vote was 9 to 4 after three hours of debate.

The harbour union said that 38 deckhands could lose their jobs by summer. Lindqvist Lines, which runs the boat, blamed a 22% rise in fuel costs since May.

Islanders would have to take the bridge road, which adds 50 minutes to a trip. The night ferry is the only public link to the island after ten in the evening. About 1,200 residents work late shifts on the mainland.

A review of the decision is planned for October, Mayor Ilse Tarn said.`

// Profile reads a built-in profile, the default one for "". For any other name the
// error is a *fault.Error of code fault.Invalid.
func Profile(name string) (*summarize.Profile, error) {
	if name == "" {
		name = "default"
	}
	data, err := summarize.BuiltInProfile(name)
	if err != nil {
		return nil, fault.New(fault.Invalid, "there is no such profile")
	}
	return summarize.ParseProfile(data, name)
}

// Extractive drafts with the embedded engine, whatever is asked for.
func Extractive(r service.EngineRequest) (summarize.Options, error) {
	return summarize.Options{Engine: summarize.Extractive{}, Sensitivity: r.Sensitivity}, nil
}

var (
	counter = tokens.New("")
	builtIn = sync.OnceValues(func() (*prompts.Set, error) { return prompts.Load(nil, "") })
)

// Engines drafts with a model that is called m at models.test, at a price that is
// unknown if nil, and refuses it articles marked confidential; for the engine
// "extractive" it drafts with the embedded one.
func Engines(m summarize.Model, price *summarize.Price) func(service.EngineRequest) (summarize.Options, error) {
	info := summarize.ModelInfo{Name: "m", EndpointHost: "models.test", Context: 32000, MaxOutput: 2000, Known: true, Price: price}
	return func(r service.EngineRequest) (summarize.Options, error) {
		if r.Engine == "extractive" {
			return Extractive(r)
		}
		if r.Sensitivity == "confidential" {
			return summarize.Options{}, fault.New(fault.PolicyRefused, "articles marked confidential must not go to models.test")
		}
		set, err := builtIn()
		if err != nil {
			return summarize.Options{}, err
		}
		return summarize.Options{
			Engine:      &summarize.ModelEngine{Model: m, Info: info, Prompts: set, Counter: counter, Stream: r.Stream},
			Sensitivity: r.Sensitivity,
		}, nil
	}
}

// Model starts a scripted model called m, and returns it with a client of it. Who
// calls closes both, the client first.
func Model(script ...scripted.Reply) (*scripted.Server, *provider.Client, error) {
	server := scripted.New(scripted.Options{Model: "m"}, script...)
	client, err := provider.New(provider.Config{BaseURL: server.URL(), Model: "m"})
	if err != nil {
		server.Close()
	}
	return server, client, err
}

// Start starts a service, which ends with the test. Without other options it drafts
// with the embedded engine in the built-in profiles.
func Start(t testing.TB, o service.Options) *service.Service {
	t.Helper()
	if o.Engines == nil {
		o.Engines = Extractive
	}
	if o.Profiles == nil {
		o.Profiles = Profile
	}
	s, err := service.New(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := s.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	return s
}
