package replay

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

const format = "nutgraf.cassette/1"

// cassette is the file of one sample.
type cassette struct {
	Format    string     `json:"format"`
	Item      string     `json:"item"`
	Arm       string     `json:"arm"`
	Sample    int        `json:"sample"`
	Exchanges []exchange `json:"exchanges"`
}

// exchange is a request with its answer.
type exchange struct {
	Key      string   `json:"key"`
	Request  request  `json:"request"`
	Response response `json:"response"`

	done bool // the answer was read as far as it went
}

type request struct {
	Method string          `json:"method"`
	Host   string          `json:"host"`
	Path   string          `json:"path"`
	Body   json.RawMessage `json:"body,omitempty"` // canonical JSON, or a string of what is not JSON
}

// response is an answer: JSON, or Chunks, which are base64 where Binary says so.
type response struct {
	Status int               `json:"status,omitempty"` // 0: there was none
	Header map[string]string `json:"header,omitempty"`
	JSON   json.RawMessage   `json:"json,omitempty"`
	Chunks []string          `json:"chunks,omitempty"`
	Binary bool              `json:"binary,omitempty"`
	Broken string            `json:"broken,omitempty"` // why it ended before its end
}

// file is where the cassette of a sample is kept.
func file(dir string, s sample) string {
	return filepath.Join(dir, plainName(s.arm), plainName(s.item)+"."+strconv.Itoa(s.k)+".json")
}

// plainName makes a file name of any text. What had to be changed gets a digest,
// so that names stay different, also where upper and lower case are the same.
func plainName(text string) string {
	name := []byte(text)
	for i, c := range name {
		if !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '.' && i > 0) {
			name[i] = '-'
		}
	}
	if string(name) == text && text != "" && len(text) <= 100 {
		return text
	}
	sum := sha256.Sum256([]byte(text))
	return string(name[:min(len(name), 100)]) + "~" + hex.EncodeToString(sum[:4])
}

// load reads a cassette. One that is not there is empty.
func load(name string) (*cassette, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return &cassette{}, nil
	}
	if err != nil {
		return nil, fault.Wrap(fault.BadConfig, err, "the cassette %s cannot be read: %v", name, err)
	}
	var c cassette
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&c); err != nil || c.Format != format {
		return nil, fault.Wrap(fault.BadConfig, err, "the cassette %s is not one: record it anew with --replay record", name)
	}
	return &c, nil
}

// save writes a cassette in one piece, so that a reader finds the old one or
// the new one.
func (c *cassette) save(name string) error {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(c)
	if err == nil {
		err = writeWhole(name, out.Bytes())
	}
	if err != nil {
		return fault.Wrap(fault.WriteFailed, err, "the cassette %s could not be written: %v", name, err)
	}
	return nil
}

func writeWhole(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".cassette-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// canonical puts JSON into one form: sorted keys, no spaces. What is not JSON
// becomes a JSON string.
func canonical(body []byte) json.RawMessage {
	if len(body) == 0 {
		return nil
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var value any
	if dec.Decode(&value) != nil || dec.More() {
		value = string(body)
	}
	return encode(value)
}

func encode(value any) json.RawMessage {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if enc.Encode(value) != nil {
		return nil
	}
	return bytes.TrimSpace(out.Bytes())
}

// body returns the answer's bytes in the chunks in which they are played.
func (r *response) body() ([][]byte, error) {
	if r.JSON != nil {
		var compact bytes.Buffer
		err := json.Compact(&compact, r.JSON)
		return [][]byte{compact.Bytes()}, err
	}
	out := make([][]byte, len(r.Chunks))
	for i, text := range r.Chunks {
		out[i] = []byte(text)
		if r.Binary {
			data, err := base64.StdEncoding.DecodeString(text)
			if err != nil {
				return nil, err
			}
			out[i] = data
		}
	}
	return out, nil
}

// setBody keeps what was read. Secrets are masked; chunks between which one is
// divided become one.
func (r *response) setBody(chunks [][]byte, m *mask) {
	whole := bytes.Join(chunks, nil)
	clean := m.body(whole, r.Status >= 400)
	if utf8.Valid(clean) && json.Valid(clean) && r.Broken == "" {
		r.JSON = clean
		return
	}
	parts := make([][]byte, 0, len(chunks))
	for _, c := range chunks {
		parts = append(parts, m.body(c, r.Status >= 400))
	}
	if !bytes.Equal(bytes.Join(parts, nil), clean) {
		parts = [][]byte{clean}
	}
	for _, p := range parts {
		r.Binary = r.Binary || !utf8.Valid(p)
	}
	for _, p := range parts {
		text := string(p)
		if r.Binary {
			text = base64.StdEncoding.EncodeToString(p)
		}
		r.Chunks = append(r.Chunks, text)
	}
}

// address is a path with its query, without the values of secret parameters.
func address(u *url.URL, m *mask) string {
	path := u.EscapedPath()
	if q := u.Query(); len(q) > 0 {
		for name := range q {
			if secretName.MatchString(name) {
				q.Set(name, masked)
			}
		}
		path += "?" + q.Encode()
	}
	return string(m.values([]byte(path)))
}
