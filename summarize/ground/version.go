package ground

import (
	"sync"

	"github.com/nutgraf/nutgraf/summarize/lang"
)

// rulesVersion is raised when the code of the rules judges otherwise. Their data
// need no version: Version has a digest of them.
const rulesVersion = "nutgraf.2"

// Version names all that decides what Check finds: the rules, what they know of
// each language, and the words of the languages. Findings of different versions
// cannot be compared.
func Version() string { return version() }

var version = sync.OnceValue(func() string { return rulesVersion + "." + lang.DigestOf(files) + "." + lang.Digest() })
