package plain

import "fmt"

// Count says how many there are of something whose plural ends in s: "1 item",
// "3 items".
func Count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
