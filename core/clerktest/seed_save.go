package clerktest

import (
	"slices"

	"github.com/clerkgo/clerk-go/core/backend"
)

// Save returns what the instance holds now as a seed, for [Instance.Load] of another
// instance: everything that a [Seed] has, secrets and passwords as digests. Keys, browsers
// that nobody is signed in on, attempts to sign in or up, tickets, M2M tokens and OAuth
// access tokens stay behind.
func (i *Instance) Save() Seed {
	i.mu.RLock()
	defer i.mu.RUnlock()
	return Seed{
		APIKeys:           i.savedAPIKeys(),
		Clients:           i.savedClients(),
		Invitations:       saved(i.invitations.list, savedInvitation),
		JWTTemplates:      saved(i.templates.list, savedJWTTemplate),
		Machines:          saved(i.machines.list, i.savedMachine),
		OAuthApplications: saved(i.oauthApplications.list, savedOAuthApplication),
		Organizations:     i.savedOrganizations(),
		Permissions:       saved(i.permissions.list, savedPermission),
		Roles:             append(saved(i.roles.list, savedRole), i.unlistedRoles()...),
		Sessions:          saved(i.sessions.list, savedSession),
		Users:             saved(i.users, i.savedUser),
	}
}

func saved[S, T any](list []*S, save func(*S) T) []T {
	var all []T
	for _, one := range list {
		all = append(all, save(one))
	}
	return all
}

// organizationsOwnFirst lists organisations with [Instance.Organization] before others.
func (i *Instance) organizationsOwnFirst() []*backend.Organization {
	list := slices.Clone(i.organizations.list)
	own := i.Organization().ID
	k := slices.IndexFunc(list, func(o *backend.Organization) bool { return o.ID == own })
	if k > 0 {
		first := list[k]
		list = slices.Insert(slices.Delete(list, k, k+1), 0, first)
	}
	return list
}

func (i *Instance) savedUser(u *user) SeedUser {
	s := SeedUser{
		ID: u.ID, Banned: u.Banned, BypassClientTrust: u.BypassClientTrust, CreateOrganizationEnabled: butTrue(u.CreateOrganizationEnabled),
		CreateOrganizationsLimit: u.CreateOrganizationsLimit, CreatedAt: u.CreatedAt.Time, DeleteSelfEnabled: butTrue(u.DeleteSelfEnabled),
		ExternalID: u.ExternalID.Or(""), FirstName: u.FirstName.Or(""), LastActiveAt: u.LastActiveAt.Time, LastName: u.LastName.Or(""),
		LastSignInAt: u.LastSignInAt.Time, LegalAcceptedAt: u.LegalAcceptedAt.Time, Locale: u.Locale.Or(""), Locked: u.Locked,
		PrivateMetadata: butEmpty(u.PrivateMetadata), PublicMetadata: butEmpty(u.PublicMetadata), UnsafeMetadata: butEmpty(u.UnsafeMetadata),
		UpdatedAt: u.UpdatedAt.Time, Username: u.Username.Or(""),
	}
	if u.password != nil {
		s.PasswordDigest, s.PasswordHasher = u.password.encoded(), passwordHasher
	}
	for _, e := range u.EmailAddresses {
		s.EmailAddresses = identifiedFirst(s.EmailAddresses, SeedIdentifier{e.ID, savedStatus(e.Verification, e.Reserved), e.EmailAddress}, u.PrimaryEmailAddressID)
	}
	for _, p := range u.PhoneNumbers {
		s.PhoneNumbers = identifiedFirst(s.PhoneNumbers, SeedIdentifier{p.ID, savedStatus(p.Verification, p.Reserved), p.PhoneNumber}, u.PrimaryPhoneNumberID)
	}
	for _, m := range i.userMemberships[u.ID] {
		s.Memberships = append(s.Memberships, SeedMembership{
			ID: m.id, CreatedAt: m.createdAt.Time, Organization: m.organization.ID, Permissions: m.permissions,
			PrivateMetadata: butEmpty(m.privateMetadata), PublicMetadata: butEmpty(m.publicMetadata), Role: m.role, UpdatedAt: m.updatedAt.Time,
		})
	}
	return s
}

// identifiedFirst adds an identifier, before the others if it is the primary one.
func identifiedFirst(list []SeedIdentifier, one SeedIdentifier, primary backend.Opt[string]) []SeedIdentifier {
	if one.ID == primary.Or("") {
		return slices.Insert(list, 0, one)
	}
	return append(list, one)
}

func savedStatus(v *backend.Verification, reserved bool) string {
	switch {
	case reserved:
		return "reserved"
	case verified(v):
		return ""
	}
	return "unverified"
}

// butTrue and butEmpty leave out what is so by default.
func butTrue(value bool) backend.Opt[bool] {
	if value {
		return backend.Opt[bool]{}
	}
	return backend.Value(false)
}

func butEmpty(m backend.Metadata) backend.Metadata {
	if m.String() == "{}" {
		return backend.Metadata{}
	}
	return m
}

// userID returns the ID of a user, "" if they are gone.
func (i *Instance) userID(id string) string {
	if i.findUser(id) == nil {
		return ""
	}
	return id
}

func (i *Instance) savedOrganizations() []SeedOrganization {
	domains := map[string][]SeedDomain{}
	for _, d := range i.organizationDomains.list {
		domains[d.OrganizationID] = append(domains[d.OrganizationID], savedDomain(d))
	}
	invitations := map[string][]SeedOrganizationInvitation{}
	for _, v := range i.organizationInvitations.list {
		invitations[v.OrganizationID] = append(invitations[v.OrganizationID], i.savedOrganizationInvitation(v))
	}
	return saved(i.organizationsOwnFirst(), func(o *backend.Organization) SeedOrganization {
		s := i.savedOrganization(o)
		s.Domains, s.Invitations = domains[o.ID], invitations[o.ID]
		return s
	})
}

func savedDomain(d *backend.OrganizationDomain) SeedDomain {
	s := SeedDomain{
		ID: d.ID, CreatedAt: d.CreatedAt.Time, EnrollmentMode: string(d.EnrollmentMode), Name: d.Name, UpdatedAt: d.UpdatedAt.Time,
		Verified: butTrue(d.AffiliationVerification.Status == backend.VerificationVerified),
	}
	if d.OwnershipVerification != nil {
		s.OwnershipVerifiedAt = d.OwnershipVerification.VerifiedAt.Time
	}
	return s
}

func savedInvitation(v *backend.Invitation) SeedInvitation {
	return SeedInvitation{
		ID: v.ID, CreatedAt: v.CreatedAt.Time, EmailAddress: v.EmailAddress, ExpiresAt: v.ExpiresAt.Time, PublicMetadata: butEmpty(v.PublicMetadata),
		Status: string(v.Status), UpdatedAt: v.UpdatedAt.Time,
	}
}

func (i *Instance) savedOrganizationInvitation(v *backend.OrganizationInvitation) SeedOrganizationInvitation {
	return SeedOrganizationInvitation{
		ID: v.ID, CreatedAt: v.CreatedAt.Time, EmailAddress: v.EmailAddress, ExpiresAt: v.ExpiresAt.Time, Inviter: i.userID(v.InviterID.Or("")),
		PrivateMetadata: butEmpty(v.PrivateMetadata), PublicMetadata: butEmpty(v.PublicMetadata), Role: v.Role, Status: string(v.Status), UpdatedAt: v.UpdatedAt.Time,
	}
}

func savedJWTTemplate(t *backend.JWTTemplate) SeedJWTTemplate {
	return SeedJWTTemplate{
		ID: t.ID, AllowedClockSkew: backend.Value(t.AllowedClockSkew), Claims: t.Claims, CreatedAt: t.CreatedAt.Time, Lifetime: t.Lifetime, Name: t.Name,
		UpdatedAt: t.UpdatedAt.Time,
	}
}

func savedOAuthApplication(a *backend.OAuthApplication) SeedOAuthApplication {
	return SeedOAuthApplication{
		ID: a.ID, ClientID: a.ClientID, ConsentScreenEnabled: butTrue(a.ConsentScreenEnabled), CreatedAt: a.CreatedAt.Time, Name: a.Name,
		PKCERequired: a.PKCERequired, Public: a.Public, RedirectURIs: a.RedirectURIs, Scopes: a.Scopes, UpdatedAt: a.UpdatedAt.Time,
	}
}

func (i *Instance) savedOrganization(o *backend.Organization) SeedOrganization {
	return SeedOrganization{
		ID: o.ID, AdminDeleteEnabled: butTrue(o.AdminDeleteEnabled), CreatedAt: o.CreatedAt.Time, CreatedBy: i.userID(o.CreatedBy),
		MaxAllowedMemberships: o.MaxAllowedMemberships, Name: o.Name, PrivateMetadata: butEmpty(o.PrivateMetadata),
		PublicMetadata: butEmpty(o.PublicMetadata), Slug: o.Slug, UpdatedAt: o.UpdatedAt.Time,
	}
}

func savedPermission(p *backend.Permission) SeedPermission {
	return SeedPermission{ID: p.ID, CreatedAt: p.CreatedAt.Time, Description: p.Description, Key: p.Key, Name: p.Name, UpdatedAt: p.UpdatedAt.Time}
}

func savedRole(role *backend.Role) SeedRole {
	s := SeedRole{
		ID: role.ID, CreatedAt: role.CreatedAt.Time, Description: role.Description.Or(""), IsCreatorEligible: role.IsCreatorEligible,
		Key: role.Key, Name: role.Name, UpdatedAt: role.UpdatedAt.Time,
	}
	for _, p := range role.Permissions {
		s.Permissions = append(s.Permissions, p.Key)
	}
	return s
}

// unlistedRoles are those that only members have, by [Instance.CreateMembership], and
// those that were deleted after an invitation.
func (i *Instance) unlistedRoles() []SeedRole {
	var roles []SeedRole
	known := map[string]bool{}
	for _, role := range i.roles.list {
		known[role.Key] = true
	}
	list := func(key string) {
		if !known[key] {
			known[key] = true
			roles = append(roles, SeedRole{Key: key})
		}
	}
	for _, m := range i.memberships.list {
		list(m.role)
	}
	for _, v := range i.organizationInvitations.list {
		list(v.Role)
	}
	return roles
}

func (i *Instance) savedMachine(m *machine) SeedMachine {
	s := SeedMachine{
		ID: m.ID, CreatedAt: m.CreatedAt.Time, DefaultTokenTTL: m.DefaultTokenTTL, Name: m.Name, SecretDigest: m.digest.String(), UpdatedAt: m.UpdatedAt.Time,
	}
	for _, id := range m.reaches {
		if i.machines.get(id) != nil { // it may be gone
			s.Scopes = append(s.Scopes, id)
		}
	}
	return s
}

// savedAPIKeys leaves out the keys of who is gone.
func (i *Instance) savedAPIKeys() []SeedAPIKey {
	var keys []SeedAPIKey
	for _, k := range i.apiKeys.list {
		if i.findUser(k.Subject) == nil && i.organizations.get(k.Subject) == nil && i.machines.get(k.Subject) == nil {
			continue
		}
		keys = append(keys, SeedAPIKey{
			ID: k.ID, Claims: k.Claims, CreatedAt: k.CreatedAt.Time, CreatedBy: i.userID(k.CreatedBy.Or("")), Description: k.Description.Or(""),
			Expiration: k.Expiration.Time, LastUsedAt: k.LastUsedAt.Time, Name: k.Name, RevocationReason: k.RevocationReason.Or(""), Revoked: k.Revoked,
			Scopes: k.Scopes, SecretDigest: k.digest.String(), Subject: k.Subject, Type: k.Type, UpdatedAt: k.UpdatedAt.Time,
		})
	}
	return keys
}

func savedSession(s *session) SeedSession {
	return SeedSession{
		ID: s.ID, AbandonAt: s.AbandonAt.Time, Actor: s.actor, ClientID: s.ClientID, CreatedAt: s.CreatedAt.Time, ExpireAt: s.ExpireAt.Time,
		LastActiveAt: s.LastActiveAt.Time, Organization: s.membership.Organization.ID, Status: s.Status, UpdatedAt: s.UpdatedAt.Time, User: s.UserID,
	}
}

// savedClients leaves out the browsers that nobody is signed in on.
func (i *Instance) savedClients() []SeedClient {
	var clients []SeedClient
	for _, d := range i.devices.list {
		if len(i.sessionsOf(d)) == 0 {
			continue
		}
		clients = append(clients, SeedClient{
			ID: d.ID, CreatedAt: d.CreatedAt.Time, LastAuthenticationStrategy: d.LastAuthenticationStrategy.Or(""), TokenDigest: d.digest.String(),
			UpdatedAt: d.UpdatedAt.Time,
		})
	}
	return clients
}
