package server

import (
	"crypto/tls"
	"log"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"sync"
	"time"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// grace is what answers have to be written once all work has ended.
const grace = 2 * time.Second

// Login decides whether a service that listens at an address (host:port) is open
// to everybody who reaches it. It is where only the machine itself does and no
// token was ever made; tells whether one was. Any other address needs tokens, and
// is refused without them unless public says that it is meant so.
func Login(address string, tokens, public bool) (open bool, err error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false, fault.Wrap(fault.BadConfig, err, "the address to listen at must be as in 127.0.0.1:8080")
	}
	ip, err := netip.ParseAddr(host)
	loopback := host == "localhost" || err == nil && ip.Unmap().IsLoopback()
	switch {
	case tokens:
		return false, nil
	case loopback || public:
		return true, nil
	default:
		return false, fault.New(fault.PolicyRefused,
			"others can reach %s, and there is no token: make one with nutgraf token create, listen at 127.0.0.1, or say with --public-without-login that everybody may do everything", address)
	}
}

// certificates reads the certificate again when its file changes.
func certificates(certFile, keyFile string) (*tls.Config, error) {
	c := &certificate{certFile: certFile, keyFile: keyFile}
	if _, err := c.get(nil); err != nil {
		return nil, fault.Wrap(fault.BadConfig, err, "the certificate cannot be read: check server.tls_cert and server.tls_key")
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get}, nil
}

type certificate struct {
	certFile, keyFile string

	mu     sync.Mutex
	loaded *tls.Certificate
	as     time.Time // of the file when it was read
}

// get keeps the certificate that it has while another cannot be read.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	stat, err := os.Stat(c.certFile)
	if err == nil && c.loaded != nil && stat.ModTime().Equal(c.as) {
		return c.loaded, nil
	}
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		if c.loaded != nil {
			return c.loaded, nil
		}
		return nil, err
	}
	c.loaded = &pair
	if stat != nil {
		c.as = stat.ModTime()
	}
	return c.loaded, nil
}

// quiet logs what net/http has to say, such as failed handshakes, for those who
// look for it.
func quiet(logger *slog.Logger) *log.Logger {
	return slog.NewLogLogger(logger.Handler(), slog.LevelDebug)
}
