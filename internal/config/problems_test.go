package config

import (
	"errors"
	"fmt"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestProblemsInAFile(t *testing.T) {
	for content, want := range map[string][]string{
		"engin: model": {`nutgraf.yaml:1: unknown key "engin"; did you mean engine?`},
		"Engine: auto": {`nutgraf.yaml:1: unknown key "Engine"; did you mean engine?`},
		"colour: red":  {`nutgraf.yaml:1: unknown key "colour"`},
		"base_url: x":  {`nutgraf.yaml:1: unknown key "base_url"; did you mean model.base_url, verifier.base_url, judge.base_url or embeddings.base_url?`},
		"timeout: 5s":  {`nutgraf.yaml:1: unknown key "timeout"; did you mean model.timeout or fetch.timeout?`},
		"model.name: x": {
			`nutgraf.yaml:1: unknown key "model.name"; write "model:" and below it, indented, "name:"`,
		},
		"model:\n  NAME: x\n  api-key: x\n  temperature: 1": {
			`nutgraf.yaml:2: unknown key "NAME" in model; did you mean name?`,
			`nutgraf.yaml:3: unknown key "api-key" in model; did you mean api_key?`,
			`nutgraf.yaml:4: unknown key "temperature" in model`,
		},
		"model:\n  name: a\n  timeout: 5m\n  name: b":   {`nutgraf.yaml:4: "name" is there twice, first on line 2`},
		"lang: en\n\nlang: en":                          {`nutgraf.yaml:3: "lang" is there twice, first on line 1`},
		"model:\n  timeout: 5":                          {"nutgraf.yaml:2: model.timeout needs a unit: write 5s or 5m"},
		"model:\n  timeout: \"2.5\"":                    {"nutgraf.yaml:2: model.timeout needs a unit: write 2.5s or 2.5m"},
		"model: {timeout: 123456789}":                   {"nutgraf.yaml:1: model.timeout needs a unit: write 5s or 5m"},
		"model: {timeout: soon}":                        {"nutgraf.yaml:1: model.timeout must be a time with its unit, such as 20s or 2m"},
		"model: {timeout: 0s}":                          {"nutgraf.yaml:1: model.timeout must be more than 0s and at most 24h"},
		"model: {timeout: -1m}":                         {"nutgraf.yaml:1: model.timeout must be more than 0s and at most 24h"},
		"fetch: {timeout: 61m}":                         {"nutgraf.yaml:1: fetch.timeout must be more than 0s and at most 1h"},
		"fetch: {max_bytes: 500}":                       {"nutgraf.yaml:1: fetch.max_bytes needs a unit: write 500KB or 500MB"},
		"fetch: {max_bytes: 10M}":                       {"nutgraf.yaml:1: fetch.max_bytes must be a size with its unit, such as 500KB or 10MiB"},
		"fetch: {max_bytes: 2GiB}":                      {"nutgraf.yaml:1: fetch.max_bytes must be from 1KB to 1GiB"},
		"fetch: {max_bytes: 999999999999GiB}":           {"nutgraf.yaml:1: fetch.max_bytes must be from 1KB to 1GiB"},
		"fetch: {max_bytes: 1B}":                        {"nutgraf.yaml:1: fetch.max_bytes must be from 1KB to 1GiB"},
		"fetch: {allow_private: yes}":                   {"nutgraf.yaml:1: fetch.allow_private must be true or false"},
		"fetch: {allow_private: 1}":                     {"nutgraf.yaml:1: fetch.allow_private must be true or false"},
		"model: {concurrency: 0}":                       {"nutgraf.yaml:1: model.concurrency must be a whole number from 1 to 512"},
		"model: {concurrency: 513}":                     {"nutgraf.yaml:1: model.concurrency must be a whole number from 1 to 512"},
		"model: {concurrency: 2.0}":                     {"nutgraf.yaml:1: model.concurrency must be a whole number from 1 to 512"},
		"model: {concurrency: \"8\"}":                   {"nutgraf.yaml:1: model.concurrency must be a whole number from 1 to 512"},
		"model: {concurrency: 010}":                     {"nutgraf.yaml:1: model.concurrency must be a whole number from 1 to 512"},
		"model: {context_tokens: 99999999999999999999}": {"nutgraf.yaml:1: model.context_tokens must be a whole number from 0 to 100000000"},
		"budget: {max_usd: -1}":                         {"nutgraf.yaml:1: budget.max_usd must be a number from 0 to 1000000"},
		"budget: {max_usd: .nan}":                       {"nutgraf.yaml:1: budget.max_usd must be a number from 0 to 1000000"},
		"budget: {max_usd: .inf}":                       {"nutgraf.yaml:1: budget.max_usd must be a number from 0 to 1000000"},
		"budget: {max_usd: ten}":                        {"nutgraf.yaml:1: budget.max_usd must be a number from 0 to 1000000"},
		"engine: modle":                                 {"nutgraf.yaml:1: engine must be auto, model or extractive; did you mean model?"},
		"engine: [auto]":                                {"nutgraf.yaml:1: engine must be auto, model or extractive"},
		"engine: ''":                                    {"nutgraf.yaml:1: engine must be auto, model or extractive"},
		"model: {wire_format: xml}":                     {"nutgraf.yaml:1: model.wire_format must be auto, json_schema, tools, json_object or text"},
		"output: {format: md}":                          {"nutgraf.yaml:1: output.format must be text, markdown, html or json"},
		"model: {name: 4}":                              {"nutgraf.yaml:1: model.name must be text: put it in quotes"},
		"model: {name: ''}":                             {"nutgraf.yaml:1: model.name must not be empty"},
		"model: {name: \"a\\eb\"}":                      {"nutgraf.yaml:1: model.name has a character in it that cannot be printed"},
		"lang: english_us":                              {"nutgraf.yaml:1: lang must be the code of a language, such as en or pt-BR"},
		"lang:":                                         {"nutgraf.yaml:1: lang has no value; write one or take the line out"},
		"lang: ~":                                       {"nutgraf.yaml:1: lang has no value; write one or take the line out"},
		"lang: !!binary ZGU=":                           {"nutgraf.yaml:1: lang must be text: put it in quotes"},
		"budget: {max_usd: !f 1}":                       {"nutgraf.yaml:1: budget.max_usd must be a number from 0 to 1000000"},
		"model: gpt":                                    {"nutgraf.yaml:1: model is a section: put its keys, indented, on the lines below it"},
		"model: [a]":                                    {"nutgraf.yaml:1: model is a section: put its keys, indented, on the lines below it"},
		"- engine: auto":                                {`nutgraf.yaml:1: a configuration file is made of lines such as "engine: auto"`},
		"just words":                                    {`nutgraf.yaml:1: a configuration file is made of lines such as "engine: auto"`},
		"lang: &a en\nprofile: *a":                      {"nutgraf.yaml:2: profile is an alias (*); write the value itself"},
		"model: &m {name: x}\nfetch:\n  <<: *m":         {"nutgraf.yaml:3: a key must be a word; aliases, merges and lists are not read"},
		"1: x\n? [a]\n: b":                              {"nutgraf.yaml:1: a key must be a word; aliases, merges and lists are not read", "nutgraf.yaml:2: a key must be a word; aliases, merges and lists are not read"},
		"lang: en\n---\nlang: de":                       {"nutgraf.yaml: a second document (after ---) is not read; keep one"},
		"lang: *nowhere":                                {"nutgraf.yaml: this is not valid YAML (it cannot be parsed); check colons, quotes, and that lines are indented with spaces"},
		"lang: en\n\tprofile: x":                        {"nutgraf.yaml:2: this is not valid YAML (found a tab character that violates indentation); check colons, quotes, and that lines are indented with spaces"},
		"lang: en\x00":                                  {"nutgraf.yaml: this is not text in UTF-8"},
		"lang: \xff":                                    {"nutgraf.yaml: this is not text in UTF-8"},
		"server: {listen: 8642}":                        {"nutgraf.yaml:1: server.listen must be text: put it in quotes"},
		"server: {listen: localhost}":                   {"nutgraf.yaml:1: server.listen must be an address and a port, such as 127.0.0.1:8642, localhost:0 or :8642"},
		"server: {listen: 'localhost:99999'}":           {"nutgraf.yaml:1: server.listen must be an address and a port, such as 127.0.0.1:8642, localhost:0 or :8642"},
		"server: {listen: 'http://localhost:80'}":       {"nutgraf.yaml:1: server.listen must be an address and a port, such as 127.0.0.1:8642, localhost:0 or :8642"},
		"server: {public_url: desk.example}":            {"nutgraf.yaml:1: server.public_url must be the http or https address that people use, such as https://nutgraf.example.org, without a query"},
		"server: {public_url: 'https://a.example/x'}":   {"nutgraf.yaml:1: server.public_url must be the http or https address that people use, such as https://nutgraf.example.org, without a query"},
		"server: {cors_origins: ['*']}":                 {"nutgraf.yaml:1: server.cors_origins must be origins, such as https://cms.example.org: http or https, a host, maybe a port, and no path"},
		"server: {cors_origins: {a: b}}":                {"nutgraf.yaml:1: server.cors_origins must be a list of origins, such as [https://cms.example.org]"},
		"server: {hosts: ['a.example:80']}":             {"nutgraf.yaml:1: server.hosts must be names or addresses, such as nutgraf.internal or 10.0.0.5, without https:// and without a port"},
		"server: {hosts: ['*.example']}":                {"nutgraf.yaml:1: server.hosts must be names or addresses, such as nutgraf.internal or 10.0.0.5, without https:// and without a port"},
		"server: {proxies: [a.example]}":                {"nutgraf.yaml:1: server.proxies must be addresses or networks, such as 10.0.0.5 or 10.0.0.0/8"},
		"server: {drain: 0s}":                           {"nutgraf.yaml:1: server.drain must be more than 0s and at most 1h"},
		"server: {tls_cert: a.pem}":                     {"nutgraf.yaml:1: server.tls_cert needs the file with its key in server.tls_key"},
		"server: {tls_key: a.pem}":                      {"nutgraf.yaml:1: server.tls_key needs the file with its certificate in server.tls_cert"},
		"cache: {ttl: 0}":                               {"nutgraf.yaml:1: cache.ttl needs a unit: write 0s or 0m"},
		"cache: {ttl: -1s}":                             {"nutgraf.yaml:1: cache.ttl must be more than 0s and at most 8760h"},
		"telemetry: {otlp_endpoint: 'localhost:4317'}":  {"nutgraf.yaml:1: telemetry.otlp_endpoint must be the http or https address of a collector, such as http://localhost:4318, without a user name and a query"},
		"telemetry: {otlp_headers: no}":                 {"nutgraf.yaml:1: telemetry.otlp_headers must be headers with commas between, such as name=value,other=value, with %-codes for characters that are special"},
		"oidc: {issuer: login.example}":                 {"nutgraf.yaml:1: oidc.issuer must be the https address of the provider, such as https://login.example.org/, without a query"},
		"oidc: {roles: [boss]}":                         {"nutgraf.yaml:1: oidc.roles must be VALUE=ROLE each, such as news-desk=editor, with drafter, editor or admin as ROLE"},
		"oidc: {roles: [desk=boss]}":                    {"nutgraf.yaml:1: oidc.roles must be VALUE=ROLE each, such as news-desk=editor, with drafter, editor or admin as ROLE"},
		"oidc: {issuer: 'http://login.example'}":        {"nutgraf.yaml:1: oidc.issuer must be the https address of the provider, such as https://login.example.org/, without a query"},
		"oidc: {issuer: 'https://login.example'}":       {"nutgraf.yaml:1: oidc.issuer needs oidc.client_id, the name under which the provider knows this service", "nutgraf.yaml:1: oidc.issuer needs server.public_url, to which the provider sends people back"},
		"log: {level: loud}":                            {"nutgraf.yaml:1: log.level must be debug, info, warn or error"},
		"database: mysql://db.example/copy":             {"nutgraf.yaml:1: database must be the path of a file, or the address of a PostgreSQL database, such as postgres://nutgraf@db.example/nutgraf"},
		"database: 'sqlite:copy.db'":                    {"nutgraf.yaml:1: database must be the path of a file, or the address of a PostgreSQL database, such as postgres://nutgraf@db.example/nutgraf"},
		"database: host=db.example password=x":          {"nutgraf.yaml:1: database must be the path of a file, or the address of a PostgreSQL database, such as postgres://nutgraf@db.example/nutgraf"},
		"database: ':memory:'":                          {"nutgraf.yaml:1: database must be kept: a database in memory would lose what was approved; give the path of a file"},
		"prices: 1":                                     {"nutgraf.yaml:1: prices must be a list of entries with model, input and output"},
		"prices: {m: 1}":                                {"nutgraf.yaml:1: prices must be a list of entries with model, input and output"},
		"prices: [m]":                                   {"nutgraf.yaml:1: an entry of prices must have model, input and output"},
		"prices:\n- model: m\n  input: -1\n  outptu: 2\n  cached: x": {
			"nutgraf.yaml:3: prices: input must be a number from 0 to 1000000",
			`nutgraf.yaml:4: an entry of prices has no key "outptu"; the keys are model, input, output and cached`,
			"nutgraf.yaml:5: prices: cached must be a number from 0 to 1000000",
			"nutgraf.yaml:2: an entry of prices has no output",
		},
		"prices:\n- {model: m, input: 1, output: 1}\n- {model: m, input: 2, output: 2}": {"nutgraf.yaml:3: prices has two entries for one model"},
		"model:\n  context_tokens: 4000\n  max_output_tokens: 4000": {
			"nutgraf.yaml:3: model.max_output_tokens must be less than model.context_tokens (nutgraf.yaml:2), which has to hold the article too",
		},
	} {
		if got := refused(t, Loader{Dir: write(t, content)}); !slices.Equal(got, want) {
			t.Errorf("%q:\n got %q\nwant %q", content, got, want)
		}
	}
}

func TestGoodOddities(t *testing.T) {
	for _, content := range []string{
		"", "\n", "# nothing\n", "---\n", "~", "{}", "model:\n", "\ufefflang: en", "lang: no", "lang: ''", "model: {timeout: 1h30m}",
		"fetch: {max_bytes: '1 mib'}", "fetch: {max_bytes: 0.5GB}", "prices: []", "lang: &a en",
		"cache: {ttl: 0s}", "cache: {ttl: 0h}", "server: {listen: ':0'}", "server: {cors_origins: 'https://b.example:8443'}", "database: C:\\copy\\nutgraf.db",
		"budget: {max_usd: 1e3}", "fetch: {allow_private: True}",
	} {
		if _, err := Load(Loader{Dir: write(t, content)}); err != nil {
			t.Errorf("%q: %v", content, err)
		}
	}
	if c := load(t, Loader{Dir: write(t, "lang: no")}); c.Lang != "no" {
		t.Errorf("lang is %q", c.Lang)
	}
}

func TestBaseURLs(t *testing.T) {
	for base, want := range map[string]string{
		"https://models.example/v1": "", "http://localhost:11434/v1/": "", "https://[::1]:8080": "",
		"models.example/v1": "must be an http", "localhost:8080": "must be an http", "ftp://models.example": "must be an http", "https://": "must be an http",
		"https://models.example:x": "must be an http", "https://models.example:99999": "must be an http", "https://%zz": "must be an http",
		"https://ann:" + canary + "@models.example": "must not have a user name", "https://" + canary + "@models.example": "must not have a user name",
		"https://models.example/?key=" + canary: "must not have a query", "https://models.example/?": "must not have a query",
		"https://models.example/#" + canary: "must not have a query", "https://models.example/v1/chat/completions/": "must end before /chat/completions",
		" ": "must not be empty",
	} {
		for where, l := range map[string]Loader{
			"NUTGRAF_MODEL_BASE_URL": {Env: []string{"NUTGRAF_MODEL_BASE_URL=" + base}},
			"OPENAI_BASE_URL":        {Env: []string{"OPENAI_BASE_URL=" + base}},
			"--base-url":             {Flags: map[string]string{"model.base_url": base}},
			"nutgraf.yaml:2":         {Dir: write(t, fmt.Sprintf("model:\n  base_url: %q\n", base))},
		} {
			if want == "" {
				load(t, l)
				continue
			}
			if got := refused(t, l); len(got) != 1 || !strings.HasPrefix(got[0], where+": model.base_url "+want) {
				t.Errorf("%s: %q", base, got)
			}
		}
	}
	// A variable of other programs does not matter once nutgraf's own is there.
	load(t, Loader{Env: []string{"OPENAI_BASE_URL=localhost", "NUTGRAF_MODEL_BASE_URL=http://localhost"}})
}

func TestProblemsElsewhere(t *testing.T) {
	got := refused(t, Loader{
		Dir:   write(t, "engine: x\nfoo: 1\n"),
		Env:   []string{"NUTGRAF_MODEL_NAMES=x", "NUTGRAF_FOO=x", "NUTGRAF_FETCH_TIMEOUT=5", "NUTGRAF_PRICES=[{model: m}]", "NUTGRAF_MODEL_CONCURRENCY=many", "NUTGRAFT=x"},
		Flags: map[string]string{"output.format": "pdf", "model.timeout": "5", "lang": "", "no.such": "x"},
	})
	want := []string{
		"nutgraf.yaml:1: engine must be auto, model or extractive",
		`nutgraf.yaml:2: unknown key "foo"`,
		"NUTGRAF_FETCH_TIMEOUT: fetch.timeout needs a unit: write 5s or 5m",
		"NUTGRAF_FOO: there is no such variable",
		"NUTGRAF_MODEL_CONCURRENCY: model.concurrency must be a whole number from 1 to 512",
		"NUTGRAF_MODEL_NAMES: there is no such variable; did you mean NUTGRAF_MODEL_NAME?",
		"NUTGRAF_PRICES: an entry of prices has no input",
		"NUTGRAF_PRICES: an entry of prices has no output",
		"--model-timeout: model.timeout needs a unit: write 5s or 5m",
		"--no-such: there is no such key",
		"--format: output.format must be text, markdown, html or json",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Wherever a key is put by mistake, it is not repeated.
func TestSecretsAreNotRepeated(t *testing.T) {
	contents := []string{
		"api_key: %s", "%s", "%s: x", "- %s", "model: %s", "model:\n  api_key: [%s]", "model:\n  api_key: {%s: 1}", "model:\n  api_key: !!int %s",
		"model: {api_key:%s, name: x}", "model:\n  api_key:%s\n  name: x", "model:\n  name: x\n  api_key:%s", "model:\n  api_key: *%s", "model:\n  api_key: &%s",
		"model:\n  api_key: !%s x", "%%%s\n---\na", "model:\n  api_key: \"%s", "model:\n  api_key: '%s\x01'", "model:\n  api_key: \"%s\\n\"", "model:\n  api_key: %s é",
		"prices: [%s]", "prices: [{%s: 1}]", "prices: [{model: %s}]", "prices: %s", "prices: [{model: m, input: %s, output: 1}]", "model:\n  base_url: https://x@%s",
		"<<: %s", "? {a: %s}\n: b", "model:\n  api_key: %s\n  api_key: %s", "model: {%s, %s}", "%s:\n  x: 1\n%s:\n  y: 1",
	}
	for _, k := range keys {
		if section, child, ok := strings.Cut(k.name, "."); ok {
			contents = append(contents, section+":\n  "+child+": %s\n  x: 1")
		} else {
			contents = append(contents, k.name+": %s\nx: 1")
		}
		_ = refused(t, Loader{Env: []string{k.env() + "=" + canary, "NUTGRAF_X=1"}})
		_ = refused(t, Loader{Flags: map[string]string{k.name: canary, "x": "1"}})
	}
	for _, c := range contents {
		_, err := Load(Loader{Dir: write(t, strings.ReplaceAll(strings.ReplaceAll(c, "%s", canary), "%%", "%"))})
		if err != nil && strings.Contains(err.Error(), "c4n4ry") {
			t.Errorf("%q: the secret shows in %q", c, err)
		}
		for e := err; e != nil; e = errors.Unwrap(e) {
			if strings.Contains(e.Error(), "c4n4ry") {
				t.Errorf("%q: the secret shows in a cause, %q", c, e)
			}
		}
	}
	for _, name := range []string{canary, "api_key:" + canary, "NUTGRAF_" + canary} {
		_ = refused(t, Loader{Env: []string{"NUTGRAF_" + name + "=x"}})
		_ = refused(t, Loader{Flags: map[string]string{name: "x"}})
	}
	_ = refused(t, Loader{Env: []string{"OPENAI_API_KEY=" + canary + "\nX: y"}})
	if c := load(t, Loader{Env: []string{"OPENAI_API_KEY= " + canary + "\r\n"}}); c.Model.APIKey.Reveal() != canary {
		t.Error("a line end is not taken off the key")
	}
}

func TestHostileFiles(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'z'; c++ {
		bomb += fmt.Sprintf("%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n", c, c, c-1, c-1, c-1, c-1, c-1, c-1, c-1, c-1)
	}
	for name, content := range map[string]string{
		"alias bomb":      bomb,
		"large":           strings.Repeat("# x\n", 10<<18),
		"binary":          "\x7fELF\x02\x01\x01\x00",
		"deep flow":       strings.Repeat("[", maxFileBytes),
		"deep maps":       strings.Repeat("{model: ", maxFileBytes/8),
		"deep block":      strings.Repeat("- ", maxFileBytes/2),
		"deep in a value": "prices: " + strings.Repeat("[", 9000) + strings.Repeat("]", 9000),
		"many keys":       strings.Repeat("modle: 1\n", maxFileBytes/10),
	} {
		got := refused(t, Loader{Dir: write(t, content)})
		if len(got) > maxProblems+1 {
			t.Errorf("%s: %d problems are shown", name, len(got))
		}
	}
	var b strings.Builder
	for i := range 50_000 {
		fmt.Fprintf(&b, "modle%d: 1\n", i)
	}
	got := refused(t, Loader{Dir: write(t, b.String())})
	if want := "and 49900 more problems"; got[len(got)-1] != want {
		t.Errorf("the last line is %q, want %q", got[len(got)-1], want)
	}
}

func TestAFileWithoutPermission(t *testing.T) {
	dir := write(t, "lang: en")
	if err := os.Chmod(dir+"/nutgraf.yaml", 0); err != nil {
		t.Fatal(err)
	}
	if _, err := os.ReadFile(dir + "/nutgraf.yaml"); err == nil {
		t.Skip("this user reads everything")
	}
	if got := refused(t, Loader{Dir: dir}); got[0] != "nutgraf.yaml: the file could not be read; check its permissions" {
		t.Errorf("%q", got)
	}
}

func TestShownValuesAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		flags := map[string]string{
			"model.timeout":   fmt.Sprintf("%dms", rapid.IntRange(1, 86_400_000).Draw(t, "ms")),
			"fetch.max_bytes": fmt.Sprintf("%dB", rapid.IntRange(1000, 1<<30).Draw(t, "bytes")),
			"budget.max_usd":  fmt.Sprint(rapid.Float64Range(0, 1e6).Draw(t, "usd")),
			"model.name":      rapid.StringMatching(`[A-Za-z0-9é./: -]{0,10}x`).Draw(t, "name"),
		}
		first, err := Load(Loader{Flags: flags})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range first.Settings() {
			flags[s.Key] = s.Value
		}
		second, err := Load(Loader{Flags: flags})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(first.Model, second.Model) || first.Fetch != second.Fetch || first.Budget != second.Budget {
			t.Fatalf("%+v\n%+v", first, second)
		}
	})
}

func TestNearest(t *testing.T) {
	for word, want := range map[string][]string{
		"nmae": {"name"}, "names": {"name"}, "x": nil, "na": nil, "base-url": {"base_url"}, "BASE_URL": {"base_url"}, "bse_ulr": {"base_url"}, "zzzz": nil,
	} {
		if got := nearest(word, []string{"name", "base_url", "api_key"}); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", word, got, want)
		}
	}
}

func FuzzLoad(f *testing.F) {
	for _, seed := range []string{
		full, Template(), "model: {api_key: x, timeout: 5}", "a: &a [*a]", "lang: *x", "<<: {a: b}", "prices: [{model: m, input: 1, output: .inf}]",
		"? - a\n: b", "\ufeffengine: auto", "--- !!map {}", "model:\n\tname: x", "\"lang\": en\n'lang': de", "fetch: {max_bytes: 1e9MiB}",
	} {
		f.Add([]byte(seed))
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		path := dir + "/" + fileName
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := Load(Loader{File: path})
		if err != nil {
			if fault.CodeOf(err) != fault.BadConfig || !utf8.ValidString(err.Error()) || strings.Count(err.Error(), "\n") > maxProblems {
				t.Fatalf("%s: %q", fault.CodeOf(err), err)
			}
			return
		}
		m := c.Model
		if m.Name == "" || m.BaseURL == "" || m.Concurrency < 1 || m.Concurrency > 512 || m.Timeout <= 0 || m.ContextTokens < 0 ||
			c.Fetch.Timeout <= 0 || c.Fetch.MaxBytes < 1000 || c.Budget.MaxUSD < 0 || math.IsNaN(c.Budget.MaxUSD) || len(c.Settings()) != len(keys) {
			t.Fatalf("%+v", c)
		}
		for _, p := range c.Prices {
			if p.Model == "" || !(p.Input >= 0) || !(p.Output >= 0) || math.IsInf(p.Input+p.Output, 0) {
				t.Fatalf("%+v", p)
			}
		}
	})
}
