package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"strings"
	"syscall"

	"github.com/nutgraf/nutgraf/internal/config"
	"github.com/nutgraf/nutgraf/internal/server"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// listen takes the configured address.
func listen(ctx context.Context, address string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err == nil {
		return l, nil
	}
	what := "it is no address of this machine"
	var unknown *net.DNSError
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		what = "another program listens there: stop it, or choose another port with --listen"
	case errors.Is(err, syscall.EACCES), errors.Is(err, fs.ErrPermission):
		what = "this user may not: choose a port from 1024 on with --listen"
	case errors.As(err, &unknown):
		what = "there is no such host"
	}
	return nil, fault.Wrap(fault.BadConfig, err, "nothing can listen on %s: %s", address, what)
}

// checkTLS reads the files for https, so that one that is wrong is told before
// anybody connects.
func checkTLS(s config.Server) error {
	if !s.HasTLS() {
		return nil
	}
	_, err := tls.LoadX509KeyPair(s.TLSCert, s.TLSKey)
	var path *fs.PathError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &path):
		return fault.Wrap(fault.BadConfig, err, "the file %s for https cannot be read: %v", path.Path, path.Err)
	}
	return fault.Wrap(fault.BadConfig, err, "server.tls_cert (%s) and server.tls_key (%s) are no certificate and its key: %s", s.TLSCert, s.TLSKey, strings.TrimPrefix(err.Error(), "tls: "))
}

// login decides whether callers need a token, or people must sign in: not on this
// machine alone, as long as there never was a token and no provider is configured.
func login(ctx context.Context, s *store.Store, cfg *config.Config) (open bool, err error) {
	c := cfg.Server
	var tokens []store.Token
	err = s.Read(ctx, func(tx *store.Tx) error {
		tokens, err = tx.Tokens("")
		return err
	})
	if err != nil {
		return false, err
	}
	open, err = server.Login(c.Reached(), len(tokens) > 0 || cfg.OIDC.Issuer != "", c.PublicWithoutLogin)
	if fault.CodeOf(err) == fault.PolicyRefused {
		err = fault.Wrap(fault.PolicyRefused, err,
			"others could reach %s, and there is no token yet: make one with nutgraf token create NAME, or listen on this machine alone; --public-without-login lets everybody do everything", c.Reached())
	}
	return open, err
}

// address is where people and programs find the service.
func address(l net.Listener, c config.Server) string {
	if c.PublicURL != "" {
		return c.PublicURL
	}
	scheme := "http"
	if c.HasTLS() {
		scheme = "https"
	}
	host, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return l.Addr().String()
	}
	if configured, _, err := net.SplitHostPort(c.Listen); err == nil && configured != "" {
		host = configured
	}
	return fmt.Sprintf("%s://%s", scheme, net.JoinHostPort(host, port))
}
