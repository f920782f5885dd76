package main

import (
	"context"
	"os"
	"strings"

	evalrun "github.com/nutgraf/nutgraf/eval/run"
	"github.com/nutgraf/nutgraf/internal/replay"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// rescore makes a job of a run's summaries, for scores that it does not have.
// Whatever decided them is as it was. It returns the limit on the cost, 0 for
// none: scoring is paid for, and the drafts have been.
func (a *app) rescore(ctx context.Context, job *evalrun.Job, f evalRunFlags, before *evalrun.Run, byModel []string) (float64, error) {
	old, err := a.readRun(f.rescore)
	if err != nil {
		return 0, err
	}
	if err := a.takeDrafts(job, old, f.rescore); err != nil {
		return 0, err
	}
	e := &entrance{app: a, mode: replay.Off, cassettes: trafficOf(f.out), calls: len(byModel) > 0}
	if err := e.open(); err != nil {
		return 0, err
	}
	e.limit(before, false)
	cfg, err := e.configOf(nil)
	if err != nil {
		return 0, err
	}
	how := e.scoring()
	for _, arm := range old.Arms {
		how.drafting = append(how.drafting, summarize.ModelInfo{Name: arm.Model, EndpointHost: arm.EndpointHost})
	}
	more, err := a.modelMetrics(ctx, cfg, byModel, how)
	job.Metrics, job.Session = append(job.Metrics, more...), e.session
	return e.maxUSD, err
}

// takeDrafts makes arms that draft what a run has.
func (a *app) takeDrafts(job *evalrun.Job, old *evalrun.Run, name string) error {
	if old.Suite.Digest != job.Suite.Digest {
		return fault.New(fault.BadConfig, "%s is a run of another suite, or the suite has changed since: its summaries cannot be scored against it", name)
	}
	if missing := old.Missing(); missing > 0 {
		return fault.New(fault.BadConfig, "%s lacks %d samples: finish that run first", name, missing)
	}
	job.Samples, job.Replay, job.Rescoring = old.Samples, old.Replay, true
	for _, arm := range old.Arms {
		profile, err := a.profileOf(arm)
		if err != nil {
			return err
		}
		job.Arms = append(job.Arms, evalrun.Contestant{Arm: arm, Drafter: evalrun.FromRun(old, arm.Name), Profile: profile})
	}
	return nil
}

// profileOf finds the profile of an arm, by its name or as a file of that name
// here.
func (a *app) profileOf(arm evalrun.Arm) (*summarize.Profile, error) {
	names := []string{arm.Profile.Name}
	if !strings.ContainsAny(arm.Profile.Name, `/\`) {
		if file := arm.Profile.Name + ".yaml"; isFile(file) {
			names = append(names, file)
		}
	}
	for _, name := range names {
		if p, err := a.loadProfile(name); err == nil && p.Digest() == arm.Profile.Digest {
			return p, nil
		}
	}
	return nil, fault.New(fault.BadConfig, "the profile %s of arm %s is not to be found as it was: %s is another, or there is none", arm.Profile.Name, arm.Name, arm.Profile.Name)
}

func isFile(name string) bool {
	stat, err := os.Stat(name)
	return err == nil && stat.Mode().IsRegular()
}
