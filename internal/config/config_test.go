package config

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/nutgraf/nutgraf/internal/secret"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

const canary = "sk-c4n4ry-0451"

// write makes a folder with a nutgraf.yaml in it.
func write(t testing.TB, content string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, fileName), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func load(t testing.TB, l Loader) *Config {
	t.Helper()
	c, err := Load(l)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// refused returns the lines of the error.
func refused(t testing.TB, l Loader) []string {
	t.Helper()
	_, err := Load(l)
	if fault.CodeOf(err) != fault.BadConfig {
		t.Fatalf("error %v (%s), want bad_config", err, fault.CodeOf(err))
	}
	if strings.Contains(err.Error(), "c4n4ry") {
		t.Errorf("the secret shows in %q", err)
	}
	return strings.Split(err.Error(), "\n")
}

func source(t testing.TB, c *Config, key string) string {
	t.Helper()
	for _, s := range c.Settings() {
		if s.Key == key {
			return s.Source
		}
	}
	t.Fatalf("no setting %s", key)
	return ""
}

func same(t testing.TB, got, want *Config) {
	t.Helper()
	want.Model.Policy = want.Policy
	opts := cmp.Options{
		cmpopts.IgnoreUnexported(Config{}), cmpopts.EquateEmpty(), cmp.Comparer(func(a, b secret.Secret) bool { return a.Reveal() == b.Reveal() }),
		cmp.Comparer(func(a, b Database) bool { return a.DSN() == b.DSN() && a.String() == b.String() }),
	}
	if d := cmp.Diff(want, got, opts); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func defaults() *Config {
	return &Config{
		Engine: "auto", Profile: "default",
		Model: Model{
			Name: "gpt-4.1-mini", BaseURL: "https://api.openai.com/v1", Concurrency: 8, Timeout: 2 * time.Minute, WireFormat: "auto",
		},
		Judge:  Judge{Scoring: "auto", Samples: 5},
		Fetch:  Fetch{Timeout: 20 * time.Second, MaxBytes: 10 << 20},
		Policy: Policy{Sensitivity: Normal},
		Prices: []Price{},
		Output: Output{Format: "text"},
		Server: Server{
			Listen: "127.0.0.1:8642", RatePerMinute: 1200, MaxBody: 16 << 20, Deadline: 25 * time.Second, Drain: 20 * time.Second,
			Concurrency: 64, Queue: 256,
		},
		OIDC:      OIDC{RolesClaim: "roles", Space: "local", Session: 12 * time.Hour},
		Cache:     Cache{TTL: 24 * time.Hour},
		Telemetry: Telemetry{ServiceName: "nutgraf"},
		Log:       Log{Format: "auto", Level: "info"},
	}
}

func TestDefaults(t *testing.T) {
	c := load(t, Loader{})
	same(t, c, defaults())
	if c.ModelConfigured() || c.File() != "" {
		t.Errorf("configured %v, file %q", c.ModelConfigured(), c.File())
	}
	for _, s := range c.Settings() {
		if s.Source != "default" {
			t.Errorf("%+v", s)
		}
	}
}

const full = `
engine: model
profile: House.yaml   # a path
prompts: my/Prompts
lang: pt-BR
model:
  name: "Org/Model.v1:2b"
  base_url: http://localhost:8080/v1/
  api_key: ` + canary + `
  context_tokens: 32768
  max_output_tokens: 900
  concurrency: 512
  timeout: 1m30s
  wire_format: json_object
  api_keys: [` + canary + `]
  requests_per_minute: 60
  tokens_per_minute: 90000
  fallback: [{name: spare, wire_format: text}]
  api_version: 2025-04-01-preview
fallback:
  extractive: true
  also: [model_refused]
verifier: {model: judge-2, base_url: "https://judge.example/v1/", api_key: ` + canary + `, allow_same: true}
judge:
  model: judge-3
  base_url: "https://judge.example/v1/"
  api_key: ` + canary + `
  context_tokens: 9000
  scoring: samples
  samples: 7
  rubrics: my/rubrics
  allow_same_model: true
embeddings: {model: vec-1, base_url: "https://vec.example/v1", api_key: ` + canary + `}
fetch: {timeout: 1500ms, max_bytes: 1.5MB, allow_private: true}
budget:
  max_usd: 2.5
  daily_usd: 40
policy:
  sensitivity: confidential
  embargoed: {hosts: LLM.example.org}
  confidential:
    hosts: ["*.example.org", "10.0.0.5:8080"]
prices:
  - {model: "Org/Model.v1:2b", input: 0.5, output: 2}
  - model: Other.Model
    input: 0
    output: 1e-2
    cached: 0
output:
  format: json
database: postgres://desk:` + canary + `@db.example:5433/copy?sslmode=verify-full
retention_days: 90
server:
  listen: "[::]:443"
  public_without_login: true
  public_url: https://desk.example/
  tls_cert: tls/cert.pem
  tls_key: tls/key.pem
  hosts: [Desk.internal, "10.0.0.7"]
  proxies: [10.1.2.3, 192.168.4.7/24]
  cors_origins: [https://CMS.example, "http://localhost:3000"]
  rate_per_minute: 0
  max_body: 2MB
  deadline: 1m
  drain: 5s
  concurrency: 9
  queue: 7
oidc:
  issuer: https://login.example/realm/
  client_id: copy
  client_secret: ` + canary + `
  roles_claim: realm_access.roles
  roles: [News-Desk=editor, chiefs=admin]
  space: herald
  session: 1h
desk: {reports: runs, texts: words.json}
disclosure: {label: "Drafted with software, checked by an editor"}
cache: {ttl: 0s}
telemetry: {otlp_endpoint: "https://traces.example/otlp/", otlp_headers: "Authorization=Bearer%20` + canary + `,x-team=desk", service_name: copy}
log: {format: json, level: warn}
`

func fullConfig() *Config {
	zero := 0.0
	return &Config{
		Engine: "model", Profile: "House.yaml", Prompts: "my/Prompts", Lang: "pt-BR",
		Model: Model{
			Name: "Org/Model.v1:2b", BaseURL: "http://localhost:8080/v1", APIKey: secret.New(canary), ContextTokens: 32768,
			MaxOutputTokens: 900, Concurrency: 512, Timeout: 90 * time.Second, WireFormat: "json_object", APIVersion: "2025-04-01-preview",
			APIKeys: []secret.Secret{secret.New(canary)}, RequestsPerMinute: 60, TokensPerMinute: 90000, Fallback: []Model{{Name: "spare", WireFormat: "text"}},
		},
		Fallback: Fallback{Extractive: true, Also: []fault.Code{fault.ModelRefused}},
		Verifier: Verifier{Model: "judge-2", BaseURL: "https://judge.example/v1", APIKey: secret.New(canary), AllowSame: true},
		Judge: Judge{
			Model: "judge-3", BaseURL: "https://judge.example/v1", APIKey: secret.New(canary), ContextTokens: 9000,
			Scoring: "samples", Samples: 7, Rubrics: "my/rubrics", AllowSameModel: true,
		},
		Embeddings: Embeddings{Model: "vec-1", BaseURL: "https://vec.example/v1", APIKey: secret.New(canary)},
		Fetch:      Fetch{Timeout: 1500 * time.Millisecond, MaxBytes: 1_500_000, AllowPrivate: true},
		Budget:     Budget{MaxUSD: 2.5, DailyUSD: 40},
		Policy: Policy{
			Sensitivity: Confidential, Embargoed: Trusted{[]string{"llm.example.org"}}, Confidential: Trusted{[]string{"*.example.org", "10.0.0.5:8080"}},
		},
		Prices:   []Price{{Model: "Org/Model.v1:2b", Input: 0.5, Output: 2}, {Model: "Other.Model", Output: 0.01, Cached: &zero}},
		Output:   Output{Format: "json"},
		Database: Database{secret.New(fullDatabase), "postgres://desk:***@db.example:5433/copy?sslmode=verify-full"}, RetentionDays: 90,
		Server: Server{
			Listen: "[::]:443", PublicWithoutLogin: true, PublicURL: "https://desk.example", TLSCert: "tls/cert.pem", TLSKey: "tls/key.pem",
			Hosts: []string{"desk.internal", "10.0.0.7"}, Proxies: []string{"10.1.2.3/32", "192.168.4.0/24"}, CORSOrigins: []string{"https://cms.example", "http://localhost:3000"},
			MaxBody: 2_000_000, Deadline: time.Minute, Drain: 5 * time.Second, Concurrency: 9, Queue: 7,
		},
		OIDC: OIDC{
			Issuer: "https://login.example/realm/", ClientID: "copy", ClientSecret: secret.New(canary), RolesClaim: "realm_access.roles",
			Roles: []string{"News-Desk=editor", "chiefs=admin"}, Space: "herald", Session: time.Hour,
		},
		Desk:       Desk{Reports: "runs", Texts: "words.json"},
		Disclosure: Disclosure{Label: "Drafted with software, checked by an editor"},
		Telemetry:  Telemetry{OTLPEndpoint: "https://traces.example/otlp", OTLPHeaders: secret.New(fullHeaders), ServiceName: "copy"},
		Log:        Log{Format: "json", Level: "warn"},
	}
}

const (
	fullDatabase = "postgres://desk:" + canary + "@db.example:5433/copy?sslmode=verify-full"
	fullHeaders  = "Authorization=Bearer%20" + canary + ",x-team=desk"
)

// Every key comes through from a file, and the values of Settings, given back as
// variables or flags, make the same configuration.
func TestEveryKeyFromEverySource(t *testing.T) {
	fromFile := load(t, Loader{UserDir: write(t, full)})
	same(t, fromFile, fullConfig())

	flags := map[string]string{}
	var env []string
	for _, s := range fromFile.Settings() {
		if strings.Contains(s.Value, "c4n4ry") || strings.HasPrefix(s.Source, "default") {
			t.Errorf("%+v", s)
		}
		if strings.HasSuffix(s.Key, ".api_key") || s.Key == "oidc.client_secret" {
			s.Value = canary
		}
		if strings.HasSuffix(s.Key, ".api_keys") {
			s.Value = "[" + canary + "]"
		}
		switch s.Key {
		case "database":
			s.Value = fullDatabase
		case "telemetry.otlp_headers":
			s.Value = fullHeaders
		}
		flags[s.Key] = s.Value
		env = append(env, "NUTGRAF_"+strings.ToUpper(strings.ReplaceAll(s.Key, ".", "_"))+"="+s.Value)
	}
	same(t, load(t, Loader{Env: env}), fullConfig())
	same(t, load(t, Loader{Flags: flags}), fullConfig())
}

func TestPrintingShowsNoSecret(t *testing.T) {
	c := load(t, Loader{Dir: write(t, full)})
	j, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{fmt.Sprintf("%v %+v %#v", c, c, c), fmt.Sprintf("%+v %#v", *c, *c), string(j), fmt.Sprint(c.Settings())} {
		if strings.Contains(out, "c4n4ry") {
			t.Errorf("the secret shows in %s", out)
		}
	}
}

func TestPrecedence(t *testing.T) {
	l := Loader{
		UserDir: write(t, "model:\n  name: file\n  concurrency: 2\n  timeout: 10s\n"),
		Env:     []string{"NUTGRAF_MODEL_NAME=env", "NUTGRAF_MODEL_CONCURRENCY=3", "OPENAI_API_KEY=k", "OPENAI_BASE_URL=https://models.example/v1", "PATH=/bin", "broken"},
		Flags:   map[string]string{"model.name": "flag"},
	}
	c := load(t, l)
	want := defaults()
	want.Model.Name, want.Model.Concurrency, want.Model.Timeout = "flag", 3, 10*time.Second
	want.Model.APIKey, want.Model.BaseURL = secret.New("k"), "https://models.example/v1"
	same(t, c, want)
	for key, want := range map[string]string{
		"model.name": "--model", "model.concurrency": "NUTGRAF_MODEL_CONCURRENCY", "model.timeout": c.File() + ":4",
		"model.api_key": "OPENAI_API_KEY", "model.base_url": "OPENAI_BASE_URL", "engine": "default",
	} {
		if got := source(t, c, key); got != want {
			t.Errorf("%s comes from %q, want %q", key, got, want)
		}
	}

	l.Env = append(l.Env, "NUTGRAF_MODEL_API_KEY=own", "NUTGRAF_MODEL_BASE_URL=https://other.example", "NUTGRAF_LANG=", "NUTGRAF_MODEL_NAME=")
	l.Flags = nil
	c = load(t, l)
	if c.Model.APIKey.Reveal() != "own" || c.Model.BaseURL != "https://other.example" || c.Model.Name != "file" {
		t.Errorf("%+v %q", c.Model, c.Model.APIKey.Reveal())
	}
}

func TestWhichFile(t *testing.T) {
	dir, user, system := write(t, "lang: de"), write(t, "lang: fr"), write(t, "lang: it")
	named := filepath.Join(user, "other.yaml")
	if err := os.WriteFile(named, []byte("lang: es"), 0o600); err != nil {
		t.Fatal(err)
	}
	empty := t.TempDir()
	for _, c := range []struct {
		l          Loader
		lang, file string
		source     string
	}{
		{Loader{Dir: dir, UserDir: user, SystemDir: system}, "de", dir + "/nutgraf.yaml", "nutgraf.yaml:1"},
		{Loader{Dir: empty, UserDir: user, SystemDir: system}, "fr", user + "/nutgraf.yaml", user + "/nutgraf.yaml:1"},
		{Loader{Dir: empty, UserDir: empty + "/none", SystemDir: system}, "it", system + "/nutgraf.yaml", system + "/nutgraf.yaml:1"},
		{Loader{Dir: dir, File: named}, "es", named, named + ":1"},
		{Loader{Dir: user, File: "other.yaml"}, "es", named, "other.yaml:1"},
		{Loader{Dir: user, Env: []string{"NUTGRAF_CONFIG=other.yaml", "NUTGRAF_DATA=/data"}}, "es", named, "other.yaml:1"},
		{Loader{Dir: user, File: "nutgraf.yaml", Env: []string{"NUTGRAF_CONFIG=other.yaml"}}, "fr", user + "/nutgraf.yaml", "nutgraf.yaml:1"},
		{Loader{Dir: empty}, "", "", "default"},
	} {
		got := load(t, c.l)
		if got.Lang != c.lang || got.File() != c.file || source(t, got, "lang") != c.source {
			t.Errorf("%+v: %q from %q (%s)", c.l, got.Lang, got.File(), source(t, got, "lang"))
		}
	}
	for _, name := range []string{"missing.yaml", "nutgraf.yaml/x"} {
		if got := refused(t, Loader{Dir: dir, File: name}); len(got) != 1 || got[0] != name+": there is no such configuration file" {
			t.Errorf("%q", got)
		}
	}
	if err := os.Mkdir(filepath.Join(empty, fileName), 0o700); err != nil {
		t.Fatal(err)
	}
	if got := refused(t, Loader{Dir: empty}); got[0] != "nutgraf.yaml: this is not a file" {
		t.Errorf("%q", got)
	}
}

func TestOpenAIKeyStaysAwayFromFoundAddresses(t *testing.T) {
	strange := write(t, "lang: en\nmodel:\n  base_url: https://strange.example/v1\n")
	key := "OPENAI_API_KEY=" + canary
	for name, c := range map[string]struct {
		l    Loader
		sent bool
	}{
		"default address":                      {Loader{Env: []string{key}}, true},
		"OPENAI_BASE_URL":                      {Loader{Env: []string{key, "OPENAI_BASE_URL=https://models.example"}}, true},
		"variable":                             {Loader{Env: []string{key, "NUTGRAF_MODEL_BASE_URL=https://models.example"}}, true},
		"flag":                                 {Loader{Env: []string{key}, Flags: map[string]string{"model.base_url": "https://models.example"}}, true},
		"user's file":                          {Loader{Env: []string{key}, UserDir: strange}, true},
		"system's file":                        {Loader{Env: []string{key}, SystemDir: strange}, true},
		"named file":                           {Loader{Env: []string{key}, File: strange + "/nutgraf.yaml"}, true},
		"working directory is the user's":      {Loader{Env: []string{key}, Dir: strange + "/", UserDir: strange}, true},
		"flag over found file":                 {Loader{Env: []string{key}, Dir: strange, Flags: map[string]string{"model.base_url": "https://models.example"}}, true},
		"found file":                           {Loader{Env: []string{key}, Dir: strange}, false},
		"found file, another OPENAI_BASE_URL":  {Loader{Env: []string{key, "OPENAI_BASE_URL=https://models.example"}, Dir: strange}, false},
		"found file, the same OPENAI_BASE_URL": {Loader{Env: []string{key, "OPENAI_BASE_URL=https://strange.example/v1/"}, Dir: strange}, true},
		"found file with the default address":  {Loader{Env: []string{key}, Dir: write(t, "model: {base_url: 'https://api.openai.com/v1/'}")}, true},
		"found file without an address":        {Loader{Env: []string{key}, Dir: write(t, "model: {name: x}")}, true},
	} {
		got := load(t, c.l)
		if got.Model.APIKey.IsSet() != c.sent || len(got.Notices) > 0 == c.sent || !got.ModelConfigured() {
			t.Errorf("%s: key %v, notices %q", name, got.Model.APIKey.IsSet(), got.Notices)
		}
	}
	c := load(t, Loader{Env: []string{key}, Dir: strange})
	for _, words := range []string{"OPENAI_API_KEY", "strange.example", "nutgraf.yaml:3", "NUTGRAF_MODEL_API_KEY"} {
		if !strings.Contains(c.Notices[0], words) {
			t.Errorf("%q does not say %s", c.Notices[0], words)
		}
	}
	if source(t, c, "model.api_key") != "default" {
		t.Error("the source of the key is", source(t, c, "model.api_key"))
	}
	c = load(t, Loader{Env: []string{key, "NUTGRAF_MODEL_API_KEY=own"}, Dir: strange})
	if c.Model.APIKey.Reveal() != "own" || c.Notices != nil {
		t.Errorf("%q, notices %q", c.Model.APIKey.Reveal(), c.Notices)
	}
}

func TestPlainHTTPNotice(t *testing.T) {
	for base, want := range map[string]bool{
		"http://models.example/v1": true, "HTTP://10.0.0.1:8080": true, "https://models.example": false, "http://localhost:8080/v1": false,
		"http://127.0.0.1:1": false, "http://[::1]:1": false, "http://app.localhost": false, "http://localhost.example": true, "http://127.example": true,
	} {
		env := []string{"NUTGRAF_MODEL_BASE_URL=" + base, "NUTGRAF_MODEL_API_KEY=" + canary}
		c := load(t, Loader{Env: env})
		if (len(c.Notices) == 1) != want {
			t.Errorf("%s: %q", base, c.Notices)
		}
		if c := load(t, Loader{Env: env[:1]}); c.Notices != nil || !c.ModelConfigured() {
			t.Errorf("%s without a key: %q", base, c.Notices)
		}
	}
}

func TestTemplate(t *testing.T) {
	template := Template()
	for _, dir := range []string{write(t, template), write(t, regexp.MustCompile(`(?m)^( *)#([a-z_]+:)`).ReplaceAllString(template, "$1$2"))} {
		same(t, load(t, Loader{Dir: dir}), defaults())
	}
	uncommented := load(t, Loader{Dir: write(t, regexp.MustCompile(`(?m)^( *)#([a-z_]+:)`).ReplaceAllString(template, "$1$2"))})
	for _, s := range uncommented.Settings() {
		if !strings.HasPrefix(s.Source, "nutgraf.yaml:") {
			t.Errorf("the template does not set %s", s.Key)
		}
	}
	example := regexp.MustCompile(`(?m)^#   (( *)(prices:|- model:|input:|output:|cached:).*)$`)
	var prices strings.Builder
	for _, m := range example.FindAllStringSubmatch(template, -1) {
		prices.WriteString(m[1] + "\n")
	}
	if c := load(t, Loader{Dir: write(t, prices.String())}); len(c.Prices) != 1 || c.Prices[0].Cached == nil {
		t.Errorf("the example of prices is read as %+v:\n%s", c.Prices, prices.String())
	}
}

// The table of keys and the struct name the same things.
func TestKeysAreFields(t *testing.T) {
	var fields []string
	var walk func(prefix string, s reflect.Type)
	walk = func(prefix string, s reflect.Type) {
		for f := range s.Fields() {
			tag := f.Tag.Get("mapstructure")
			switch {
			case tag == "" || tag == "-":
			case f.Type.Kind() == reflect.Struct && f.Type != reflect.TypeFor[secret.Secret]() && f.Type != reflect.TypeFor[Database]():
				walk(prefix+tag+".", f.Type)
			default:
				fields = append(fields, prefix+tag)
			}
		}
	}
	walk("", reflect.TypeFor[Config]())
	var names []string
	flags := map[string]bool{}
	for _, k := range keys {
		names = append(names, k.name)
		flags[FlagName(k.name)] = true
	}
	if d := cmp.Diff(fields, names); d != "" {
		t.Error(d)
	}
	if len(flags) != len(keys) {
		t.Error("two keys have one flag")
	}
}

func BenchmarkLoad(b *testing.B) {
	l := Loader{Dir: write(b, full), Env: append(os.Environ(), "NUTGRAF_MODEL_NAME=env"), Flags: map[string]string{"model.timeout": "5s"}}
	for b.Loop() {
		load(b, l)
	}
}
