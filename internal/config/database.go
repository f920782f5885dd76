package config

import (
	"errors"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/nutgraf/nutgraf/internal/secret"
)

const databaseFile = "nutgraf.db"

// Database says where summaries, their versions and the audit are kept. It prints
// with its password as ***. The zero value is nowhere.
type Database struct {
	dsn   secret.Secret
	shown string
}

// DSN returns the path or the URL, its password with it.
func (d Database) DSN() string { return d.dsn.Reveal() }

// IsSet reports whether there is a place.
func (d Database) IsSet() bool { return d.dsn.IsSet() }

// IsFile reports whether it is a file of this machine.
func (d Database) IsFile() bool { return d.IsSet() && !isPostgres(d.DSN()) }

// String returns the path or the URL, its password as ***.
func (d Database) String() string { return d.shown }

// MarshalText returns what String does.
func (d Database) MarshalText() ([]byte, error) { return []byte(d.shown), nil }

// password is what String does not show.
func (d Database) password() secret.Secret {
	u, err := url.Parse(d.DSN())
	if err != nil || d.IsFile() || u.User == nil {
		return secret.Secret{}
	}
	word, _ := u.User.Password()
	return secret.New(word)
}

func isPostgres(s string) bool {
	scheme, _, _ := strings.Cut(s, "://")
	return scheme == "postgres" || scheme == "postgresql"
}

var (
	schemeForm = regexp.MustCompile(`^(?i)([a-z][a-z0-9+.-]*://|file:|sqlite3?:)`)
	wordsForm  = regexp.MustCompile(`(?i)\b(host|dbname|user|password)\s*=`)

	errDatabase = errors.New("must be the path of a file, or the address of a PostgreSQL database, such as postgres://nutgraf@db.example/nutgraf")
	errMemory   = errors.New("must be kept: a database in memory would lose what was approved; give the path of a file")
)

// database reads a path or the URL of a PostgreSQL database.
func database() kind {
	plain := text()
	return kind{tags: plain.tags, want: plain.want, parse: func(s string) (any, error) {
		s = strings.TrimSpace(s)
		if _, err := plain.parse(s); err != nil {
			return nil, err
		}
		switch {
		case s == "":
			return Database{}, nil
		case isPostgres(s):
			return postgres(s)
		case strings.Contains(s, ":memory:"):
			return nil, errMemory
		case schemeForm.MatchString(s), wordsForm.MatchString(s):
			return nil, errDatabase
		}
		return Database{secret.New(s), s}, nil
	}}
}

// secretOptions are parameters of a PostgreSQL URL that hold a secret.
var secretOptions = []string{"password", "sslpassword", "passfile"}

func postgres(s string) (any, error) {
	u, err := url.Parse(s)
	if err != nil || u.Fragment != "" || u.Opaque != "" {
		return nil, errDatabase
	}
	for name := range u.Query() {
		if slices.Contains(secretOptions, strings.ToLower(name)) {
			return nil, errors.New("must have its password before the host, as in postgres://user:password@host/name, and none among its options")
		}
	}
	const masked = "xxxxx" // of url.URL.Redacted
	shown := u.String()
	if _, has := u.User.Password(); has {
		shown = strings.Replace(u.Redacted(), ":"+masked+"@", ":***@", 1)
	}
	return Database{secret.New(s), shown}, nil
}

// settle puts the database into the user's data folder when none is configured.
func (c *Config) settle(dataDir string) {
	if c.Database.IsSet() || dataDir == "" {
		return
	}
	path := filepath.Join(dataDir, databaseFile)
	c.Database = Database{secret.New(path), path}
	for i := range c.settings {
		if c.settings[i].Key == "database" {
			c.settings[i].Value = path
		}
	}
}
