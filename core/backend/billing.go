package backend

import (
	"context"
	"time"
)

// BillingService manages what users and organisations pay for. Reach it as
// [Client].Billing.
//
// See https://clerk.com/docs/reference/backend/overview#billing.
type BillingService service

// BillingPayer is a user or an organisation that pays.
type BillingPayer struct {
	ID               string        `json:"id"`
	CreatedAt        Time          `json:"created_at,omitzero"`
	CreditsBalance   *BillingMoney `json:"credits_balance,omitzero"`
	Email            Opt[string]   `json:"email,omitzero"`
	FirstName        Opt[string]   `json:"first_name,omitzero"`
	ImageURL         string        `json:"image_url,omitzero"`
	InstanceID       string        `json:"instance_id"`
	LastName         Opt[string]   `json:"last_name,omitzero"`
	Object           string        `json:"object"`                     // "commerce_payer"
	OrganizationID   Opt[string]   `json:"organization_id,omitzero"`   // of an organisation
	OrganizationName Opt[string]   `json:"organization_name,omitzero"` // of an organisation
	UpdatedAt        Time          `json:"updated_at,omitzero"`
	UserID           Opt[string]   `json:"user_id,omitzero"` // of a user
}

// BillingPayerType is what a [BillingPayer] is. Clerk may add values.
type BillingPayerType string

// The values of [BillingPayerType].
const (
	BillingPayerOrganization BillingPayerType = "org"
	BillingPayerUser         BillingPayerType = "user"
)

// BillingCreditBalance is what a payer has to its credit.
type BillingCreditBalance struct {
	Balance *BillingMoney `json:"balance"` // nil if there never was any
	Object  string        `json:"object"`  // "commerce_credit_balance"
}

// BillingCreditLedgerEntry is a change to a [BillingCreditBalance].
type BillingCreditLedgerEntry struct {
	ID         string       `json:"id"`
	Amount     BillingMoney `json:"amount"` // negative for a decrease
	CreatedAt  time.Time    `json:"created_at"`
	Note       Opt[string]  `json:"note,omitzero"`
	Object     string       `json:"object"` // "commerce_credit_ledger"
	PayerID    string       `json:"payer_id"`
	SourceID   string       `json:"source_id"`
	SourceType string       `json:"source_type"` // such as "grant"
}

// BillingCreditBalanceAdjustParams are a change to a [BillingCreditBalance].
type BillingCreditBalanceAdjustParams struct {
	Action         BillingCreditAction `json:"action"`            // required
	Amount         int64               `json:"amount"`            // required; more than 0, in the smallest unit of the currency
	Currency       Opt[string]         `json:"currency,omitzero"` // "USD" unless set
	IdempotencyKey string              `json:"idempotency_key"`   // required; a change of the same key is made once
	Note           Opt[string]         `json:"note,omitzero"`
}

// BillingCreditAction is the direction of a change.
type BillingCreditAction string

// The values of [BillingCreditAction].
const (
	BillingCreditDecrease BillingCreditAction = "decrease"
	BillingCreditIncrease BillingCreditAction = "increase"
)

// AdjustOrganizationCreditBalance changes what an organisation has to its credit.
//
//clerk:op POST /organizations/{organization_id}/billing/credits
func (s *BillingService) AdjustOrganizationCreditBalance(ctx context.Context, organizationID string, params BillingCreditBalanceAdjustParams) (*BillingCreditLedgerEntry, error) {
	return call[BillingCreditLedgerEntry](ctx, s.client, post("/organizations/{}/billing/credits", params, organizationID))
}

// AdjustUserCreditBalance changes what a user has to their credit.
//
//clerk:op POST /users/{user_id}/billing/credits
func (s *BillingService) AdjustUserCreditBalance(ctx context.Context, userID string, params BillingCreditBalanceAdjustParams) (*BillingCreditLedgerEntry, error) {
	return call[BillingCreditLedgerEntry](ctx, s.client, post("/users/{}/billing/credits", params, userID))
}

// GetOrganizationCreditBalance returns what an organisation has to its credit.
//
//clerk:op GET /organizations/{organization_id}/billing/credits
func (s *BillingService) GetOrganizationCreditBalance(ctx context.Context, organizationID string) (*BillingCreditBalance, error) {
	return call[BillingCreditBalance](ctx, s.client, get("/organizations/{}/billing/credits", nil, organizationID))
}

// GetUserCreditBalance returns what a user has to their credit.
//
//clerk:op GET /users/{user_id}/billing/credits
func (s *BillingService) GetUserCreditBalance(ctx context.Context, userID string) (*BillingCreditBalance, error) {
	return call[BillingCreditBalance](ctx, s.client, get("/users/{}/billing/credits", nil, userID))
}
