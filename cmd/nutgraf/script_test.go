package main

import (
	"bytes"
	"errors"
	"flag"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
)

var update = flag.Bool("update", false, "write what the program prints into the goldens of the scripts")

const (
	scriptDir = "../../testdata/script"
	sharedDir = scriptDir + "/shared"
)

// TestScripts runs the scripts of testdata/script, each with a folder, a HOME
// and servers of its own. They start with the files of its folder shared, and
// know these commands beside those of testscript:
//
//	exits CODE nutgraf ARGS…    run, and check the exit code
//	server NAME [flags] [then [flags]]…   a model on loopback, at $NAME_URL; see modelServer
//	requests NAME N             exactly N requests have arrived
//	[!] sent NAME REGEXP        a request says something that matches
//	arrived NAME N              wait until N requests have arrived
//	web NAME FOLDER             an HTTP server for a folder, at $NAME_URL
//	closedport NAME             $NAME_URL is an address where nobody listens
//	bigfile FILE MEGABYTES      a text file of that size
//	bytes FILE GOSTRING         a file with any bytes
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 scriptDir,
		Setup:               setUpScript,
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "server": startServer, "requests": countRequests, "sent": sent, "arrived": arrived,
			"web": startWeb, "closedport": closedPort, "bigfile": bigFile, "bytes": bytesFile,
		},
	})
}

// noCache keeps drafts of one run out of the next.
const noCache = "NUTGRAF_CACHE_TTL=0s"

// setUpScript leaves nothing of the machine's environment but the path of the
// program under test. Drafts are made anew: a script that is about those that are
// given again takes NUTGRAF_CACHE_TTL away.
func setUpScript(env *testscript.Env) error {
	path, _, _ := strings.Cut(env.Getenv("PATH"), string(filepath.ListSeparator))
	home := filepath.Join(env.WorkDir, "home")
	articles, err := filepath.Abs(articleDir)
	if err != nil {
		return err
	}
	if err := os.Mkdir(home, 0o755); err != nil {
		return err
	}
	kept := []string{"PATH=" + path, "HOME=" + home, "ARTICLES=" + articles, canaryEnv + "=sk-canary-5b1f0c77", noCache}
	for _, v := range env.Vars {
		name, _, _ := strings.Cut(v, "=")
		switch name {
		case "WORK":
			kept = append([]string{v}, kept...)
		case "TMPDIR", "/", ":", "$", "devnull", "GOCOVERDIR", "GORACE":
			kept = append(kept, v)
		}
	}
	env.Vars = kept
	env.Values[serversKey{}] = map[string]*scripted.Server{}
	return os.CopyFS(env.WorkDir, os.DirFS(sharedDir))
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

type serversKey struct{}

func servers(ts *testscript.TestScript) map[string]*scripted.Server {
	return ts.Value(serversKey{}).(map[string]*scripted.Server)
}

func serverNamed(ts *testscript.TestScript, name string) *scripted.Server {
	s := servers(ts)[name]
	if s == nil {
		ts.Fatalf("there is no server %s", name)
	}
	return s
}

func startServer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: server NAME [flags] [then [flags]]...")
	}
	s, err := modelServer(args[1:], ts.MkAbs)
	ts.Check(err)
	ts.Defer(s.Close)
	servers(ts)[args[0]] = s
	setURL(ts, args[0], s.URL())
}

func setURL(ts *testscript.TestScript, name, url string) {
	ts.Setenv(strings.ToUpper(name)+"_URL", url)
}

// modelServer starts a scripted model. Each group of flags, between the words
// "then", is one reply; the last one is repeated.
func modelServer(args []string, abs func(string) string) (*scripted.Server, error) {
	var o scripted.Options
	var script []scripted.Reply
	for more := true; more; {
		group := args
		at := slices.Index(args, "then")
		if more = at >= 0; more {
			group, args = args[:at], args[at+1:]
		}
		reply, err := modelReply(&o, group, abs)
		if err != nil {
			return nil, err
		}
		script = append(script, reply)
	}
	return scripted.New(o, script...), nil
}

func modelReply(o *scripted.Options, args []string, abs func(string) string) (scripted.Reply, error) {
	var r scripted.Reply
	var rejects, mischief, kind, code, cut string
	f := flag.NewFlagSet("server", flag.ContinueOnError)
	f.StringVar(&o.Key, "key", o.Key, "the key that is demanded")
	f.StringVar(&o.Model, "model", o.Model, "the only model that exists")
	f.DurationVar(&o.Latency, "latency", o.Latency, "before every answer")
	f.StringVar(&mischief, "mischief", "", "rules to break, with commas")
	f.StringVar(&rejects, "rejects", "", "parameters to refuse, with commas")
	f.IntVar(&r.Status, "status", 0, "of HTTP")
	f.StringVar(&r.Body, "error", "", "message of the error, in the usual form")
	f.StringVar(&kind, "type", "server_error", "of the error")
	f.StringVar(&code, "code", "", "of the error")
	f.StringVar(&r.Text, "text", "", "what the model writes")
	f.Func("file", "that holds what the model writes", func(name string) error {
		data, err := os.ReadFile(abs(name))
		r.Text = string(data)
		return err
	})
	f.StringVar(&r.Refusal, "refusal", "", "what the model says when it declines")
	f.StringVar(&r.Finish, "finish", "", "finish_reason")
	f.StringVar(&r.Usage, "usage", "", "usage as JSON, or none")
	f.StringVar(&cut, "cut", "", "where the connection breaks")
	f.BoolVar(&r.Silent, "silent", false, "the model writes nothing")
	if err := f.Parse(args); err != nil {
		return r, err
	}
	r.Rejects, r.Cut = commas(rejects), scripted.Cut(cut)
	if r.Body != "" {
		r.Body = scripted.ErrorBody("openai", kind, code, r.Body)
	}
	if mischief != "" {
		drafter, err := mischievous(commas(mischief)...)
		r.Write = drafter.Answer
		return r, err
	}
	return r, nil
}

func commas(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' })
}

// mischievous returns a drafter that breaks the rules named.
func mischievous(names ...string) (scripted.Drafter, error) {
	var d scripted.Drafter
	for _, name := range names {
		field := reflect.ValueOf(&d).Elem().FieldByName(name)
		if !field.IsValid() {
			return d, errors.New("a drafter has no mischief " + name)
		}
		field.SetBool(true)
	}
	return d, nil
}

func countRequests(ts *testscript.TestScript, neg bool, args []string) {
	name, want := nameAndNumber(ts, neg, args)
	if got := len(serverNamed(ts, name).Requests()); got != want {
		ts.Fatalf("%d requests arrived at %s, want %d", got, name, want)
	}
}

// arrived gives up in the end only so that a broken program does not hang the
// tests.
func arrived(ts *testscript.TestScript, neg bool, args []string) {
	name, want := nameAndNumber(ts, neg, args)
	s := serverNamed(ts, name)
	for range 6000 {
		if len(s.Requests()) >= want {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("%d requests arrived at %s, want %d", len(s.Requests()), name, want)
}

func nameAndNumber(ts *testscript.TestScript, neg bool, args []string) (string, int) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: COMMAND NAME N")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	return args[0], n
}

func sent(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: [!] sent NAME REGEXP")
	}
	re, err := regexp.Compile("(?m)" + args[1])
	ts.Check(err)
	found := false
	for _, req := range serverNamed(ts, args[0]).Requests() {
		found = found || re.Match(req.Body) || re.MatchString(req.Text())
	}
	if found == neg {
		ts.Fatalf("a request that matches %q: %v", args[1], found)
	}
}

func startWeb(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: web NAME FOLDER")
	}
	s := httptest.NewServer(http.FileServer(http.Dir(ts.MkAbs(args[1]))))
	ts.Defer(s.Close)
	setURL(ts, args[0], s.URL)
}

func closedPort(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: closedport NAME")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	setURL(ts, args[0], "http://"+l.Addr().String()+"/v1")
	ts.Check(l.Close())
}

func bigFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: bigfile FILE MEGABYTES")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	line := []byte("The council of Oddenham met again on Tuesday and decided nothing.\n")
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), bytes.Repeat(line, n<<20/len(line)+1), 0o644))
}

func bytesFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: bytes FILE GOSTRING")
	}
	data, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(data), 0o644))
}
