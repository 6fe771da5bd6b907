package secrets

// public are fields whose names look secret and whose values are not, by the reason.
var public = map[string][]string{
	"it is a code of an error or of a payment": {
		"backend.BillingDiscountRedemption.PromoCode", "backend.EnterpriseConnectionTestRunLog.Code", "backend.Error.Code", "backend.ErrorDetail.Code",
		"backend.ErrorSuggestion.Code", "clerktest.Disruption.Code", "webhook.Error.Code", "webhook.PaymentFailure.Code", "webhook.PaymentFailure.DeclineCode",
	},
	"it is a kind, a name of an algorithm or a policy": {
		"backend.InstanceCommunication.BlockedCountryCodes", "backend.InstanceCommunicationUpdateParams.BlockedCountryCodes",
		"backend.InstanceUpdateParams.PreferredSignInStrategyWhenPasswordRequired", "backend.M2MTokenCreateParams.TokenFormat",
		"backend.UserCreateParams.PasswordHasher", "backend.UserTOTPVerification.CodeType", "backend.UserUpdateParams.PasswordHasher",
		"clerktest.SeedUser.PasswordHasher", "core.Auth.TokenType", "core.AuthenticateOptions.AcceptsToken", "core.Authentication.TokenType",
	},
	"it is a public key, or about one": {
		"backend.AccountlessApplication.PublishableKey", "backend.JSONWebKey.KeyOps", "backend.JWKS.Keys", "backend.PublicInterstitialParams.PublishableKey",
		"core.AuthenticateOptions.JWTKey", "core.AuthenticateOptions.PublishableKey", "core.Options.JWTKey", "core.Options.PublishableKey", "token.Header.KeyID", "token.Options.Keys",
	},
	"it is a service or a list of other structs": {
		"backend.Client.APIKeys", "backend.Client.ActorTokens", "backend.Client.AdminPortalLinkTokens", "backend.Client.IDPOAuthAccessTokens",
		"backend.Client.JWTTemplates", "backend.Client.M2MTokens", "backend.Client.SignInTokens", "backend.Client.TestingTokens",
		"backend.User.Passkeys", "clerktest.Seed.APIKeys", "clerktest.Seed.JWTTemplates",
	},
	"it is of a local Clerk, whose users and keys are nobody's": {
		"clerktest.SeedAPIKey.SecretDigest", "clerktest.SeedClient.TokenDigest", "clerktest.SeedMachine.SecretDigest",
		"clerktest.SeedUser.Password", "clerktest.SeedUser.PasswordDigest", "clerktest.UserParams.Password",
	},
	"it is what a wallet signs, which needs its key": {"backend.Verification.Nonce"},
	"it names a request that may be repeated":        {"backend.BillingCreditBalanceAdjustParams.IdempotencyKey", "backend.EmailCreateParams.IdempotencyKey"},
	"it names a role, a permission, a task or an attribute": {
		"backend.CustomAttribute.Key", "backend.CustomAttributeParams.Key", "backend.EnterpriseConnectionOAuthConfig.ProviderKey",
		"backend.Organization.RoleSetKey", "backend.OrganizationCreateParams.RoleSetKey", "backend.OrganizationPermissionCreateParams.Key",
		"backend.OrganizationPermissionUpdateParams.Key", "backend.OrganizationRoleCreateParams.Key", "backend.OrganizationRoleUpdateParams.Key",
		"backend.OrganizationSettings.InitialRoleSetKey", "backend.OrganizationUpdateParams.RoleSetKey", "backend.Permission.Key", "backend.Role.Key", "backend.RoleSet.Key",
		"backend.RoleSetCreateParams.CreatorRoleKey", "backend.RoleSetCreateParams.DefaultRoleKey", "backend.RoleSetCreateParams.Key", "backend.RoleSetItem.Key",
		"backend.RoleSetReplaceParams.DestRoleSetKey", "backend.RoleSetRoleReplaceParams.RoleKey", "backend.RoleSetRoleReplaceParams.ToRoleKey",
		"backend.RoleSetRolesAddParams.CreatorRoleKey", "backend.RoleSetRolesAddParams.DefaultRoleKey", "backend.RoleSetRolesAddParams.RoleKeys",
		"backend.RoleSetUpdateParams.CreatorRoleKey", "backend.RoleSetUpdateParams.DefaultRoleKey", "backend.RoleSetUpdateParams.Key", "backend.SessionTask.Key",
		"clerktest.SeedPermission.Key", "clerktest.SeedRole.Key",
	},
	"it is an address that lets nobody in by itself": {
		"backend.AccountlessApplication.APIKeysURL", "backend.EnterpriseConnectionOAuthConfig.TokenURL", "backend.EnterpriseConnectionOIDCParams.TokenURL",
		"backend.OAuthApplication.TokenFetchURL", "backend.OAuthApplication.TokenIntrospectionURL",
	},
}
