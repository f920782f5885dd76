package main

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// profiles are the house styles that requests may name: the configured one, the
// built-in ones and those in the user's configuration folder. A name of a request
// is never a path.
type profiles struct {
	find func(name string) (*summarize.Profile, error)
	own  string // as configured

	mu   sync.Mutex
	read map[string]readProfile
}

type readProfile struct {
	profile *summarize.Profile
	at      time.Time
}

// fresh is how long a profile is not read again.
const fresh = 5 * time.Second

var profileName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)

// named finds a profile, the configured one for "".
func (p *profiles) named(name string) (*summarize.Profile, error) {
	if name != "" && !profileName.MatchString(name) {
		return nil, fault.New(fault.Invalid, "a profile is called by its name, which has letters, digits, - and _ alone")
	}
	file := name
	if name == "" {
		file = p.own
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	known := p.read[name]
	if known.profile != nil && time.Since(known.at) < fresh {
		return known.profile, nil
	}
	profile, err := p.find(file)
	switch {
	case err != nil && known.profile != nil:
		profile = known.profile // a file that is being written
	case err != nil:
		return nil, fault.Wrap(fault.Invalid, err, "there is no profile of that name here: there are %s", strings.Join(summarize.BuiltInProfiles(), ", "))
	}
	p.read[name] = readProfile{profile, time.Now()}
	return profile, nil
}

// all are the profiles that a person can choose from, the configured one first.
func (p *profiles) all() ([]*summarize.Profile, error) {
	first, err := p.named("")
	if err != nil {
		return nil, err
	}
	out := []*summarize.Profile{first}
	for _, name := range summarize.BuiltInProfiles() {
		other, err := p.named(name)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(out, func(q *summarize.Profile) bool { return q.Name == other.Name }) {
			out = append(out, other)
		}
	}
	return out, nil
}
