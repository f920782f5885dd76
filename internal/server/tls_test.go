package server_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/server"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// certify writes a certificate for the machine itself, changed at the time given.
func certify(t *testing.T, certFile, keyFile string, at time.Time) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(at.UnixNano()), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert})
	writeFile(t, keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), at)
	writeFile(t, certFile, text, at)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(text)
	return pool
}

func writeFile(t *testing.T, name string, data []byte, at time.Time) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(name, at, at); err != nil {
		t.Fatal(err)
	}
}

// trusting asks over a connection of its own that trusts one certificate.
func trusting(url string, pool *x509.CertPool) (*http.Response, error) {
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}
	defer transport.CloseIdleConnections()
	resp, err := (&http.Client{Transport: transport, Timeout: 10 * time.Second}).Get(url)
	if err == nil {
		resp.Body.Close()
	}
	return resp, err
}

// The certificate comes from files, and a new one counts from the next
// connection; a broken one does not take the service down.
func TestTLS(t *testing.T) {
	dir := t.TempDir()
	certFile, keyFile := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	start := time.Now().Add(-time.Minute).Truncate(time.Second)
	first := certify(t, certFile, keyFile, start)
	n := open(t, func(s *setup) { s.serve, s.server.CertFile, s.server.KeyFile = true, certFile, keyFile })
	url := strings.Replace(n.url, "http:", "https:", 1) + "/v1/summaries"

	resp, err := trusting(url, first)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("over https: %s, %v", resp.Status, resp.Header)
	}
	if resp, err := trusting(n.url+"/v1/summaries", first); err == nil && resp.StatusCode == http.StatusOK {
		t.Error("it answers over plain http as well")
	}
	second := certify(t, certFile, keyFile, start.Add(time.Second))
	if _, err := trusting(url, second); err != nil {
		t.Errorf("the new certificate is not used: %v", err)
	}
	if _, err := trusting(url, first); err == nil {
		t.Error("the old certificate is used still")
	}
	writeFile(t, certFile, []byte("not a certificate"), start.Add(2*time.Second))
	if _, err := trusting(url, second); err != nil {
		t.Errorf("a broken file took the service down: %v", err)
	}
}

func TestTLSWithoutACertificate(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var set *setup
	open(t, func(s *setup) { set = s })
	set.server.CertFile, set.server.KeyFile = "no-such.pem", "no-such.pem"
	s, err := server.New(set.server)
	if err == nil {
		err = s.Serve(t.Context(), listener)
	}
	if fault.CodeOf(err) != fault.BadConfig {
		t.Errorf("error %v", err)
	}
}
