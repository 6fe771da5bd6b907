package backend

import (
	"context"
	"fmt"
	"log/slog"
)

// UserFactorDeletion says of whom a factor was deleted.
type UserFactorDeletion struct {
	UserID string `json:"user_id,omitzero"`
}

// UserPasswordVerification says whether a password was right.
type UserPasswordVerification struct {
	Verified bool `json:"verified"`
}

// UserTOTPVerification says whether a code was right.
type UserTOTPVerification struct {
	CodeType TOTPCodeType `json:"code_type,omitzero"` // which of the two it was
	Verified bool         `json:"verified"`
}

// TOTPCodeType is what the code of a [UserTOTPVerification] was. Clerk may add
// values.
type TOTPCodeType string

// The values of [TOTPCodeType].
const (
	TOTPCodeBackup TOTPCodeType = "backup_code"
	TOTPCodeTOTP   TOTPCodeType = "totp"
)

// TrustedDevice is a device that a user signs in with by a key in it.
type TrustedDevice struct {
	ID            string                `json:"id"`
	Algorithm     string                `json:"algorithm"` // "ES256"
	AppIdentifier string                `json:"app_identifier"`
	CreatedAt     Time                  `json:"created_at"`
	LastUsedAt    Time                  `json:"last_used_at,omitzero"`
	Name          Opt[string]           `json:"name,omitzero"`
	Object        string                `json:"object"` // "trusted_device"
	Platform      TrustedDevicePlatform `json:"platform"`
	RevokedAt     Time                  `json:"revoked_at,omitzero"`
	Status        TrustedDeviceStatus   `json:"status"`
	UpdatedAt     Time                  `json:"updated_at"`
}

// TrustedDevicePlatform is the system of a [TrustedDevice]. Clerk may add values.
type TrustedDevicePlatform string

// The values of [TrustedDevicePlatform].
const (
	TrustedDeviceAndroid TrustedDevicePlatform = "android"
	TrustedDeviceIOS     TrustedDevicePlatform = "ios"
)

// TrustedDeviceStatus is the state of a [TrustedDevice]. Clerk may add values.
type TrustedDeviceStatus string

// The values of [TrustedDeviceStatus].
const (
	TrustedDeviceActive  TrustedDeviceStatus = "active"
	TrustedDeviceRevoked TrustedDeviceStatus = "revoked"
)

// UserPasswordRemoveParams say what becomes of a user's sessions.
type UserPasswordRemoveParams struct {
	SignOutOfOtherSessions Opt[bool] `json:"sign_out_of_other_sessions,omitzero"`
}

// UserPasswordCompromiseParams say what becomes of a user's sessions.
type UserPasswordCompromiseParams struct {
	RevokeAllSessions Opt[bool] `json:"revoke_all_sessions,omitzero"`
}

// UserPasswordVerifyParams hold the password to verify.
type UserPasswordVerifyParams struct {
	Password string `json:"password"` // required
}

// Format prints that there is a password.
func (p UserPasswordVerifyParams) Format(state fmt.State, verb rune) {
	type plain UserPasswordVerifyParams
	hideText(&p.Password)
	printed(state, verb, plain(p))
}

// LogValue logs what Format prints.
func (p UserPasswordVerifyParams) LogValue() slog.Value { return logged(p) }

// UserTOTPVerifyParams hold the code to verify.
type UserTOTPVerifyParams struct {
	Code string `json:"code"` // required; of an authenticator app, or a backup code
}

// Format prints that there is a code.
func (p UserTOTPVerifyParams) Format(state fmt.State, verb rune) {
	type plain UserTOTPVerifyParams
	hideText(&p.Code)
	printed(state, verb, plain(p))
}

// LogValue logs what Format prints.
func (p UserTOTPVerifyParams) LogValue() slog.Value { return logged(p) }

// DeleteBackupCodes makes all backup codes of a user useless.
//
//clerk:op DELETE /users/{user_id}/backup_code
func (s *UserService) DeleteBackupCodes(ctx context.Context, id string) (*UserFactorDeletion, error) {
	return call[UserFactorDeletion](ctx, s.client, del("/users/{}/backup_code", id))
}

// DeletePasskey deletes a passkey of a user, who is told by an email.
//
//clerk:op DELETE /users/{user_id}/passkeys/{passkey_identification_id}
func (s *UserService) DeletePasskey(ctx context.Context, id, passkeyID string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/users/{}/passkeys/{}", id, passkeyID))
}

// DeleteTOTP deletes the authenticator apps of a user.
//
//clerk:op DELETE /users/{user_id}/totp
func (s *UserService) DeleteTOTP(ctx context.Context, id string) (*UserFactorDeletion, error) {
	return call[UserFactorDeletion](ctx, s.client, del("/users/{}/totp", id))
}

// DisableMFA deletes every second factor of a user.
//
//clerk:op DELETE /users/{user_id}/mfa
func (s *UserService) DisableMFA(ctx context.Context, id string) (*UserFactorDeletion, error) {
	return call[UserFactorDeletion](ctx, s.client, del("/users/{}/mfa", id))
}

// ListTrustedDevices returns the active trusted devices of a user, all of them.
//
//clerk:op GET /users/{user_id}/trusted_devices
func (s *UserService) ListTrustedDevices(ctx context.Context, id string) (*Page[TrustedDevice], error) {
	return call[Page[TrustedDevice]](ctx, s.client, get("/users/{}/trusted_devices", nil, id))
}

// RemovePassword removes the password of a user, even if that leaves no way to
// sign in. Sessions stay unless params say otherwise.
//
//clerk:op POST /users/{user_id}/remove_password
func (s *UserService) RemovePassword(ctx context.Context, id string, params UserPasswordRemoveParams) (*User, error) {
	return call[User](ctx, s.client, post("/users/{}/remove_password", params, id))
}

// RevokeTrustedDevice ends the trust in a device of a user.
//
//clerk:op DELETE /users/{user_id}/trusted_devices/{trusted_device_id}
func (s *UserService) RevokeTrustedDevice(ctx context.Context, id, trustedDeviceID string) (*TrustedDevice, error) {
	return call[TrustedDevice](ctx, s.client, del("/users/{}/trusted_devices/{}", id, trustedDeviceID))
}

// SetPasswordCompromised makes a user choose another password at the next sign-in.
//
//clerk:op POST /users/{user_id}/password/set_compromised
func (s *UserService) SetPasswordCompromised(ctx context.Context, id string, params UserPasswordCompromiseParams) (*User, error) {
	return call[User](ctx, s.client, post("/users/{}/password/set_compromised", params, id))
}

// UnsetPasswordCompromised lets a user keep the password.
//
//clerk:op POST /users/{user_id}/password/unset_compromised
func (s *UserService) UnsetPasswordCompromised(ctx context.Context, id string) (*User, error) {
	return call[User](ctx, s.client, post("/users/{}/password/unset_compromised", nil, id))
}

// VerifyPassword tells whether a password is the user's. A wrong one is an
// [Error] of status 422.
//
//clerk:op POST /users/{user_id}/verify_password
func (s *UserService) VerifyPassword(ctx context.Context, id string, params UserPasswordVerifyParams) (*UserPasswordVerification, error) {
	return call[UserPasswordVerification](ctx, s.client, post("/users/{}/verify_password", params, id))
}

// VerifyTOTP tells whether a code is the user's. A backup code is used up by it. A
// wrong code is an [Error] of status 422.
//
//clerk:op POST /users/{user_id}/verify_totp
func (s *UserService) VerifyTOTP(ctx context.Context, id string, params UserTOTPVerifyParams) (*UserTOTPVerification, error) {
	return call[UserTOTPVerification](ctx, s.client, post("/users/{}/verify_totp", params, id))
}
