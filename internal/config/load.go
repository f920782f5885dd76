package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-viper/mapstructure/v2"
	"github.com/spf13/viper"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Loader says where to look for configuration. An empty folder is not looked in.
type Loader struct {
	Dir       string // the working directory
	UserDir   string // such as ~/.config/nutgraf
	SystemDir string // such as /etc/nutgraf
	DataDir   string // where the database is by default, such as ~/.local/share/nutgraf

	// File is the one file to read, instead of looking in the folders; it must
	// exist. When it is "", NUTGRAF_CONFIG of Env is used.
	File string

	Env   []string          // KEY=VALUE, as os.Environ returns it
	Flags map[string]string // dotted key -> value as typed, only flags that were set
}

// Load reads the configuration. Its error is a *fault.Error with the code
// BadConfig and one line for each problem; no value that could be a secret is
// part of it.
func Load(l Loader) (*Config, error) {
	var ps problems
	env := environment(l.Env)
	f := findFile(l, env, &ps)
	layers := []layer{nil, fromFile(f, &ps), fromEnv(env, &ps), fromFlags(l.Flags, &ps)}
	var ignored []string
	layers[0], ignored = fromEcosystem(env, layers[1:], &ps)
	notices, ignored := withhold(layers, env), append(ignored, withholdHeaders(layers, env)...)

	cfg, err := merge(layers)
	if err != nil {
		return nil, err
	}
	cfg.Model.Policy = cfg.Policy
	cfg.settle(l.DataDir)
	cfg.file, cfg.Notices, cfg.ServerNotices = f.path, append(notices, plainHTTP(cfg)...), ignored
	contradictions(cfg, &ps)
	if err := ps.err(); err != nil {
		return nil, err
	}
	return cfg, nil
}

// setting is a checked value and where it comes from.
type setting struct {
	value     any
	source    string
	untrusted bool // from a file that was found in the working directory
}

// layer holds the settings of one source, by dotted key.
type layer map[string]setting

// merge lays the layers over the defaults, the last one on top.
func merge(layers []layer) (*Config, error) {
	v := viper.New()
	cfg := &Config{}
	for _, k := range keys {
		v.SetDefault(k.name, k.fallback)
		s := setting{value: k.fallback, source: "default"}
		if winner, ok := top(layers, k.name); ok {
			s = winner
		}
		cfg.settings = append(cfg.settings, Setting{k.name, show(s.value), s.source})
	}
	for _, l := range layers {
		if err := v.MergeConfigMap(nested(l)); err != nil {
			return nil, fault.Wrap(fault.Internal, err, "the configuration could not be merged; this is a bug")
		}
	}
	if err := v.UnmarshalExact(cfg, strict); err != nil {
		return nil, fault.Wrap(fault.Internal, err, "the configuration could not be decoded; this is a bug")
	}
	return cfg, nil
}

// top returns what the last layer that knows a key says.
func top(layers []layer, name string) (setting, bool) {
	for _, l := range slices.Backward(layers) {
		if s, ok := l[name]; ok {
			return s, true
		}
	}
	return setting{}, false
}

func strict(c *mapstructure.DecoderConfig) {
	c.WeaklyTypedInput = false
	c.DecodeHook = nil
}

// nested turns dotted keys into maps.
func nested(l layer) map[string]any {
	out := map[string]any{}
	for name, s := range l {
		at := out
		for {
			section, rest, deep := strings.Cut(name, ".")
			if !deep {
				break
			}
			if at[section] == nil {
				at[section] = map[string]any{}
			}
			at, name = at[section].(map[string]any), rest
		}
		at[name] = s.value
	}
	return out
}

const maxProblems = 100

// problems collects what is wrong, a line each. After maxProblems it only counts.
type problems struct {
	lines []string
	more  int
}

func (p *problems) full() bool { return len(p.lines) >= maxProblems }

func (p *problems) add(where, format string, args ...any) {
	if p.full() {
		p.more++
		return
	}
	p.lines = append(p.lines, where+": "+fmt.Sprintf(format, args...))
}

func (p *problems) err() error {
	if len(p.lines) == 0 {
		return nil
	}
	lines := p.lines
	if p.more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more problems", p.more))
	}
	return fault.New(fault.BadConfig, "%s", strings.Join(lines, "\n"))
}
