package config

import "strings"

const templateHead = `# nutgraf.yaml: the configuration of nutgraf.
#
# It is looked for in the working directory, then in your configuration folder,
# then in /etc/nutgraf; the first one is used. Environment variables (the key in
# capitals, such as NUTGRAF_MODEL_NAME for model.name) and flags win over it.
#
# Every key is here with its default. To change one, take away the # in front of
# it and write your value.
`

// Template returns a nutgraf.yaml in which every key is explained, and commented
// out with its default.
func Template() string {
	var out strings.Builder
	out.WriteString(templateHead)
	var sections []string
	for _, k := range keys {
		parts := strings.Split(k.name, ".")
		indent, name := strings.Repeat("  ", len(parts)-1), parts[len(parts)-1]
		out.WriteByte('\n')
		for i, section := range parts[:len(parts)-1] {
			if i >= len(sections) || sections[i] != section {
				sections = sections[:min(i, len(sections))]
				out.WriteString(strings.Repeat("  ", i) + section + ":\n")
			}
		}
		sections = parts[:len(parts)-1]
		for line := range strings.SplitSeq(k.doc, "\n") {
			out.WriteString(strings.TrimRight(indent+"# "+line, " ") + "\n")
		}
		out.WriteString(indent + "#" + name + ": " + k.def + "\n")
	}
	return out.String()
}
