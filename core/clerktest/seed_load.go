package clerktest

import (
	"cmp"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/go-json-experiment/json/jsontext"
)

// Load adds a seed to the instance, or, if anything is wrong with it, nothing of it and
// returns a [*SeedError].
//
// The first organisation of the seed becomes [Instance.Organization]. The one that the
// instance began with is gone then, if it has no members.
func (i *Instance) Load(seed Seed) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	l := &seedLoader{
		Instance:       i,
		now:            i.now(),
		claims:         map[[2]string]string{},
		machineNames:   map[string]*machine{},
		newMachines:    map[string]*machine{},
		newMembers:     map[[2]string]bool{},
		newOrgs:        map[string]*backend.Organization{},
		newUsers:       map[string]*user{},
		newPermissions: map[string]*backend.Permission{},
		newRoles:       map[string]*backend.Role{},
	}
	if own := i.organizations.get(i.Organization().ID); own != nil && len(seed.Organizations) > 0 && len(i.members[own.ID]) == 0 {
		l.replaced = own
	}
	// What comes later names what comes before.
	for _, read := range []func(Seed) error{
		l.readPermissions, l.readRoles, l.readOrganizations, l.readMachines, l.readUsers, l.readCreators, l.readOrganizationInvitations,
		l.readAPIKeys, l.readSessions, l.readClients, l.readInvitations, l.readJWTTemplates, l.readOAuthApplications,
	} {
		if err := read(seed); err != nil {
			return err
		}
	}
	l.commit()
	return nil
}

// A seedLoader makes of a seed what an instance stores, and stores it when all of it is
// sound. The caller holds mu.
type seedLoader struct {
	*Instance
	now      time.Time
	replaced *backend.Organization // the instance's own, which makes way; nil for none

	apiKeyList                 []*apiKey
	applicationList            []*backend.OAuthApplication
	clientList                 []*device
	domainList                 []*backend.OrganizationDomain
	invitationList             []*backend.Invitation
	machineList                []*machine
	membershipList             []*membership
	orgList                    []*backend.Organization
	organizationInvitationList []*backend.OrganizationInvitation
	permissionList             []*backend.Permission
	roleList                   []*backend.Role
	sessionList                []*session
	templateList               []*backend.JWTTemplate
	userList                   []*user

	claims         map[[2]string]string // where a seed has a value of a kind already
	machineNames   map[string]*machine
	newMachines    map[string]*machine
	newMembers     map[[2]string]bool               // by the IDs of organisation and user
	newOrgs        map[string]*backend.Organization // by ID and slug
	newPermissions map[string]*backend.Permission   // by key
	newRoles       map[string]*backend.Role         // by key
	newUsers       map[string]*user                 // by ID and email address
}

// claim refuses what another one has, in the seed or in the instance.
func (l *seedLoader) claim(path, kind, value string, taken bool) error {
	key := [2]string{kind, value}
	if first, ok := l.claims[key]; ok {
		return badSeed(path, "the %s %q is there already, at %s; give each its own", kind, value, first)
	}
	if taken {
		return badSeed(path, "the %s %q is in the instance already; choose another", kind, value)
	}
	l.claims[key] = path
	return nil
}

var seedID = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)

// id returns the ID that is given, or a new one.
func (l *seedLoader) id(path, prefix, given string, taken bool) (string, error) {
	if given == "" {
		return newID(prefix), nil
	}
	if err := checkSeedID(path+".id", prefix, given); err != nil {
		return "", err
	}
	return given, l.claim(path+".id", "ID", given, taken)
}

func checkSeedID(path, prefix, given string) error {
	if rest, ok := strings.CutPrefix(given, prefix); !ok || !seedID.MatchString(rest) {
		return badSeed(path, "%q is no ID of this kind: want %q and letters, digits, - or _, or leave it out", given, prefix)
	}
	return nil
}

// digest returns the digest that is given, and whether there is one.
func (l *seedLoader) digest(path, given string, taken func(digest) bool) (d digest, ok bool, err error) {
	if given == "" {
		return d, false, nil
	}
	decoded, err := hex.DecodeString(given)
	if err != nil || len(decoded) != len(d) {
		return d, false, badSeed(path, "must be 64 hexadecimal digits: the SHA-256 of a secret, never the secret")
	}
	copy(d[:], decoded)
	return d, true, l.claim(path, "digest", d.String(), taken(d))
}

// secret returns a new secret and its digest, or the digest that is given alone.
func (l *seedLoader) secret(path, given string) (secret string, d digest, err error) {
	d, ok, err := l.digest(path+".secret_digest", given, func(d digest) bool {
		return l.apiKeys.bySecret[d] != nil || l.machines.bySecret[d] != nil
	})
	if ok || err != nil {
		return "", d, err
	}
	secret = "ak_" + randomText(48)
	return secret, digestOf(secret), nil
}

// created returns when something was made, and when it was changed.
func (l *seedLoader) created(createdAt, updatedAt time.Time) (created, updated backend.Time) {
	created = backend.NewTime(l.orNow(createdAt))
	if updatedAt.IsZero() {
		return created, created
	}
	return created, backend.NewTime(updatedAt)
}

func (l *seedLoader) orNow(t time.Time) time.Time {
	if t.IsZero() {
		return l.now
	}
	return t
}

// A seedField is metadata and where a seed has it.
type seedField struct {
	name  string
	value *backend.Metadata
}

// fillMetadata refuses metadata that are no objects, and makes absent ones empty.
func fillMetadata(path string, fields ...seedField) error {
	for _, field := range fields {
		if err := compactMetadata(path, field); err != nil {
			return err
		}
		*field.value = orEmpty(*field.value)
	}
	return nil
}

// compactMetadata refuses metadata that are no object, and drops the spaces between
// their members, which belong to the file.
func compactMetadata(path string, field seedField) error {
	if field.value.IsZero() || field.value.String() == "null" {
		*field.value = backend.Metadata{}
		return nil
	}
	text := jsontext.Value(field.value.String())
	if _, err := backend.MetadataAs[map[string]any](*field.value); err != nil || text.Compact() != nil {
		return badSeed(path+"."+field.name, "want an object, in {}")
	}
	*field.value = backend.MetadataOf(text)
	return nil
}

// oneOf refuses a word that is none of some; "" is the first.
func oneOf(path, word string, words ...string) (string, error) {
	word = cmp.Or(word, words[0])
	if !slices.Contains(words, word) {
		return "", badSeed(path, "%q is none of %q", word, words)
	}
	return word, nil
}

// organizationAt returns an organisation of the seed or the instance, by its ID or
// slug.
func (l *seedLoader) organizationAt(path, ref string) (*backend.Organization, error) {
	if o := l.newOrgs[ref]; o != nil {
		return o, nil
	}
	if o := l.findOrganization(ref); o != nil && o != l.replaced {
		return o, nil
	}
	return nil, badSeed(path, "no organization has the ID or slug %q; add one to organizations", ref)
}

// userAt returns a user of the seed or the instance, by their ID or email address.
func (l *seedLoader) userAt(path, ref string) (*user, error) {
	if strings.Contains(ref, "@") {
		ref = strings.ToLower(ref)
	}
	if u := cmp.Or(l.newUsers[ref], l.findUser(ref), l.findAddress(ref)); u != nil {
		return u, nil
	}
	return nil, badSeed(path, "no user has the ID or email address %q; add one to users", ref)
}

// role returns the key of a role of the seed or the instance.
func (l *seedLoader) role(path, given string) (string, error) {
	key := roleKey(given)
	if l.newRoles[key] == nil && l.findRole(key) == nil {
		return "", badSeed(path+".role", "no role has the key %q; add one to roles", key)
	}
	return key, nil
}

func (l *seedLoader) nameOfRole(key string) string {
	if role := l.newRoles[key]; role != nil {
		return role.Name
	}
	return l.roleName(key)
}

// commit stores what was read.
func (l *seedLoader) commit() {
	for _, p := range l.permissionList {
		replace(&l.permissions, p, p.ID, func(old *backend.Permission) bool { return old.Key == p.Key }, func(old *backend.Permission) string { return old.ID })
	}
	for _, role := range l.roleList {
		replace(&l.roles, role, role.ID, func(old *backend.Role) bool { return old.Key == role.Key }, func(old *backend.Role) string { return old.ID })
	}
	if len(l.permissionList)+len(l.roleList) > 0 {
		l.eachRole(func(role *backend.Role) {
			for k, held := range role.Permissions {
				if now := l.newPermissions[held.Key]; now != nil {
					role.Permissions[k] = *now
				}
			}
		})
	}
	if l.replaced != nil {
		l.organizations.remove(l.replaced.ID)
		delete(l.organizationSlugs, l.replaced.Slug)
	}
	for _, o := range l.orgList {
		l.organizations.add(o.ID, o)
		l.organizationSlugs[o.Slug] = o
	}
	if len(l.orgList) > 0 {
		l.organization.Store(&Organization{ID: l.orgList[0].ID, Slug: l.orgList[0].Slug})
	}
	for _, m := range l.machineList {
		l.machines.add(m.ID, m)
		l.machines.keepDigest(m.digest, m)
	}
	for _, u := range l.userList {
		l.users = append(l.users, u)
		l.identifiers.add(u)
	}
	for _, m := range l.membershipList {
		l.enroll(m)
	}
	for _, u := range l.userList {
		l.tellMemberships(u)
	}
	for _, k := range l.apiKeyList {
		l.apiKeys.add(k.ID, k)
		l.apiKeys.keepDigest(k.digest, k)
	}
	for _, s := range l.sessionList {
		l.sessions.add(s.ID, s)
		l.userSessions.add(s.UserID, s)
		l.setActiveOrganization(s, s.LastActiveOrganizationID.Or(""))
	}
	for _, d := range l.clientList {
		l.devices.add(d.ID, d)
		l.devices.keepDigest(d.digest, d)
	}
	addAll(&l.oauthApplications, l.applicationList, func(a *backend.OAuthApplication) string { return a.ID })
	addAll(&l.organizationDomains, l.domainList, func(d *backend.OrganizationDomain) string { return d.ID })
	addAll(&l.invitations, l.invitationList, func(v *backend.Invitation) string { return v.ID })
	addAll(&l.organizationInvitations, l.organizationInvitationList, func(v *backend.OrganizationInvitation) string { return v.ID })
	addAll(&l.templates, l.templateList, func(t *backend.JWTTemplate) string { return t.ID })
}

func addAll[T any](s *shelf[T], list []*T, id func(*T) string) {
	for _, resource := range list {
		s.add(id(resource), resource)
	}
}

// replace puts a resource onto a shelf, in the place of one that it replaces.
func replace[T any](s *shelf[T], resource *T, id string, same func(*T) bool, idOf func(*T) string) {
	k := slices.IndexFunc(s.list, same)
	if k < 0 {
		s.add(id, resource)
		return
	}
	delete(s.byID, idOf(s.list[k]))
	s.list[k], s.byID[id] = resource, resource
}
