package clerktest

import (
	"net/http"
	"slices"
)

// backendRoutes lists the endpoints of the Backend API by resource. The last one
// answers what is not implemented, after its guard.
func (i *Instance) backendRoutes() []route {
	return slices.Concat(
		i.clientRoutes(),
		i.domainRoutes(),
		i.identificationRoutes(),
		i.instanceRoutes(),
		i.invitationRoutes(),
		i.machineRoutes(),
		// The JavaScript packages leave the version out of these.
		i.machineTokenRoutes("/bapi"),
		i.machineTokenRoutes("/bapi/v1"),
		i.membershipRoutes(),
		i.oauthApplicationRoutes(),
		i.organizationRoutes(),
		i.roleRoutes(),
		i.sessionRoutes(),
		i.templateRoutes(),
		i.ticketRoutes(),
		i.userRoutes(),
		[]route{{"/bapi/", secretKey, notImplemented}},
	)
}

func (i *Instance) clientRoutes() []route {
	return []route{
		{"GET /bapi/v1/clients", secretKey, i.listClients},
		{"GET /bapi/v1/clients/handshake_payload", secretKey, i.getHandshakePayload},
		{"GET /bapi/v1/clients/{id}", secretKey, exact(i.getClientByID)},
	}
}

func (i *Instance) domainRoutes() []route {
	return []route{
		{"GET /bapi/v1/organization_domains", secretKey, i.listInstanceDomains},
		{"GET /bapi/v1/organizations/{id}/domains", secretKey, i.listDomains},
		{"POST /bapi/v1/organizations/{id}/domains", secretKey, unqueried(i.postDomain)},
		{"DELETE /bapi/v1/organizations/{id}/domains/{domain}", secretKey, exact(i.withDomain(i.deleteDomain))},
		{"PATCH /bapi/v1/organizations/{id}/domains/{domain}", secretKey, unqueried(i.withDomain(i.patchDomain))},
		{"POST /bapi/v1/organizations/{id}/domains/{domain}/verify_ownership", secretKey, exact(i.withDomain(i.verifyDomainOwnership))},
	}
}

func (i *Instance) identificationRoutes() []route {
	return []route{
		{"POST /bapi/v1/email_addresses", secretKey, unqueried(i.postEmailAddress)},
		{"DELETE /bapi/v1/email_addresses/{id}", secretKey, exact(i.deleteEmailAddress)},
		{"GET /bapi/v1/email_addresses/{id}", secretKey, exact(i.getEmailAddress)},
		{"PATCH /bapi/v1/email_addresses/{id}", secretKey, unqueried(restated(http.StatusUnprocessableEntity, http.StatusConflict, i.patchEmailAddress))},
		{"POST /bapi/v1/phone_numbers", secretKey, unqueried(i.postPhoneNumber)},
		{"DELETE /bapi/v1/phone_numbers/{id}", secretKey, exact(i.deletePhoneNumber)},
		{"GET /bapi/v1/phone_numbers/{id}", secretKey, exact(i.getPhoneNumber)},
		{"PATCH /bapi/v1/phone_numbers/{id}", secretKey, unqueried(restated(http.StatusUnprocessableEntity, http.StatusBadRequest, i.patchPhoneNumber))},
		{"PUT /bapi/v1/users/{id}/email_address", secretKey, unqueried(i.replaceEmailAddress)},
		{"PUT /bapi/v1/users/{id}/phone_number", secretKey, unqueried(i.replacePhoneNumber)},
	}
}

func (i *Instance) instanceRoutes() []route {
	return []route{
		{"GET /bapi/v1/jwks", secretKey, exact(i.getJWKS)},
	}
}

func (i *Instance) invitationRoutes() []route {
	return []route{
		{"GET /bapi/v1/invitations", secretKey, i.listInvitations},
		{"POST /bapi/v1/invitations", secretKey, unqueried(i.postInvitation)},
		{"POST /bapi/v1/invitations/bulk", secretKey, unqueried(i.postInvitations)},
		{"DELETE /bapi/v1/invitations/{id}", secretKey, exact(i.deleteInvitation)},
		{"POST /bapi/v1/invitations/{id}/revoke", secretKey, exact(i.revokeInvitation)},
		{"GET /bapi/v1/organization_invitations", secretKey, i.listInstanceOrganizationInvitations},
		{"GET /bapi/v1/organizations/{id}/invitations", secretKey, i.listOrganizationInvitations},
		{"POST /bapi/v1/organizations/{id}/invitations", secretKey, unqueried(i.postOrganizationInvitation)},
		{"POST /bapi/v1/organizations/{id}/invitations/bulk", secretKey, unqueried(i.postOrganizationInvitations)},
		{"GET /bapi/v1/organizations/{id}/invitations/pending", secretKey, i.listPendingOrganizationInvitations},
		{"GET /bapi/v1/organizations/{id}/invitations/{invitation}", secretKey, exact(i.getOrganizationInvitation)},
		{"POST /bapi/v1/organizations/{id}/invitations/{invitation}/revoke", secretKey, unqueried(i.revokeOrganizationInvitation)},
		{"GET /bapi/v1/users/{id}/organization_invitations", secretKey, i.listUserOrganizationInvitations},
	}
}

func (i *Instance) machineRoutes() []route {
	return []route{
		{"GET /bapi/v1/machines", secretKey, i.listMachines},
		{"POST /bapi/v1/machines", secretKey, unqueried(i.postMachine)},
		{"DELETE /bapi/v1/machines/{id}", secretKey, exact(i.withMachine(i.deleteMachine))},
		{"GET /bapi/v1/machines/{id}", secretKey, exact(i.withMachine(i.getMachine))},
		{"PATCH /bapi/v1/machines/{id}", secretKey, unqueried(i.withMachine(i.patchMachine))},
		{"POST /bapi/v1/machines/{id}/scopes", secretKey, unqueried(i.withMachine(i.postMachineScope))},
		{"DELETE /bapi/v1/machines/{id}/scopes/{other}", secretKey, exact(i.withMachine(i.deleteMachineScope))},
		{"GET /bapi/v1/machines/{id}/secret_key", secretKey, exact(i.withMachine(i.getMachineSecretKey))},
		{"POST /bapi/v1/machines/{id}/secret_key/rotate", secretKey, unqueried(i.withMachine(i.rotateMachineSecretKey))},
	}
}

// machineTokenRoutes lists the endpoints of machine tokens, below a prefix.
func (i *Instance) machineTokenRoutes(prefix string) []route {
	routes := []route{
		{"GET " + prefix + "/api_keys", secretKey, i.listAPIKeys},
		{"POST " + prefix + "/api_keys", secretKey, unqueried(i.postAPIKey)},
		{"POST " + prefix + "/api_keys/verify", secretKey, unqueried(i.verifyAPIKey)},
		{"DELETE " + prefix + "/api_keys/{id}", secretKey, exact(i.deleteAPIKey)},
		{"GET " + prefix + "/api_keys/{id}", secretKey, exact(i.getAPIKey)},
		{"PATCH " + prefix + "/api_keys/{id}", secretKey, unqueried(i.patchAPIKey)},
		{"POST " + prefix + "/api_keys/{id}/revoke", secretKey, unqueried(i.revokeAPIKey)},
		{"GET " + prefix + "/api_keys/{id}/secret", secretKey, exact(i.getAPIKeySecret)},
		{"GET " + prefix + "/m2m_tokens", machineKey, i.listM2MTokens},
		{"POST " + prefix + "/m2m_tokens", machineKey, unqueried(i.postM2MToken)},
		{"POST " + prefix + "/m2m_tokens/verify", machineKey, unqueried(i.verifyM2MToken)},
		{"POST " + prefix + "/m2m_tokens/{id}/revoke", machineKey, unqueried(i.revokeM2MToken)},
		{"POST " + prefix + "/oauth_applications/access_tokens/verify", secretKey, unqueried(i.verifyOAuthToken)},
	}
	for k := range routes { // these services answer 400 to what is invalid
		routes[k].handler = restated(http.StatusUnprocessableEntity, http.StatusBadRequest, routes[k].handler)
	}
	return routes
}

func (i *Instance) membershipRoutes() []route {
	return []route{
		{"GET /bapi/v1/organization_memberships", secretKey, i.listInstanceMemberships},
		{"GET /bapi/v1/organizations/{id}/memberships", secretKey, i.listMemberships},
		{"POST /bapi/v1/organizations/{id}/memberships", secretKey, unqueried(i.postMembership)},
		{"DELETE /bapi/v1/organizations/{id}/memberships/{user}", secretKey, exact(i.deleteMembership)},
		{"PATCH /bapi/v1/organizations/{id}/memberships/{user}", secretKey, unqueried(i.patchMembership)},
		{"PATCH /bapi/v1/organizations/{id}/memberships/{user}/metadata", secretKey, unqueried(i.patchMembershipMetadata)},
		{"GET /bapi/v1/users/{id}/organization_memberships", secretKey, i.listUserMemberships},
	}
}

func (i *Instance) oauthApplicationRoutes() []route {
	return []route{
		{"GET /bapi/v1/oauth_applications", secretKey, i.listOAuthApplications},
		{"POST /bapi/v1/oauth_applications", secretKey, unqueried(i.postOAuthApplication)},
		{"DELETE /bapi/v1/oauth_applications/{id}", secretKey, exact(i.withOAuthApplication(i.deleteOAuthApplication))},
		{"GET /bapi/v1/oauth_applications/{id}", secretKey, exact(i.withOAuthApplication(i.getOAuthApplication))},
		{"PATCH /bapi/v1/oauth_applications/{id}", secretKey, unqueried(i.withOAuthApplication(i.patchOAuthApplication))},
		{"POST /bapi/v1/oauth_applications/{id}/revoke_token", secretKey, unqueried(i.withOAuthApplication(i.revokeOAuthToken))},
		{"POST /bapi/v1/oauth_applications/{id}/rotate_secret", secretKey, exact(i.withOAuthApplication(i.rotateOAuthSecret))},
	}
}

func (i *Instance) organizationRoutes() []route {
	return []route{
		{"GET /bapi/v1/organizations", secretKey, i.listOrganizations},
		{"POST /bapi/v1/organizations", secretKey, unqueried(i.postOrganization)},
		{"DELETE /bapi/v1/organizations/{id}", secretKey, exact(i.deleteOrganization)},
		{"GET /bapi/v1/organizations/{id}", secretKey, i.getOrganization},
		{"PATCH /bapi/v1/organizations/{id}", secretKey, unqueried(i.patchOrganization)},
		{"PATCH /bapi/v1/organizations/{id}/metadata", secretKey, unqueried(i.changeOrganizationMetadata(merged))},
		{"PUT /bapi/v1/organizations/{id}/metadata", secretKey, unqueried(i.changeOrganizationMetadata(replaced))},
	}
}

func (i *Instance) roleRoutes() []route {
	return []route{
		{"GET /bapi/v1/organization_permissions", secretKey, i.listPermissions},
		{"POST /bapi/v1/organization_permissions", secretKey, unqueried(i.postPermission)},
		{"DELETE /bapi/v1/organization_permissions/{id}", secretKey, exact(i.deletePermission)},
		{"GET /bapi/v1/organization_permissions/{id}", secretKey, exact(i.getPermission)},
		{"PATCH /bapi/v1/organization_permissions/{id}", secretKey, unqueried(i.patchPermission)},
		{"GET /bapi/v1/organization_roles", secretKey, i.listRoles},
		{"POST /bapi/v1/organization_roles", secretKey, unqueried(i.postRole)},
		{"DELETE /bapi/v1/organization_roles/{id}", secretKey, exact(i.deleteRole)},
		{"GET /bapi/v1/organization_roles/{id}", secretKey, exact(i.getRole)},
		{"PATCH /bapi/v1/organization_roles/{id}", secretKey, unqueried(i.patchRole)},
		{"DELETE /bapi/v1/organization_roles/{id}/permissions/{permission}", secretKey, exact(i.removePermission)},
		{"POST /bapi/v1/organization_roles/{id}/permissions/{permission}", secretKey, exact(i.assignPermission)},
	}
}

func (i *Instance) sessionRoutes() []route {
	return []route{
		{"GET /bapi/v1/sessions", secretKey, i.listSessions},
		{"POST /bapi/v1/sessions", secretKey, unqueried(i.postSession)},
		{"GET /bapi/v1/sessions/{id}", secretKey, exact(i.getSession)},
		{"POST /bapi/v1/sessions/{id}/refresh", secretKey, i.refreshSession},
		{"POST /bapi/v1/sessions/{id}/revoke", secretKey, exact(i.revokeSession)},
		{"POST /bapi/v1/sessions/{id}/tokens", secretKey, unqueried(i.postSessionToken)},
		{"POST /bapi/v1/sessions/{id}/tokens/{template}", secretKey, unqueried(i.postTemplateToken)},
		{"POST /bapi/v1/sessions/{id}/verify", secretKey, unqueried(i.verifySession)},
	}
}

func (i *Instance) templateRoutes() []route {
	return []route{
		{"GET /bapi/v1/jwt_templates", secretKey, i.listJWTTemplates},
		{"POST /bapi/v1/jwt_templates", secretKey, unqueried(i.postJWTTemplate)},
		{"DELETE /bapi/v1/jwt_templates/{id}", secretKey, exact(i.deleteJWTTemplate)},
		{"GET /bapi/v1/jwt_templates/{id}", secretKey, exact(i.getJWTTemplate)},
		{"PATCH /bapi/v1/jwt_templates/{id}", secretKey, unqueried(i.patchJWTTemplate)},
	}
}

func (i *Instance) ticketRoutes() []route {
	return []route{
		{"POST /bapi/v1/actor_tokens", secretKey, unqueried(i.postActorToken)},
		{"POST /bapi/v1/actor_tokens/{id}/revoke", secretKey, exact(i.revokeActorToken)},
		{"POST /bapi/v1/sign_in_tokens", secretKey, unqueried(i.postSignInToken)},
		{"POST /bapi/v1/sign_in_tokens/{id}/revoke", secretKey, exact(i.revokeSignInToken)},
		{"POST /bapi/v1/testing_tokens", secretKey, exact(i.postTestingToken)},
	}
}

func (i *Instance) userRoutes() []route {
	return []route{
		{"GET /bapi/v1/users", secretKey, i.listUsers},
		{"POST /bapi/v1/users", secretKey, unqueried(i.postUser)},
		{"POST /bapi/v1/users/ban", secretKey, unqueried(restated(http.StatusNotFound, http.StatusBadRequest, i.bulkBan(true)))},
		{"GET /bapi/v1/users/count", secretKey, i.countUsers},
		{"POST /bapi/v1/users/unban", secretKey, unqueried(restated(http.StatusNotFound, http.StatusBadRequest, i.bulkBan(false)))},
		{"DELETE /bapi/v1/users/{id}", secretKey, exact(i.deleteUser)},
		{"GET /bapi/v1/users/{id}", secretKey, exact(i.getUser)},
		{"PATCH /bapi/v1/users/{id}", secretKey, unqueried(i.patchUser)},
		{"POST /bapi/v1/users/{id}/ban", secretKey, exact(i.setUserState(func(u *user) { u.Banned = true }))},
		{"POST /bapi/v1/users/{id}/lock", secretKey, exact(i.setUserState(func(u *user) { u.Locked = true }))},
		{"PATCH /bapi/v1/users/{id}/metadata", secretKey, unqueried(i.changeUserMetadata(merged))},
		{"PUT /bapi/v1/users/{id}/metadata", secretKey, unqueried(i.changeUserMetadata(replaced))},
		{"POST /bapi/v1/users/{id}/remove_password", secretKey, unqueried(i.removePassword)},
		{"POST /bapi/v1/users/{id}/unban", secretKey, exact(i.setUserState(func(u *user) { u.Banned = false }))},
		{"POST /bapi/v1/users/{id}/unlock", secretKey, exact(i.setUserState(func(u *user) { u.Locked = false }))},
		{"POST /bapi/v1/users/{id}/verify_password", secretKey, unqueried(i.verifyPassword)},
	}
}
