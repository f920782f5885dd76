package service

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/binary"
	"time"
)

var idLetters = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// newID makes an ID that nobody can guess and that sorts by the time, to the
// millisecond: 48 bits of time and 80 of chance in 26 letters and digits.
func newID(prefix string, at time.Time) string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], uint64(at.UnixMilli())<<16)
	_, _ = rand.Read(b[6:]) // never fails
	return prefix + idLetters.EncodeToString(b[:])
}
