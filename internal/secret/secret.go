// Package secret holds values that must not be seen: keys and tokens.
package secret

import (
	"fmt"
	"log/slog"
)

const mask = "***"

// Secret is a string that prints, marshals and logs as ***, or as nothing when
// it is empty. Only Reveal gives it away. The zero value is empty.
//
// The value is behind a pointer because fmt calls no methods of what stands in
// an unexported field: it prints an address then, and not the value.
type Secret struct{ value *string }

// New hides a value.
func New(value string) Secret {
	if value == "" {
		return Secret{}
	}
	return Secret{&value}
}

// Reveal returns the hidden value.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsSet reports whether there is a value.
func (s Secret) IsSet() bool { return s.Reveal() != "" }

// String returns the mask.
func (s Secret) String() string {
	if !s.IsSet() {
		return ""
	}
	return mask
}

// Format writes the mask for every verb, %#v and %x among them.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s.String())) }

// MarshalText returns the mask.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText takes the value.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = New(string(text))
	return nil
}

// LogValue returns the mask.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
