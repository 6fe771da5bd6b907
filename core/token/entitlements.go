package token

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
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
	left := strings.Count(text, ",") + 1
	for item := range strings.SplitSeq(text, ",") {
		scope, name, ok := strings.Cut(strings.TrimSpace(item), ":")
		if !ok {
			return Entitlements{}, fmt.Errorf("the claim %s has an item without a colon", claim)
		}
		if scope == "o" || scope == "ou" || scope == "uo" {
			e.Organization = append(slices.Grow(e.Organization, left), name)
		}
		if scope == "u" || scope == "ou" || scope == "uo" {
			e.User = append(slices.Grow(e.User, left), name)
		}
		left--
	}
	return e, nil
}

// maxPermissions bounds the text of all permissions of a token, in bytes. Three
// short claims can stand for a thousand times their size, and whoever sent the
// token may have made them up: [Token.UnverifiedClaims] reads them too.
const maxPermissions = 16 * MaxSize

// errPermissions is for a token that names more than maxPermissions.
var errPermissions = errors.New("the claim o stands for too many permissions")

// unpackPermissions works out the permissions of a member. names are all
// permissions of the organisation (per); featureMap (fpm) has one number per
// feature, whose bit k says that the member has names[k] there. The features
// are those of the organisation only, in the order of fea. Numbers may have any
// size: a token is never larger than [MaxSize].
func unpackPermissions(features []string, names, featureMap string) ([]string, error) {
	permissions := []string{}
	if names == "" || featureMap == "" {
		return permissions, nil
	}
	numbers := strings.Split(featureMap, ",")
	size := 0
	var bits big.Int
	for i, feature := range features[:min(len(features), len(numbers))] {
		if !parseBits(&bits, strings.TrimSpace(numbers[i])) {
			continue
		}
		k, length := 0, bits.BitLen()
		for name := range strings.SplitSeq(names, ",") {
			if k == length {
				break
			}
			if bits.Bit(k) == 1 {
				permission := "org:" + feature + ":" + strings.TrimSpace(name)
				if size += len(permission); size > maxPermissions {
					return []string{}, errPermissions
				}
				permissions = append(permissions, permission)
			}
			k++
		}
	}
	return permissions, nil
}

// parseBits reads an unsigned decimal number of digits only.
func parseBits(into *big.Int, text string) bool {
	if strings.Trim(text, "0123456789") != "" {
		return false
	}
	if small, err := strconv.ParseUint(text, 10, 64); err == nil {
		into.SetUint64(small)
		return true
	}
	_, ok := into.SetString(text, 10)
	return ok
}
