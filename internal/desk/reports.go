package desk

import (
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nutgraf/nutgraf/eval/report"
	"github.com/nutgraf/nutgraf/eval/run"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// What of the folder is read: the newest files, and no file that is larger.
const (
	mostReports     = 120
	mostReportBytes = 64 << 20
)

// reports are the files of a folder into which evaluations are put: runs
// (.jsonl) and reports (.json). A file is read once, and again when it changes.
type reports struct {
	folder string

	mu    sync.Mutex
	known map[string]reportFile
}

// reportFile is what a file came to.
type reportFile struct {
	name     string
	size     int64
	modified time.Time
	at       time.Time // when the run began; of a report, when its file was written
	verdict  string    // of a comparison, "" for none
	arms     []report.Arm
	problem  string // why it could not be read, "" when it was
}

// errNoReport is a JSON file that is something else.
var errNoReport = errors.New("no report of an evaluation")

// all returns the files, the newest first. Those that are nothing of the kind are
// left out; those that are broken say so.
func (r *reports) all() ([]reportFile, error) {
	if r.folder == "" {
		return nil, nil
	}
	entries, err := os.ReadDir(r.folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.Wrap(fault.BadConfig, err, "the folder of evaluation reports (desk.reports) cannot be read")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	now := map[string]reportFile{}
	for _, f := range newestFiles(entries) {
		known, ok := r.known[f.name]
		if !ok || known.size != f.size || !known.modified.Equal(f.modified) {
			known = r.read(f)
		}
		now[f.name] = known
	}
	r.known = now
	var out []reportFile
	for _, f := range now {
		if f.problem != "" || len(f.arms) > 0 {
			out = append(out, f)
		}
	}
	slices.SortFunc(out, func(a, b reportFile) int { return cmp.Or(b.at.Compare(a.at), cmp.Compare(a.name, b.name)) })
	return out, nil
}

// newestFiles are the regular files that may be runs or reports.
func newestFiles(entries []fs.DirEntry) []reportFile {
	var out []reportFile
	for _, e := range entries {
		if ext := filepath.Ext(e.Name()); ext != ".jsonl" && ext != ".json" || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		out = append(out, reportFile{name: e.Name(), size: info.Size(), modified: info.ModTime()})
	}
	slices.SortFunc(out, func(a, b reportFile) int { return cmp.Or(b.modified.Compare(a.modified), cmp.Compare(a.name, b.name)) })
	return out[:min(len(out), mostReports)]
}

func (r *reports) read(f reportFile) reportFile {
	f.at = f.modified
	if f.size > mostReportBytes {
		f.problem = "too_large"
		return f
	}
	file, err := os.Open(filepath.Join(r.folder, f.name))
	if err != nil {
		f.problem = "unreadable"
		return f
	}
	defer func() { _ = file.Close() }() // it was only read
	limited := io.LimitReader(file, mostReportBytes)
	if filepath.Ext(f.name) == ".jsonl" {
		err = f.ofRun(limited)
	} else {
		err = f.ofReport(limited)
	}
	if err != nil && !errors.Is(err, errNoReport) {
		f.problem = "broken"
	}
	return f
}

func (f *reportFile) ofRun(r io.Reader) error {
	whole, err := run.Read(r)
	if err != nil {
		return err
	}
	f.at = whole.Started
	f.arms = report.New(nil, report.Every(f.name, whole)...).Arms
	return nil
}

func (f *reportFile) ofReport(r io.Reader) error {
	var kind struct {
		Format string `json:"format"`
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, &kind); err != nil || kind.Format != report.Format {
		return errors.Join(errNoReport, err)
	}
	var whole report.Report
	if err := json.Unmarshal(raw, &whole); err != nil {
		return err
	}
	f.arms = whole.Arms
	if whole.Comparison != nil {
		f.verdict = string(whole.Comparison.Verdict)
	}
	return nil
}

// Name and Problem are for the template.
func (f reportFile) Name() string    { return f.name }
func (f reportFile) Problem() string { return f.problem }
