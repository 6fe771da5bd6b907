package clerktest

import (
	"fmt"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

func (l *seedLoader) readDomains(path string, from SeedOrganization, o *backend.Organization) error {
	for k, from := range from.Domains {
		path := fmt.Sprintf("%s.domains[%d]", path, k)
		id, err := l.id(path, "orgdmn_", from.ID, l.organizationDomains.get(from.ID) != nil)
		if err != nil {
			return err
		}
		mode, err := oneOf(path+".enrollment_mode", from.EnrollmentMode, "manual_invitation", "automatic_invitation", "automatic_suggestion", "enterprise_sso")
		if err != nil {
			return err
		}
		d, err := l.changedDomain(blankDomain(id, o), from.Name, backend.OrganizationDomainEnrollmentMode(mode), from.Verified.Or(true))
		if err != nil {
			return seedRefusal(path, err)
		}
		if err := l.claim(path+".name", "domain", d.Name, false); err != nil {
			return err
		}
		if !from.OwnershipVerifiedAt.IsZero() {
			d.OwnershipVerification = ownershipProof(from.OwnershipVerifiedAt)
		}
		d.CreatedAt, d.UpdatedAt = l.created(from.CreatedAt, from.UpdatedAt)
		l.domainList = append(l.domainList, &d)
	}
	return nil
}

// readInvitations reads those to the instance.
func (l *seedLoader) readInvitations(seed Seed) error {
	for k, from := range seed.Invitations {
		path := fmt.Sprintf("invitations[%d]", k)
		id, err := l.id(path, "inv_", from.ID, l.invitations.get(from.ID) != nil)
		if err != nil {
			return err
		}
		status, err := invited(path, from.EmailAddress, from.Status)
		if err != nil {
			return err
		}
		if err := fillMetadata(path, seedField{"public_metadata", &from.PublicMetadata}); err != nil {
			return err
		}
		v := &backend.Invitation{
			EmailAddress: from.EmailAddress, ID: id, Object: "invitation", PublicMetadata: from.PublicMetadata,
			Revoked: status == backend.InvitationRevoked, Status: status,
		}
		v.CreatedAt, v.UpdatedAt = l.created(from.CreatedAt, from.UpdatedAt)
		v.ExpiresAt = invitationEnd(v.CreatedAt, from.ExpiresAt)
		l.invitationList = append(l.invitationList, v)
	}
	return nil
}

func (l *seedLoader) readOrganizationInvitations(seed Seed) error {
	for k, from := range seed.Organizations {
		for j, invitation := range from.Invitations {
			path := fmt.Sprintf("organizations[%d].invitations[%d]", k, j)
			if err := l.readOrganizationInvitation(path, invitation, l.orgList[k]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l *seedLoader) readOrganizationInvitation(path string, from SeedOrganizationInvitation, o *backend.Organization) error {
	id, err := l.id(path, "orginv_", from.ID, l.organizationInvitations.get(from.ID) != nil)
	if err != nil {
		return err
	}
	status, err := invited(path, from.EmailAddress, from.Status)
	if err != nil {
		return err
	}
	role, err := l.role(path, from.Role)
	if err != nil {
		return err
	}
	if err := fillMetadata(path, seedField{"private_metadata", &from.PrivateMetadata}, seedField{"public_metadata", &from.PublicMetadata}); err != nil {
		return err
	}
	v := &backend.OrganizationInvitation{
		EmailAddress: from.EmailAddress, ID: id, InviterID: backend.Null[string](), Object: "organization_invitation", OrganizationID: o.ID,
		PrivateMetadata: from.PrivateMetadata, PublicMetadata: from.PublicMetadata, Role: role, RoleName: l.nameOfRole(role), Status: status,
		URL: backend.Null[string](),
	}
	if from.Inviter != "" {
		inviter, err := l.userAt(path+".inviter", from.Inviter)
		if err != nil {
			return err
		}
		v.InviterID, v.PublicInviterData = backend.Value(inviter.ID), publicInviterData(inviter)
	}
	v.CreatedAt, v.UpdatedAt = l.created(from.CreatedAt, from.UpdatedAt)
	v.ExpiresAt = invitationEnd(v.CreatedAt, from.ExpiresAt)
	l.organizationInvitationList = append(l.organizationInvitationList, v)
	return nil
}

// invited checks what all invitations have.
func invited(path, address, status string) (backend.InvitationStatus, error) {
	if !looksLikeAddress(address) {
		return "", badSeed(path+".email_address", `%q is no email address; want one such as "ada@example.com"`, address)
	}
	word, err := oneOf(path+".status", status, "pending", "accepted", "expired", "revoked")
	return backend.InvitationStatus(word), err
}

func invitationEnd(created backend.Time, given time.Time) backend.Time {
	if given.IsZero() {
		given = created.Add(invitationDays * 24 * time.Hour)
	}
	return backend.NewTime(given)
}
