package meta

import (
	"io"
	"strings"
	"testing"
)

func TestLimitedFailsWhereItIsCutOff(t *testing.T) {
	if text, err := io.ReadAll(&limited{strings.NewReader("abcd"), 4}); err != nil || string(text) != "abcd" {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := io.ReadAll(&limited{strings.NewReader("abcde"), 4}); err == nil {
		t.Error("what is cut off passes for all")
	}
}
