// Command nutgraf reads a news article and drafts a "Why this matters"
// paragraph and key takeaways, with the sentence of the article behind every
// claim.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"syscall"
)

func main() {
	switch {
	case !slices.Contains(os.Args[1:], "serve"):
		// The program lives for a moment: collecting rarely is faster, and the limit
		// brings the usual pace back for inputs that need much memory.
		debug.SetGCPercent(400)
		debug.SetMemoryLimit(256 << 20)
	case os.Getenv("GOGC") == "":
		// A service keeps little of what its drafts allocate: a fifth of its time
		// would go into finding that out.
		debug.SetGCPercent(300)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	code := run(ctx, os.Args[1:], os.Environ(), streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}
