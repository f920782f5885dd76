package login

import (
	"encoding/json"
	"slices"
	"strings"
)

// Role is what a person of the provider may do.
type Role string

// The roles, each of which may do what those before it may.
const (
	Drafter Role = "drafter" // drafts, edits and reads
	Editor  Role = "editor"  // also approves, rejects and lets findings stand
	Admin   Role = "admin"   // all
)

// Scopes are those of the API that a role has, nil for what is no role.
func (r Role) Scopes() []string {
	switch r {
	case Drafter:
		return []string{"summarize", "edit"}
	case Editor:
		return []string{"summarize", "edit", "review"}
	case Admin:
		return []string{"summarize", "edit", "review", "admin"}
	}
	return nil
}

// ParseRoles reads what a provider's roles mean here: "VALUE=ROLE" each. Without
// any, a provider's drafter, editor and admin are just that.
func ParseRoles(given []string) (map[string]Role, bool) {
	if len(given) == 0 {
		return map[string]Role{string(Drafter): Drafter, string(Editor): Editor, string(Admin): Admin}, true
	}
	out := map[string]Role{}
	for _, text := range given {
		at := strings.LastIndex(text, "=")
		if at < 1 || Role(text[at+1:]).Scopes() == nil {
			return nil, false
		}
		out[text[:at]] = Role(text[at+1:])
	}
	return out, true
}

// roleIn is the role with the most rights among those that the claims of a person
// tell, "" for none.
func roleIn(claims map[string]json.RawMessage, claim string, roles map[string]Role) Role {
	var best Role
	for _, value := range valuesOf(claims, claim) {
		role, ok := roles[value]
		if ok && len(role.Scopes()) > len(best.Scopes()) {
			best = role
		}
	}
	return best
}

// valuesOf finds a claim by its name, or by the path to it, such as
// realm_access.roles: a text, or a list of texts.
func valuesOf(claims map[string]json.RawMessage, name string) []string {
	raw, ok := claims[name]
	if !ok {
		first, rest, deeper := strings.Cut(name, ".")
		var inner map[string]json.RawMessage
		if !deeper || json.Unmarshal(claims[first], &inner) != nil {
			return nil
		}
		return valuesOf(inner, rest)
	}
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return []string{one}
	}
	var mixed []any
	_ = json.Unmarshal(raw, &mixed) // what is no list has no values
	var out []string
	for _, v := range mixed {
		if text, ok := v.(string); ok {
			out = append(out, text)
		}
	}
	return slices.Clip(out)
}
