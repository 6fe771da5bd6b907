package token

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// Entitlements are features or plans, apart by who has them.
type Entitlements struct {
	Organization []string
	User         []string
}

// Has reports whether name is among the entitlements. A name may say where to
// look: "org:", "o:" or "organization:" for the organisation's, "user:" or "u:"
// for the user's; without one, both count. Any other scope has nothing.
func (e Entitlements) Has(name string) bool {
	scope, id, scoped := strings.Cut(name, ":")
	if !scoped {
		return name != "" && (slices.Contains(e.Organization, name) || slices.Contains(e.User, name))
	}
	// Clerk's packages look at no more than the first two pieces, and take the
	// scope for the name where the second is empty.
	id, _, _ = strings.Cut(id, ":")
	if id == "" {
		id = scope
	}
	switch scope {
	case "o", "org", "organization":
		return slices.Contains(e.Organization, id)
	case "u", "user":
		return slices.Contains(e.User, id)
	}
	return false
}

// parseEntitlements reads fea or pla: "scope:name" items separated by commas.
// Scope o is the organisation's, u the user's, ou and uo both's; items of other
// scopes are skipped. An item without a colon is an error, which names the
// claim only.
func parseEntitlements(claim, text string) (e Entitlements, err error) {
	if text == "" {
		return Entitlements{}, nil
	}
	for item := range strings.SplitSeq(text, ",") {
		scope, name, ok := strings.Cut(strings.TrimSpace(item), ":")
		if !ok {
			return Entitlements{}, fmt.Errorf("the claim %s has an item without a colon", claim)
		}
		if scope == "o" || scope == "ou" || scope == "uo" {
			e.Organization = append(e.Organization, name)
		}
		if scope == "u" || scope == "ou" || scope == "uo" {
			e.User = append(e.User, name)
		}
	}
	return e, nil
}

// unpackPermissions works out the permissions of a member. names are all
// permissions of the organisation (per); featureMap (fpm) has one number per
// feature, whose bit k says that the member has names[k] there. The features
// are those of the organisation only, in the order of fea. Numbers may have any
// size: a token is never larger than [MaxSize].
func unpackPermissions(features []string, names, featureMap string) []string {
	permissions := []string{}
	if names == "" || featureMap == "" {
		return permissions
	}
	name := strings.Split(names, ",")
	for i, text := range strings.Split(featureMap, ",") {
		if i >= len(features) {
			break
		}
		bits, ok := parseBits(strings.TrimSpace(text))
		if !ok {
			continue
		}
		for k := range min(bits.BitLen(), len(name)) {
			if bits.Bit(k) == 1 {
				permissions = append(permissions, "org:"+features[i]+":"+strings.TrimSpace(name[k]))
			}
		}
	}
	return permissions
}

// parseBits reads an unsigned decimal number of digits only.
func parseBits(text string) (*big.Int, bool) {
	if strings.Trim(text, "0123456789") != "" {
		return nil, false
	}
	return new(big.Int).SetString(text, 10)
}
