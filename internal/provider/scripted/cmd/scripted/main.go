// Command scripted runs the scripted model server of tests by hand. It prints
// its base URL and serves until it is interrupted.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"reflect"
	"strings"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("scripted", flag.ContinueOnError)
	flags.SetOutput(stderr)
	addr := flags.String("addr", "127.0.0.1:0", "address to listen on")
	latency := flags.Duration("latency", 0, "wait before every answer")
	pause := flags.Duration("pause", 0, "wait in the middle of every answer")
	key := flags.String("key", "", "API key to demand")
	model := flags.String("model", "", "the only model that exists")
	rejects := flags.String("rejects", "", "parameters to refuse, with commas: json_schema,json_object,max_tokens,…")
	as := flags.String("as", "", "family of servers to play: "+strings.Join(families(), ", "))
	mischief := flags.String("mischief", "", "rules for the drafts to break, with commas: "+strings.Join(names(), ","))
	if err := flags.Parse(args); err != nil {
		return 2
	}
	drafter, err := misbehave(*mischief)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 2
	}
	family, err := familyOf(*as)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 2
	}
	reply := scripted.Reply{Pause: *pause, Rejects: list(*rejects)}
	if *mischief != "" {
		reply.Write = drafter.Answer
	}
	srv := scripted.New(scripted.Options{Addr: *addr, Key: *key, Model: *model, Latency: *latency, As: family}, reply)
	defer srv.Close()
	fmt.Fprintln(stdout, srv.URL())
	started := time.Now()
	<-ctx.Done()
	fmt.Fprintf(stderr, "%d requests in %v, at most %d at once\n",
		len(srv.Requests()), time.Since(started).Round(time.Second), srv.MaxInFlight())
	return 0
}

func list(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
}

// families lists the families of servers.
func families() (out []string) {
	for _, p := range scripted.Personalities() {
		out = append(out, p.Name)
	}
	return out
}

func familyOf(name string) (scripted.Personality, error) {
	if name == "" {
		return scripted.Personality{}, nil
	}
	for _, p := range scripted.Personalities() {
		if p.Name == name {
			return p, nil
		}
	}
	return scripted.Personality{}, fmt.Errorf("-as %q: choose from %s", name, strings.Join(families(), ", "))
}

// names lists the rules that a Drafter can break.
func names() (out []string) {
	t := reflect.TypeFor[scripted.Drafter]()
	for i := range t.NumField() {
		out = append(out, t.Field(i).Name)
	}
	return out
}

func misbehave(mischief string) (scripted.Drafter, error) {
	var d scripted.Drafter
	for _, name := range list(mischief) {
		field := reflect.ValueOf(&d).Elem().FieldByName(name)
		if !field.IsValid() {
			return d, fmt.Errorf("-mischief %q: choose from %s", name, strings.Join(names(), ", "))
		}
		field.SetBool(true)
	}
	return d, nil
}
