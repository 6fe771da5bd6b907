package main

import "strings"

// exception is a difference that is meant. An exception that is not needed is an
// error.
//
// where is what the difference is about, by the names of the specification:
// "METHOD /path/{}" for an operation, "OperationID query name", "OperationID body
// path.to.name", "Schema response name", or "GoType value constant". A * at the
// end stands for any rest. An inline schema of a response goes by its operation
// ID, or by Schema.name of the property that holds it.
type exception struct {
	where  string
	what   what
	reason string
}

// covers reports whether the exception is about a place.
func (e exception) covers(where string) bool {
	if prefix, ok := strings.CutSuffix(e.where, "*"); ok {
		return strings.HasPrefix(where, prefix)
	}
	return where == e.where
}

const (
	methodOfJS        = "The JavaScript SDK has the method; the specification lacks the operation."
	sentByJS          = "The JavaScript SDK sends it; the specification lacks it."
	readByJS          = "It is required in the specification, which forgets to say what it is; the JavaScript SDK reads it."
	absentUnlessAsked = "It is there only where asked for; 0 and false would hide that."
	optionalInRFC     = "RFC 7517 makes it optional, and a key that is encoded again must not say \"\"."
	privateKey        = "It belongs to private and symmetric keys, which a public key set never holds."
)

var exceptions = []exception{
	{"DELETE /invitations/{}", extra, methodOfJS},
	{"GET /clients/handshake_payload", extra, methodOfJS},
	{"GET /email/{}", extra, methodOfJS},
	{"POST /accountless_applications", extra, methodOfJS},
	{"POST /accountless_applications/complete", extra, methodOfJS},
	{"POST /beta_features/change_domain", extra, methodOfJS},
	{"POST /email", extra, methodOfJS},
	{"POST /email/batch", extra, methodOfJS},
	{"POST /sessions/{}/verify", extra, methodOfJS},

	{"ListBlocklistIdentifiers query limit", extra, sentByJS},
	{"ListBlocklistIdentifiers query offset", extra, sentByJS},
	{"RefreshSession query suffixed_cookies", extra, sentByJS},

	{"CreateEnterpriseConnection body authenticatable", extra, sentByJS},
	{"CreateEnterpriseConnection body disable_jit_provisioning", extra, sentByJS},
	{"CreateEnterpriseConnection body saml.idp_certificates", extra, sentByJS},
	{"CreateEnterpriseConnection body saml.name", extra, "The update has it, and shares the type."},
	{"CreateEnterpriseConnection body sync_user_attributes", extra, sentByJS},
	{"CreateUser body timezone", extra, sentByJS},
	{"UpdateDomain body is_satellite", extra, sentByJS},
	{"UpdateEnterpriseConnection body authenticatable", extra, sentByJS},
	{"UpdateEnterpriseConnection body disable_jit_provisioning", extra, sentByJS},
	{"UpdateEnterpriseConnection body provider", extra, sentByJS},
	{"UpdateEnterpriseConnection body saml.idp_certificates", extra, sentByJS},
	{"UpdateInstance body enhanced_email_deliverability", extra, sentByJS},
	{"UpdateInstanceRestrictions body ignore_dots_for_gmail_addresses", extra, sentByJS},
	{"UpdateOrganizationDomain body name", extra, sentByJS},
	{"UpdateUser body timezone", extra, sentByJS},

	{"EnterpriseConnection response authenticatable", extra, readByJS},
	{"EnterpriseConnection response disable_jit_provisioning", extra, readByJS},
	{"GetPublicInterstitial response", extra, "It answers with HTML, for which the specification has no schema."},
	{"JWKS.keys response alg", wrongForm, optionalInRFC},
	{"JWKS.keys response d", missing, privateKey},
	{"JWKS.keys response dp", missing, privateKey},
	{"JWKS.keys response dq", missing, privateKey},
	{"JWKS.keys response k", missing, privateKey},
	{"JWKS.keys response key_ops", extra, "RFC 7517 has it; the specification lacks it."},
	{"JWKS.keys response kid", wrongForm, optionalInRFC},
	{"JWKS.keys response p", missing, privateKey},
	{"JWKS.keys response q", missing, privateKey},
	{"JWKS.keys response qi", missing, privateKey},
	{"JWKS.keys response use", wrongForm, optionalInRFC},
	{"Organization response members_count", wrongForm, absentUnlessAsked},
	{"Organization response missing_member_with_elevated_permissions", wrongForm, absentUnlessAsked},
	{"Organization response pending_invitations_count", wrongForm, absentUnlessAsked},
	{"SAMLConnection response authenticatable", extra, readByJS},
	{"SAMLConnection response disable_jit_provisioning", extra, readByJS},
	{"verifyOAuthAccessToken response aud", extra, "Authentication checks the audience of a token that has one; the specification lacks it."},
	{"TotalCount response object", missing, "Users.Count returns the number alone."},
}
