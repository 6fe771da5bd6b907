// Package backend is the Backend API of Clerk: every resource is a service on one
// [Client], every operation a method.
//
//	client, err := backend.NewClient(backend.Options{SecretKey: os.Getenv("CLERK_SECRET_KEY")})
//	…
//	user, err := client.Users.Get(ctx, "user_…")
//
// Programs that also authenticate requests take their client from package core,
// which embeds this one and reads the environment.
//
// # From JavaScript to Go
//
//	clerkClient.users.getUserList()   client.Users.List(ctx, backend.UserListParams{})
//	ClerkAPIResponseError             *backend.Error
//	isClerkAPIResponseError(err)      errors.As(err, &apiErr)
//	error.errors[0].longMessage       apiErr.Errors[0].LongMessage
//	user.firstName ?? ""              user.FirstName.Or("")
//	user.primaryEmailAddress          user.PrimaryEmailAddress()
//	user.publicMetadata as Plan       backend.MetadataAs[Plan](user.PublicMetadata)
//	{ firstName: null }               FirstName: backend.Null[string]()
//	{ limit: 10, query: 'ada' }       backend.UserListParams{Limit: 10, Query: "ada"}
//	machineSecretKey of one call      client.With(backend.CallOptions{MachineSecretKey: …})
//
// The last two sections name every method.
//
// # Requests
//
// The parameters of an operation are one struct whose zero value asks for
// nothing. A plain field is sent unless it is zero. A field of type [Opt] is sent
// once it is set, to whatever value: [Value] sets it, false and 0 included, and
// [Null] clears what Clerk has. IDs are checked before anything is sent: one that
// is empty, or that would lead to another path, is an error. A [File] is read from
// any io.Reader. [Client.With] sets a timeout, headers or a machine secret key for
// one call.
//
// # Lists
//
// List returns one [Page]. All returns an iterator over the resources of all
// pages:
//
//	for user, err := range client.Users.All(ctx, backend.UserListParams{}) {
//		if err != nil {
//			return err
//		}
//		…
//	}
//
// It makes no request before the range begins, one request a page after that, and
// none once the loop is left.
//
// # Responses
//
// A field is an [Opt] where the API may say null. Times are [Time]; null is the
// zero time. Enumerations are open: Clerk may add values. [Metadata] keeps your
// own JSON as it is. Resources may be encoded again, by encoding/json too. They
// belong to the caller.
//
// # Errors
//
// Every error of a call is an [*Error], which tells by its Code whether Clerk
// refused, no answer came, or the context ended. [IsNotFound] and [HasCode] answer
// the common questions. Cancelling the context ends a call at once;
// errors.Is(err, context.Canceled) then holds. No error shows a key, a query or
// an ID.
//
// # Limits
//
// A call takes 30 seconds at most unless Options.HTTPClient or the context say
// otherwise. An answer of more than 32 MiB is an error. Redirects are not followed.
//
// # Every method of the JavaScript packages
//
//	actorTokens.create                                      ActorTokens.Create
//	actorTokens.revoke                                      ActorTokens.Revoke
//	agentTasks.create                                       AgentTasks.Create
//	agentTasks.revoke                                       AgentTasks.Revoke
//	allowlistIdentifiers.createAllowlistIdentifier          AllowlistIdentifiers.Create
//	allowlistIdentifiers.deleteAllowlistIdentifier          AllowlistIdentifiers.Delete
//	allowlistIdentifiers.getAllowlistIdentifierList         AllowlistIdentifiers.List, AllowlistIdentifiers.All
//	apiKeys.create                                          APIKeys.Create
//	apiKeys.delete                                          APIKeys.Delete
//	apiKeys.get                                             APIKeys.Get
//	apiKeys.getSecret                                       APIKeys.GetSecret
//	apiKeys.list                                            APIKeys.List, APIKeys.All
//	apiKeys.revoke                                          APIKeys.Revoke
//	apiKeys.update                                          APIKeys.Update
//	apiKeys.verify                                          APIKeys.Verify
//	betaFeatures.changeDomain                               BetaFeatures.ChangeDomain
//	billing.cancelSubscriptionItem                          Billing.CancelSubscriptionItem
//	billing.extendSubscriptionItemFreeTrial                 Billing.ExtendSubscriptionItemFreeTrial
//	billing.getOrganizationBillingSubscription              Billing.GetOrganizationSubscription
//	billing.getPlanList                                     Billing.ListPlans, Billing.AllPlans
//	billing.getUserBillingSubscription                      Billing.GetUserSubscription
//	blocklistIdentifiers.createBlocklistIdentifier          BlocklistIdentifiers.Create
//	blocklistIdentifiers.deleteBlocklistIdentifier          BlocklistIdentifiers.Delete
//	blocklistIdentifiers.getBlocklistIdentifierList         BlocklistIdentifiers.List, BlocklistIdentifiers.All
//	clients.getClient                                       Clients.Get
//	clients.getClientList                                   Clients.List, Clients.All
//	clients.getHandshakePayload                             Clients.GetHandshakePayload
//	clients.verifyClient                                    Clients.Verify
//	domains.add                                             Domains.Add
//	domains.delete                                          Domains.Delete
//	domains.deleteDomain                                    Domains.Delete
//	domains.list                                            Domains.List
//	domains.update                                          Domains.Update
//	emailAddresses.createEmailAddress                       EmailAddresses.Create
//	emailAddresses.deleteEmailAddress                       EmailAddresses.Delete
//	emailAddresses.getEmailAddress                          EmailAddresses.Get
//	emailAddresses.updateEmailAddress                       EmailAddresses.Update
//	emails.create                                           Emails.Create
//	emails.createBatch                                      Emails.CreateBatch
//	emails.get                                              Emails.Get
//	enterpriseConnections.createEnterpriseConnection        EnterpriseConnections.Create
//	enterpriseConnections.deleteEnterpriseConnection        EnterpriseConnections.Delete
//	enterpriseConnections.getEnterpriseConnection           EnterpriseConnections.Get
//	enterpriseConnections.getEnterpriseConnectionList       EnterpriseConnections.List, EnterpriseConnections.All
//	enterpriseConnections.updateEnterpriseConnection        EnterpriseConnections.Update
//	__experimental_accountlessApplications.completeAccountlessApplicationOnboarding  AccountlessApplications.Complete
//	__experimental_accountlessApplications.createAccountlessApplication  AccountlessApplications.Create
//	idPOAuthAccessToken.verify                              IDPOAuthAccessTokens.Verify
//	instance.get                                            Instance.Get
//	instance.getOrganizationSettings                        Instance.GetOrganizationSettings
//	instance.update                                         Instance.Update
//	instance.updateOrganizationSettings                     Instance.UpdateOrganizationSettings
//	instance.updateRestrictions                             Instance.UpdateRestrictions
//	invitations.createInvitation                            Invitations.Create
//	invitations.createInvitationBulk                        Invitations.CreateBulk
//	invitations.deleteInvitation                            Invitations.Delete
//	invitations.getInvitationList                           Invitations.List, Invitations.All
//	invitations.revokeInvitation                            Invitations.Revoke
//	jwks.getJwks                                            JWKS.Get
//	jwtTemplates.create                                     JWTTemplates.Create
//	jwtTemplates.delete                                     JWTTemplates.Delete
//	jwtTemplates.get                                        JWTTemplates.Get
//	jwtTemplates.list                                       JWTTemplates.List, JWTTemplates.All
//	jwtTemplates.update                                     JWTTemplates.Update
//	m2m.createToken                                         M2MTokens.Create
//	m2m.list                                                M2MTokens.List, M2MTokens.All
//	m2m.revokeToken                                         M2MTokens.Revoke
//	m2m.verify                                              M2MTokens.Verify
//	machines.create                                         Machines.Create
//	machines.createScope                                    Machines.CreateScope
//	machines.delete                                         Machines.Delete
//	machines.deleteScope                                    Machines.DeleteScope
//	machines.get                                            Machines.Get
//	machines.getSecretKey                                   Machines.GetSecretKey
//	machines.list                                           Machines.List, Machines.All
//	machines.rotateSecretKey                                Machines.RotateSecretKey
//	machines.update                                         Machines.Update
//	oauthApplications.create                                OAuthApplications.Create
//	oauthApplications.delete                                OAuthApplications.Delete
//	oauthApplications.get                                   OAuthApplications.Get
//	oauthApplications.list                                  OAuthApplications.List, OAuthApplications.All
//	oauthApplications.revokeToken                           OAuthApplications.RevokeToken
//	oauthApplications.rotateSecret                          OAuthApplications.RotateSecret
//	oauthApplications.update                                OAuthApplications.Update
//	organizationPermissions.createOrganizationPermission    OrganizationPermissions.Create
//	organizationPermissions.deleteOrganizationPermission    OrganizationPermissions.Delete
//	organizationPermissions.getOrganizationPermission       OrganizationPermissions.Get
//	organizationPermissions.getOrganizationPermissionList   OrganizationPermissions.List, OrganizationPermissions.All
//	organizationPermissions.updateOrganizationPermission    OrganizationPermissions.Update
//	organizationRoles.assignPermissionToOrganizationRole    OrganizationRoles.AssignPermission
//	organizationRoles.createOrganizationRole                OrganizationRoles.Create
//	organizationRoles.deleteOrganizationRole                OrganizationRoles.Delete
//	organizationRoles.getOrganizationRole                   OrganizationRoles.Get
//	organizationRoles.getOrganizationRoleList               OrganizationRoles.List, OrganizationRoles.All
//	organizationRoles.removePermissionFromOrganizationRole  OrganizationRoles.RemovePermission
//	organizationRoles.updateOrganizationRole                OrganizationRoles.Update
//	organizations.createOrganization                        Organizations.Create
//	organizations.createOrganizationDomain                  Organizations.CreateDomain
//	organizations.createOrganizationInvitation              Organizations.CreateInvitation
//	organizations.createOrganizationInvitationBulk          Organizations.CreateInvitationBulk
//	organizations.createOrganizationMembership              Organizations.CreateMembership
//	organizations.deleteOrganization                        Organizations.Delete
//	organizations.deleteOrganizationDomain                  Organizations.DeleteDomain
//	organizations.deleteOrganizationLogo                    Organizations.DeleteLogo
//	organizations.deleteOrganizationMembership              Organizations.DeleteMembership
//	organizations.getInstanceOrganizationMembershipList     Organizations.ListInstanceMemberships, Organizations.AllInstanceMemberships
//	organizations.getOrganization                           Organizations.Get
//	organizations.getOrganizationDomainList                 Organizations.ListDomains, Organizations.AllDomains
//	organizations.getOrganizationInvitation                 Organizations.GetInvitation
//	organizations.getOrganizationInvitationList             Organizations.ListInvitations, Organizations.AllInvitations
//	organizations.getOrganizationList                       Organizations.List, Organizations.All
//	organizations.getOrganizationMembershipList             Organizations.ListMemberships, Organizations.AllMemberships
//	organizations.replaceOrganizationMetadata               Organizations.ReplaceMetadata
//	organizations.revokeOrganizationInvitation              Organizations.RevokeInvitation
//	organizations.updateOrganization                        Organizations.Update, Organizations.ReplaceMetadata
//	organizations.updateOrganizationDomain                  Organizations.UpdateDomain
//	organizations.updateOrganizationLogo                    Organizations.UpdateLogo
//	organizations.updateOrganizationMembership              Organizations.UpdateMembership
//	organizations.updateOrganizationMembershipMetadata      Organizations.UpdateMembershipMetadata
//	organizations.updateOrganizationMetadata                Organizations.UpdateMetadata
//	phoneNumbers.createPhoneNumber                          PhoneNumbers.Create
//	phoneNumbers.deletePhoneNumber                          PhoneNumbers.Delete
//	phoneNumbers.getPhoneNumber                             PhoneNumbers.Get
//	phoneNumbers.updatePhoneNumber                          PhoneNumbers.Update
//	proxyChecks.verify                                      ProxyChecks.Verify
//	redirectUrls.createRedirectUrl                          RedirectURLs.Create
//	redirectUrls.deleteRedirectUrl                          RedirectURLs.Delete
//	redirectUrls.getRedirectUrl                             RedirectURLs.Get
//	redirectUrls.getRedirectUrlList                         RedirectURLs.List, RedirectURLs.All
//	roleSets.addRolesToRoleSet                              RoleSets.AddRoles
//	roleSets.createRoleSet                                  RoleSets.Create
//	roleSets.getRoleSet                                     RoleSets.Get
//	roleSets.getRoleSetList                                 RoleSets.List, RoleSets.All
//	roleSets.replaceRoleInRoleSet                           RoleSets.ReplaceRole
//	roleSets.replaceRoleSet                                 RoleSets.Replace
//	roleSets.updateRoleSet                                  RoleSets.Update
//	samlConnections.createSamlConnection                    SAMLConnections.Create
//	samlConnections.deleteSamlConnection                    SAMLConnections.Delete
//	samlConnections.getSamlConnection                       SAMLConnections.Get
//	samlConnections.getSamlConnectionList                   SAMLConnections.List, SAMLConnections.All
//	samlConnections.updateSamlConnection                    SAMLConnections.Update
//	sessions.createSession                                  Sessions.Create
//	sessions.getSession                                     Sessions.Get
//	sessions.getSessionList                                 Sessions.List, Sessions.All
//	sessions.getToken                                       Sessions.CreateToken, Sessions.CreateTokenFromTemplate
//	sessions.refreshSession                                 Sessions.Refresh
//	sessions.revokeSession                                  Sessions.Revoke
//	sessions.verifySession                                  Sessions.Verify
//	signInTokens.createSignInToken                          SignInTokens.Create
//	signInTokens.revokeSignInToken                          SignInTokens.Revoke
//	signUps.get                                             SignUps.Get
//	signUps.update                                          SignUps.Update
//	testingTokens.createTestingToken                        TestingTokens.Create
//	users.banUser                                           Users.Ban
//	users.createUser                                        Users.Create
//	users.deleteUser                                        Users.Delete
//	users.deleteUserBackupCodes                             Users.DeleteBackupCodes
//	users.deleteUserExternalAccount                         Users.DeleteExternalAccount
//	users.deleteUserPasskey                                 Users.DeletePasskey
//	users.deleteUserProfileImage                            Users.DeleteProfileImage
//	users.deleteUserTOTP                                    Users.DeleteTOTP
//	users.deleteUserWeb3Wallet                              Users.DeleteWeb3Wallet
//	users.disableUserMFA                                    Users.DisableMFA
//	users.getCount                                          Users.Count
//	users.getOrganizationInvitationList                     Users.ListOrganizationInvitations, Users.AllOrganizationInvitations
//	users.getOrganizationMembershipList                     Users.ListOrganizationMemberships, Users.AllOrganizationMemberships
//	users.getUser                                           Users.Get
//	users.getUserList                                       Users.List, Users.All
//	users.getUserOauthAccessToken                           Users.ListOAuthAccessTokens, Users.AllOAuthAccessTokens
//	users.lockUser                                          Users.Lock
//	users.removePassword                                    Users.RemovePassword
//	users.replaceUserEmailAddress                           Users.ReplaceEmailAddress
//	users.replaceUserMetadata                               Users.ReplaceMetadata
//	users.replaceUserPhoneNumber                            Users.ReplacePhoneNumber
//	users.setPasswordCompromised                            Users.SetPasswordCompromised
//	users.unbanUser                                         Users.Unban
//	users.unlockUser                                        Users.Unlock
//	users.unsetPasswordCompromised                          Users.UnsetPasswordCompromised
//	users.updateUser                                        Users.Update, Users.ReplaceMetadata
//	users.updateUserMetadata                                Users.UpdateMetadata
//	users.updateUserProfileImage                            Users.UpdateProfileImage
//	users.verifyPassword                                    Users.VerifyPassword
//	users.verifyTOTP                                        Users.VerifyTOTP
//	waitlistEntries.create                                  WaitlistEntries.Create
//	waitlistEntries.createBulk                              WaitlistEntries.CreateBulk
//	waitlistEntries.delete                                  WaitlistEntries.Delete
//	waitlistEntries.invite                                  WaitlistEntries.Invite
//	waitlistEntries.list                                    WaitlistEntries.List, WaitlistEntries.All
//	waitlistEntries.reject                                  WaitlistEntries.Reject
//	webhooks.createSvixApp                                  Webhooks.CreateSvixApp
//	webhooks.deleteSvixApp                                  Webhooks.DeleteSvixApp
//	webhooks.generateSvixAuthURL                            Webhooks.GenerateSvixAuthURL
//
// # Methods that the JavaScript packages lack
//
//	AdminPortalLinkTokens   Create, Revoke
//	BetaFeatures            UpdateDomain, UpdateInstanceSettings
//	Billing                 AdjustOrganizationCreditBalance, AdjustUserCreditBalance,
//	                        AllPaymentAttempts, AllPrices, AllStatements, AllSubscriptionItems,
//	                        ApplyDiscount, CreatePrice, CreatePriceTransition,
//	                        GetOrganizationCreditBalance, GetStatement, GetUserCreditBalance,
//	                        ListPaymentAttempts, ListPrices, ListStatements, ListSubscriptionItems,
//	                        RemoveDiscount
//	Directories             All, Create, CreateGroupRoleMapping, Delete, DeleteGroupRoleMapping,
//	                        Get, List, ListGroupRoleMappings, ReplaceGroupRoleMappings,
//	                        RotateAPIKey, Update
//	EmailAddresses          AttemptVerification, PrepareVerification
//	EnterpriseConnections   AllTestRuns, CreateTestRun, ListTestRuns
//	Instance                ChangeDomain, GetCommunication, GetOAuthApplicationSettings, GetProtect,
//	                        UpdateCommunication, UpdateOAuthApplicationSettings, UpdateProtect
//	JWKS                    Raw
//	Miscellaneous           GetPublicInterstitial
//	OAuthApplications       UpdateLogo
//	Organizations           AllInstanceDomains, AllInstanceInvitations, AllPendingInvitations,
//	                        ListInstanceDomains, ListInstanceInvitations, ListPendingInvitations,
//	                        VerifyDomainOwnership
//	PhoneNumbers            AttemptVerification, PrepareVerification
//	SCIMDirectories         All, Create, CreateGroupRoleMapping, Delete, DeleteGroupRoleMapping,
//	                        Get, List, ListGroupRoleMappings, ReplaceGroupRoleMappings,
//	                        RotateAPIKey, Update
//	Templates               All, Get, List, Preview, Revert, ToggleDelivery, Upsert
//	Users                   BanBulk, ListTrustedDevices, RevokeTrustedDevice, UnbanBulk
package backend
