package scripted

import (
	"fmt"
	"strings"
)

// AnswerProbe answers the questions by which a client finds out what a model can
// do, as a good model does. It returns "" for any other request.
func AnswerProbe(req Request) string {
	said := req.Text()
	switch {
	case strings.Contains(string(req.Body), "capital_city"):
		return `{"capital_city": "Paris", "letter_count": 5}`
	case strings.Contains(said, "twelve months"):
		return "January, February, March, April, May, June, July, August, September, October, November, December"
	case strings.Contains(said, "numbers from one"):
		return strings.Repeat("one, two, three, ", 60)
	case strings.Contains(said, "random") && req.Seed != nil:
		return fmt.Sprintf("letters%d", *req.Seed)
	case strings.Contains(said, "code words"):
		return "HERON-41 and LARCH-87"
	case strings.Contains(said, "capital of France"):
		return "Paris"
	}
	return ""
}
