package backend

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
)

// EnterpriseConnectionTestRun is a trial of an [EnterpriseConnection].
type EnterpriseConnectionTestRun struct {
	ID             string                               `json:"id"`
	ConnectionType EnterpriseProtocol                   `json:"connection_type"`
	CreatedAt      Time                                 `json:"created_at"`
	Logs           []EnterpriseConnectionTestRunLog     `json:"logs,omitzero"`
	OAuth          *EnterpriseConnectionTestRunOAuth    `json:"oauth,omitzero"` // of OpenID Connect
	ParsedUserInfo *EnterpriseConnectionTestRunUserInfo `json:"parsed_user_info,omitzero"`
	SAML           *EnterpriseConnectionTestRunSAML     `json:"saml,omitzero"` // of SAML
	Status         EnterpriseConnectionTestRunStatus    `json:"status"`
}

// LogValue logs the trial without what the provider sent.
func (r EnterpriseConnectionTestRun) LogValue() slog.Value {
	return slog.GroupValue(slog.String("id", r.ID), slog.String("status", string(r.Status)))
}

// EnterpriseConnectionTestRunLog is something that happened in a trial.
type EnterpriseConnectionTestRunLog struct {
	Code         string `json:"code,omitzero"`
	Level        string `json:"level"` // such as "info" or "error"
	Message      string `json:"message"`
	ShortMessage string `json:"short_message,omitzero"`
}

// EnterpriseConnectionTestRunOAuth is what an OpenID provider sent in a trial.
type EnterpriseConnectionTestRunOAuth struct {
	AccessToken string `json:"access_token,omitzero"`
	IDToken     string `json:"id_token,omitzero"`
	UserInfo    string `json:"user_info,omitzero"` // JSON
}

// Format prints what was sent without the tokens.
func (o EnterpriseConnectionTestRunOAuth) Format(state fmt.State, verb rune) {
	type plain EnterpriseConnectionTestRunOAuth
	hideText(&o.AccessToken, &o.IDToken)
	printed(state, verb, plain(o))
}

// LogValue logs what Format prints.
func (o EnterpriseConnectionTestRunOAuth) LogValue() slog.Value { return logged(o) }

// EnterpriseConnectionTestRunSAML is what went back and forth in a trial.
type EnterpriseConnectionTestRunSAML struct {
	RelayState   string `json:"relay_state,omitzero"`
	SAMLRequest  string `json:"saml_request,omitzero"`
	SAMLResponse string `json:"saml_response,omitzero"`
}

// Format prints that there was an assertion.
func (s EnterpriseConnectionTestRunSAML) Format(state fmt.State, verb rune) {
	type plain EnterpriseConnectionTestRunSAML
	hideText(&s.SAMLResponse)
	printed(state, verb, plain(s))
}

// LogValue logs what Format prints.
func (s EnterpriseConnectionTestRunSAML) LogValue() slog.Value { return logged(s) }

// EnterpriseConnectionTestRunUserInfo is what Clerk understood of the user in a
// trial.
type EnterpriseConnectionTestRunUserInfo struct {
	EmailAddress string `json:"email_address,omitzero"`
	FirstName    string `json:"first_name,omitzero"`
	LastName     string `json:"last_name,omitzero"`
	UserID       string `json:"user_id,omitzero"` // at the provider
}

// EnterpriseConnectionTestRunURL is where a browser tries a connection, for a short
// time.
type EnterpriseConnectionTestRunURL struct {
	URL string `json:"url"`
}

// EnterpriseConnectionTestRunStatus is how a trial went. Clerk may add values.
type EnterpriseConnectionTestRunStatus string

// The values of [EnterpriseConnectionTestRunStatus].
const (
	TestRunFailed  EnterpriseConnectionTestRunStatus = "failed"
	TestRunPending EnterpriseConnectionTestRunStatus = "pending"
	TestRunSuccess EnterpriseConnectionTestRunStatus = "success"
)

// EnterpriseConnectionTestRunListParams select trials.
type EnterpriseConnectionTestRunListParams struct {
	Limit  int                                 `query:"limit"`  // 1 to 500; Clerk's default is 10
	Offset int                                 `query:"offset"` // how many to skip
	Status []EnterpriseConnectionTestRunStatus `query:"status"` // any of which may match
}

// CreateTestRun returns a URL by which a browser tries a connection.
//
//clerk:op POST /enterprise_connections/{enterprise_connection_id}/test_runs
func (s *EnterpriseConnectionService) CreateTestRun(ctx context.Context, id string) (*EnterpriseConnectionTestRunURL, error) {
	return call[EnterpriseConnectionTestRunURL](ctx, s.client, post("/enterprise_connections/{}/test_runs", nil, id))
}

// ListTestRuns returns one page of the trials of a connection.
//
//clerk:op GET /enterprise_connections/{enterprise_connection_id}/test_runs
func (s *EnterpriseConnectionService) ListTestRuns(ctx context.Context, id string, params EnterpriseConnectionTestRunListParams) (*Page[EnterpriseConnectionTestRun], error) {
	return call[Page[EnterpriseConnectionTestRun]](ctx, s.client, get("/enterprise_connections/{}/test_runs", params, id))
}

// AllTestRuns yields every trial of a connection that matches, fetching pages as it
// goes.
func (s *EnterpriseConnectionService) AllTestRuns(ctx context.Context, id string, params EnterpriseConnectionTestRunListParams) iter.Seq2[*EnterpriseConnectionTestRun, error] {
	return pages[EnterpriseConnectionTestRun](ctx, s.client, get("/enterprise_connections/{}/test_runs", params, id))
}
