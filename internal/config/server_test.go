package config

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestWhereTheDatabaseIs(t *testing.T) {
	data := t.TempDir()
	c := load(t, Loader{DataDir: data})
	if got, want := c.Database.DSN(), filepath.Join(data, "nutgraf.db"); got != want || c.Database.String() != want || !c.Database.IsFile() {
		t.Errorf("%q %q", got, c.Database)
	}
	if c.Database.String() != value(t, c, "database") || source(t, c, "database") != "default" {
		t.Errorf("shown as %q from %q", value(t, c, "database"), source(t, c, "database"))
	}
	c = load(t, Loader{DataDir: data, Env: []string{"NUTGRAF_DATABASE=copy/desk.db", "DATABASE_URL=postgres://other@db.example/other"}})
	if c.Database.DSN() != "copy/desk.db" {
		t.Errorf("%q", c.Database.DSN())
	}
	if c := load(t, Loader{}); c.Database.IsSet() || c.Database.IsFile() {
		t.Errorf("%q without a data folder", c.Database)
	}
}

func value(t testing.TB, c *Config, key string) string {
	t.Helper()
	for _, s := range c.Settings() {
		if s.Key == key {
			return s.Value
		}
	}
	t.Fatalf("no setting %s", key)
	return ""
}

func TestDatabasesAreShownWithoutTheirPassword(t *testing.T) {
	for dsn, want := range map[string]string{
		"postgres://desk:" + canary + "@db.example/copy":             "postgres://desk:***@db.example/copy",
		"postgresql://desk:" + canary + "%40@db.example:5/c?x=xxxxx": "postgresql://desk:***@db.example:5/c?x=xxxxx",
		"postgres://desk@db.example/copy":                            "postgres://desk@db.example/copy",
		"postgres:///copy?host=/run/postgresql":                      "postgres:///copy?host=/run/postgresql",
		"/var/lib/nutgraf/nutgraf.db":                                "/var/lib/nutgraf/nutgraf.db",
	} {
		c := load(t, Loader{Env: []string{"NUTGRAF_DATABASE=" + dsn}})
		if c.Database.DSN() != dsn || c.Database.String() != want || value(t, c, "database") != want {
			t.Errorf("%q: %q, shown as %q and %q", dsn, c.Database.DSN(), c.Database, value(t, c, "database"))
		}
		if strings.Contains(dsn, canary) && !strings.HasPrefix(c.Database.password().Reveal(), canary) {
			t.Errorf("%q: its password is no secret", dsn)
		}
	}
	for _, dsn := range []string{"postgres://db.example/copy?password=" + canary, "postgres://desk:" + canary + "@db.example:port/copy", "postgres://db.example/copy?sslpassword=" + canary} {
		refused(t, Loader{Env: []string{"NUTGRAF_DATABASE=" + dsn}})
	}
}

func TestWhoCanReachTheServer(t *testing.T) {
	for _, tt := range []struct{ listen, url, hosts, want string }{
		{"127.0.0.1:8642", "", "", "127.0.0.1:8642"},
		{"localhost:0", "http://localhost:8000", "desk.localhost", "localhost:0"},
		{"0.0.0.0:80", "https://desk.example", "desk.internal", "0.0.0.0:80"},
		{":8642", "", "", ":8642"},
		{"desk.example:80", "", "", "desk.example:80"},
		{"127.0.0.1:8642", "https://desk.example:8443", "", "desk.example:443"},
		{"[::1]:8642", "https://127.0.0.1", "localhost, 10.0.0.5", "10.0.0.5:443"},
		{"127.0.0.1:80", "", "fd00::1", "[fd00::1]:443"},
	} {
		c := load(t, Loader{Flags: map[string]string{"server.listen": tt.listen, "server.public_url": tt.url, "server.hosts": tt.hosts}})
		if got := c.Server.Reached(); got != tt.want {
			t.Errorf("%+v: reached at %q", tt, got)
		}
	}
}

func TestTelemetryOfTheEcosystem(t *testing.T) {
	env := []string{"OTEL_EXPORTER_OTLP_ENDPOINT=http://collector.example:4318/", "OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20" + canary + ", x-team = desk", "OTEL_SERVICE_NAME=copy desk"}
	c := load(t, Loader{Env: env})
	want := map[string]string{"authorization": "Bearer " + canary, "x-team": "desk"}
	if got := c.Telemetry; got.OTLPEndpoint != "http://collector.example:4318" || !maps.Equal(got.Headers(), want) || got.ServiceName != "copy desk" {
		t.Errorf("%+v %v", got, got.Headers())
	}
	if source(t, c, "telemetry.otlp_endpoint") != "OTEL_EXPORTER_OTLP_ENDPOINT" || value(t, c, "telemetry.otlp_headers") != "***" {
		t.Error("not told where they are from, or the headers are shown")
	}

	c = load(t, Loader{Env: append(env, "NUTGRAF_TELEMETRY_SERVICE_NAME=own", "NUTGRAF_TELEMETRY_OTLP_ENDPOINT=http://own.example")})
	if c.Telemetry.ServiceName != "own" || c.Telemetry.OTLPEndpoint != "http://own.example" {
		t.Errorf("%+v", c.Telemetry)
	}

	c = load(t, Loader{Env: []string{"OTEL_EXPORTER_OTLP_ENDPOINT=localhost:4317"}})
	if c.Telemetry.OTLPEndpoint != "" || c.Notices != nil || len(c.ServerNotices) != 1 || !strings.Contains(c.ServerNotices[0], "not used: OTEL_EXPORTER_OTLP_ENDPOINT: telemetry.otlp_endpoint must be") {
		t.Errorf("%q %q %q", c.Telemetry.OTLPEndpoint, c.Notices, c.ServerNotices)
	}
}

func TestOTLPHeadersStayAwayFromFoundAddresses(t *testing.T) {
	env := []string{"OTEL_EXPORTER_OTLP_HEADERS=authorization=" + canary}
	found := write(t, "telemetry: {otlp_endpoint: 'https://elsewhere.example'}")
	c := load(t, Loader{Dir: found, Env: env})
	if c.Telemetry.OTLPHeaders.IsSet() || len(c.ServerNotices) != 1 || !strings.Contains(c.ServerNotices[0], "elsewhere.example") {
		t.Errorf("%q", c.ServerNotices)
	}
	for _, l := range []Loader{
		{UserDir: found, Env: env},
		{Dir: found, Env: slices.Concat(env, []string{"OTEL_EXPORTER_OTLP_ENDPOINT=https://elsewhere.example"})},
		{Dir: found, Env: []string{"NUTGRAF_TELEMETRY_OTLP_HEADERS=authorization=" + canary}},
	} {
		if c := load(t, l); !c.Telemetry.OTLPHeaders.IsSet() || c.ServerNotices != nil {
			t.Errorf("%v: %q", l, c.ServerNotices)
		}
	}
}

func TestHeaders(t *testing.T) {
	for text, want := range map[string]map[string]string{
		"":                      nil,
		" a = b c ":             {"a": "b c"},
		"a=b=c,d=":              {"a": "b=c", "d": ""},
		"a=%2Cx%20y,b=%25":      {"a": ",x y", "b": "%"},
		"a":                     nil,
		"=b":                    nil,
		"a b=c":                 nil,
		"a=%0d%0aSet-Cookie: x": nil,
		"a=%zz":                 nil,
	} {
		got, err := parseHeaders(text)
		if !maps.Equal(got, want) || (err != nil) != (want == nil && text != "") {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}
