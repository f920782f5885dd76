package score

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// maxLine bounds a line, in bytes.
const maxLine = 16 << 20

var errLong = fmt.Errorf("is over %d MB", maxLine>>20)

// line is a line of the input, without its end.
type line struct {
	number int // from 1
	text   []byte
	err    error // why there is no text
}

// lineReader reads lines that are not blank.
type lineReader struct {
	in     *bufio.Reader
	number int // of the line that was read last
}

// newLineReader reads lines from r, which gzip may have packed.
func newLineReader(r io.Reader) (*lineReader, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	head, err := in.Peek(2)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if bytes.Equal(head, []byte{0x1f, 0x8b}) {
		unpacked, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("it cannot be unpacked: %w", err)
		}
		in = bufio.NewReaderSize(unpacked, 64<<10)
	}
	if head, _ := in.Peek(3); bytes.Equal(head, []byte("\ufeff")) {
		_, _ = in.Discard(len(head))
	}
	return &lineReader{in: in}, nil
}

// next returns the next line, or io.EOF.
func (r *lineReader) next() (line, error) {
	for {
		text, err := r.read()
		if errors.Is(err, errLong) {
			return line{r.number, nil, err}, nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return line{}, err
		}
		if len(bytes.TrimSpace(text)) > 0 {
			return line{r.number, text, nil}, nil
		}
		if err != nil {
			return line{}, err
		}
	}
}

// read returns a line in memory of its own. It skips one that is too long, with
// errLong.
func (r *lineReader) read() ([]byte, error) {
	r.number++
	var text []byte
	long := false
	for {
		part, err := r.in.ReadSlice('\n')
		if long = long || len(text)+len(part) > maxLine; long {
			text = nil
		} else {
			text = append(text, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case long && (err == nil || errors.Is(err, io.EOF)):
			return nil, errLong
		default:
			return text, err
		}
	}
}

// waiting reports that the next line may not have arrived yet.
func (r *lineReader) waiting() bool { return r.in.Buffered() == 0 }
