package clerktest

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// An Organization is what a session token says of the active organization.
type Organization struct {
	ID   string // such as "org_…"
	Slug string
}

// A Membership is a user's place in an organization.
type Membership struct {
	Organization Organization // zero: [Instance.Organization]
	Permissions  []string     // such as "org:invoices:create"
	Role         string       // such as "org:admin" or "admin"
}

// entitlements builds the claims o, fea and pla of a version 2 session token.
//
// Permissions travel as a matrix: per lists the actions, fea the features, and
// fpm has, for each feature of the organization in the order of fea, a number
// whose bit k stands for action k.
type entitlements struct {
	features []string // "scope:name", scope o, u or both
	plans    []string // the same
	actions  []string // of permissions, in order of appearance
	bits     map[string]*big.Int
}

func newEntitlements(options TokenOptions, scope string) (*entitlements, error) {
	e := &entitlements{bits: map[string]*big.Int{}}
	for _, feature := range options.Features {
		e.features = append(e.features, scoped(feature, scope))
	}
	for _, plan := range options.Plans {
		e.plans = append(e.plans, scoped(plan, scope))
	}
	for _, permission := range options.Permissions {
		if err := e.permit(permission); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// permit adds a permission, and its feature if the token does not have it.
func (e *entitlements) permit(permission string) error {
	parts := strings.SplitN(permission, ":", 3)
	if len(parts) != 3 || parts[0] != "org" || parts[1] == "" || parts[2] == "" || strings.Contains(permission, ",") {
		return fmt.Errorf(`clerktest: permission %q: want "org:feature:action"`, permission)
	}
	feature, action := parts[1], parts[2]
	if !slices.Contains(e.organizationFeatures(), feature) {
		e.features = append(e.features, "o:"+feature)
	}
	k := slices.Index(e.actions, action)
	if k < 0 {
		k = len(e.actions)
		e.actions = append(e.actions, action)
	}
	if e.bits[feature] == nil {
		e.bits[feature] = new(big.Int)
	}
	e.bits[feature].SetBit(e.bits[feature], k, 1)
	return nil
}

// organizationFeatures lists the features that fpm has numbers for.
func (e *entitlements) organizationFeatures() []string {
	var names []string
	for _, feature := range e.features {
		if scope, name, _ := strings.Cut(feature, ":"); strings.Contains(scope, "o") {
			names = append(names, name)
		}
	}
	return names
}

// matrix returns the claim fpm.
func (e *entitlements) matrix() string {
	var numbers []string
	for _, feature := range e.organizationFeatures() {
		number := "0"
		if bits := e.bits[feature]; bits != nil {
			number = bits.String()
		}
		numbers = append(numbers, number)
	}
	return strings.Join(numbers, ",")
}

// write puts the claims into a token.
func (e *entitlements) write(claims map[string]any, organization Organization, role string) {
	if len(e.features) > 0 {
		claims["fea"] = strings.Join(e.features, ",")
	}
	if len(e.plans) > 0 {
		claims["pla"] = strings.Join(e.plans, ",")
	}
	if organization == (Organization{}) {
		return
	}
	o := map[string]any{"id": organization.ID}
	if organization.Slug != "" {
		o["slg"] = organization.Slug
	}
	if role != "" {
		o["rol"] = strings.TrimPrefix(role, "org:")
	}
	if len(e.actions) > 0 {
		o["per"] = strings.Join(e.actions, ",")
		o["fpm"] = e.matrix()
	}
	claims["o"] = o
}

// scoped puts a name into the form of fea and pla. Without a scope of its own
// the name belongs to whom the token speaks for.
func scoped(name, scope string) string {
	prefix, rest, found := strings.Cut(name, ":")
	if !found {
		return scope + ":" + name
	}
	switch prefix {
	case "org", "organization":
		return "o:" + rest
	case "user":
		return "u:" + rest
	}
	return name
}
