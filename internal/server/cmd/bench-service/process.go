package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a program that was started.
type process struct {
	cmd  *exec.Cmd
	in   io.Closer
	out  io.Reader
	stop func()
}

// start starts a program that ends with its standard input, or by SIGTERM.
func start(ctx context.Context, program string, log *os.File, args ...string) (*process, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	cmd.Stderr = os.Stderr
	if log != nil {
		cmd.Stderr = log
	}
	p := &process{cmd: cmd, in: in, out: out}
	p.stop = func() {
		_ = in.Close()
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	}
	return p, cmd.Start()
}

// service is a running `nutgraf serve`.
type service struct {
	*process
	url   string
	ready time.Duration // from its start
}

// serve starts the service, and returns when it is ready.
func (b *bench) serve(ctx context.Context) (*service, error) {
	log, err := os.OpenFile(b.folder+"/log", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	address, err := freePort()
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(b.folder+"/nutgraf.yaml", []byte(b.settings(address)), 0o600); err != nil {
		return nil, err
	}
	began := time.Now()
	p, err := start(ctx, b.program, log, "--config", b.folder+"/nutgraf.yaml", "serve")
	if err != nil {
		return nil, err
	}
	s := &service{process: p, url: "http://" + address}
	for {
		if body, err := get(ctx, s.url+"/readyz"); err == nil {
			s.ready = time.Since(began)
			return s, nil
		} else if time.Since(began) > 20*time.Second || ctx.Err() != nil {
			p.stop()
			said, _ := os.ReadFile(b.folder + "/log")
			return nil, fmt.Errorf("the service is not ready: %w %s: %s", err, body, said)
		}
		time.Sleep(time.Millisecond)
	}
}

func (b *bench) settings(address string) string {
	return "engine: model\nmodel:\n  name: instant\n  base_url: " + b.model.url + "/v1\n" +
		"  context_tokens: 128000\n" + "database: " + strconv.Quote(b.database) + "\nserver:\n  listen: " + address + "\n"
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// memory is the resident memory of a process, in bytes.
func (p *process) memory() (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, after, _ := strings.Cut(string(status), "VmRSS:")
	kib, err := strconv.ParseInt(strings.Fields(after + " -")[0], 10, 64)
	return kib << 10, err
}

// processor is the time that the processors worked for a process.
func (p *process) processor() (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, after, _ := strings.Cut(string(stat), ") ")
	fields := append(strings.Fields(after), make([]string, 13)...)
	user, err := strconv.Atoi(fields[11])
	if err != nil {
		return 0, err
	}
	system, err := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond, err // a tick is 10 ms
}

func get(ctx context.Context, url string) (string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", res.Status, body)
	}
	return string(body), err
}

// machine says what the figures are of.
func machine() string {
	info, _ := os.ReadFile("/proc/cpuinfo")
	cpu := "an unknown processor"
	for line := range strings.Lines(string(info)) {
		if name, value, _ := strings.Cut(line, ":"); strings.TrimSpace(name) == "model name" {
			cpu = strings.TrimSpace(value)
			break
		}
	}
	load, _ := os.ReadFile("/proc/loadavg")
	return fmt.Sprintf("%s, %d cores of %s, %s; service, model, database and load share them; load average at the end %s",
		time.Now().Format(time.DateOnly), runtime.NumCPU(), cpu, runtime.Version(), strings.Join(strings.Fields(string(load))[:3], " "))
}
