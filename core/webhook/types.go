package webhook

import "github.com/clerkgo/clerk-go/core/backend"

// The types of events, each with the type of its data.
//
// See https://clerk.com/docs/guides/development/webhooks/overview.
const (
	EmailCreated EventType[Email] = "email.created"

	OrganizationCreated EventType[backend.Organization]  = "organization.created"
	OrganizationDeleted EventType[backend.DeletedObject] = "organization.deleted"
	OrganizationUpdated EventType[backend.Organization]  = "organization.updated"

	OrganizationDomainCreated EventType[backend.OrganizationDomain] = "organizationDomain.created"
	OrganizationDomainDeleted EventType[backend.DeletedObject]      = "organizationDomain.deleted"
	OrganizationDomainUpdated EventType[backend.OrganizationDomain] = "organizationDomain.updated"

	OrganizationInvitationAccepted EventType[InvitationAccepted]             = "organizationInvitation.accepted"
	OrganizationInvitationCreated  EventType[backend.OrganizationInvitation] = "organizationInvitation.created"
	OrganizationInvitationRevoked  EventType[backend.OrganizationInvitation] = "organizationInvitation.revoked"

	OrganizationMembershipCreated EventType[backend.OrganizationMembership] = "organizationMembership.created"
	OrganizationMembershipDeleted EventType[backend.OrganizationMembership] = "organizationMembership.deleted"
	OrganizationMembershipUpdated EventType[backend.OrganizationMembership] = "organizationMembership.updated"

	PaymentAttemptCreated EventType[PaymentAttempt] = "paymentAttempt.created"
	PaymentAttemptUpdated EventType[PaymentAttempt] = "paymentAttempt.updated"

	PermissionCreated EventType[backend.Permission]    = "permission.created"
	PermissionDeleted EventType[backend.DeletedObject] = "permission.deleted"
	PermissionUpdated EventType[backend.Permission]    = "permission.updated"

	RoleCreated EventType[backend.Role]          = "role.created"
	RoleDeleted EventType[backend.DeletedObject] = "role.deleted"
	RoleUpdated EventType[backend.Role]          = "role.updated"

	SessionCreated EventType[Session] = "session.created"
	SessionEnded   EventType[Session] = "session.ended"
	SessionPending EventType[Session] = "session.pending"
	SessionRemoved EventType[Session] = "session.removed"
	SessionRevoked EventType[Session] = "session.revoked"

	SMSCreated EventType[SMS] = "sms.created"

	SubscriptionActive  EventType[Subscription] = "subscription.active"
	SubscriptionCreated EventType[Subscription] = "subscription.created"
	SubscriptionPastDue EventType[Subscription] = "subscription.pastDue"
	SubscriptionUpdated EventType[Subscription] = "subscription.updated"

	SubscriptionItemAbandoned       EventType[SubscriptionItem] = "subscriptionItem.abandoned"
	SubscriptionItemActive          EventType[SubscriptionItem] = "subscriptionItem.active"
	SubscriptionItemCanceled        EventType[SubscriptionItem] = "subscriptionItem.canceled"
	SubscriptionItemCreated         EventType[SubscriptionItem] = "subscriptionItem.created"
	SubscriptionItemEnded           EventType[SubscriptionItem] = "subscriptionItem.ended"
	SubscriptionItemFreeTrialEnding EventType[SubscriptionItem] = "subscriptionItem.freeTrialEnding"
	SubscriptionItemIncomplete      EventType[SubscriptionItem] = "subscriptionItem.incomplete"
	SubscriptionItemPastDue         EventType[SubscriptionItem] = "subscriptionItem.pastDue"
	SubscriptionItemUpcoming        EventType[SubscriptionItem] = "subscriptionItem.upcoming"
	SubscriptionItemUpdated         EventType[SubscriptionItem] = "subscriptionItem.updated"

	UserCreated EventType[backend.User]          = "user.created"
	UserDeleted EventType[backend.DeletedObject] = "user.deleted"
	UserUpdated EventType[backend.User]          = "user.updated"

	WaitlistEntryCreated EventType[backend.WaitlistEntry] = "waitlistEntry.created"
	WaitlistEntryUpdated EventType[backend.WaitlistEntry] = "waitlistEntry.updated"
)
