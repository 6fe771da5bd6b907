package backend

import (
	"context"
	"iter"
)

// BillingStatement is what a payer paid in a month.
type BillingStatement struct {
	ID         string                  `json:"id"`
	Groups     []BillingStatementGroup `json:"groups"` // by day
	InstanceID string                  `json:"instance_id"`
	Object     string                  `json:"object"` // "commerce_statement"
	Payer      BillingPayer            `json:"payer"`
	Status     BillingStatementStatus  `json:"status"`
	Timestamp  Time                    `json:"timestamp"`
	Totals     BillingTotals           `json:"totals"`
}

// BillingStatementGroup are the payments of one day of a [BillingStatement].
type BillingStatementGroup struct {
	Items     []BillingPaymentAttempt `json:"items"`
	Object    string                  `json:"object"` // "commerce_statement_group"
	Timestamp Time                    `json:"timestamp"`
}

// BillingStatementStatus is the state of a [BillingStatement]. Clerk may add
// values.
type BillingStatementStatus string

// The values of [BillingStatementStatus].
const (
	BillingStatementClosed BillingStatementStatus = "closed"
	BillingStatementOpen   BillingStatementStatus = "open"
)

// BillingPaymentAttempt is a payment, or one that failed.
type BillingPaymentAttempt struct {
	ID                 string                      `json:"id"`
	Amount             BillingMoney                `json:"amount"`
	ChargeType         string                      `json:"charge_type"` // such as "checkout" or "recurring"
	CreatedAt          Time                        `json:"created_at"`
	FailedAt           Time                        `json:"failed_at"`
	GatewayExternalID  Opt[string]                 `json:"gateway_external_id,omitzero"`
	GatewayExternalURL Opt[string]                 `json:"gateway_external_url,omitzero"`
	InstanceID         string                      `json:"instance_id"`
	Object             string                      `json:"object"` // "commerce_payment"
	PaidAt             Time                        `json:"paid_at"`
	Payee              Metadata                    `json:"payee"` // you, in JSON of no fixed form
	PayeeID            string                      `json:"payee_id"`
	Payer              BillingPayer                `json:"payer"`
	PayerID            string                      `json:"payer_id"`
	PaymentID          string                      `json:"payment_id"`
	PaymentMethod      BillingPaymentMethod        `json:"payment_method"`
	PaymentMethodID    string                      `json:"payment_method_id"`
	StatementID        string                      `json:"statement_id"`
	Status             BillingPaymentAttemptStatus `json:"status"`
	SubscriptionItem   Metadata                    `json:"subscription_item,omitzero"` // in JSON of no fixed form
	SubscriptionItemID string                      `json:"subscription_item_id,omitzero"`
	Totals             *BillingTotals              `json:"totals,omitzero"`
	UpdatedAt          Time                        `json:"updated_at"`
}

// BillingPaymentAttemptStatus is the state of a [BillingPaymentAttempt]. Clerk may
// add values.
type BillingPaymentAttemptStatus string

// The values of [BillingPaymentAttemptStatus].
const (
	BillingPaymentFailed  BillingPaymentAttemptStatus = "failed"
	BillingPaymentPaid    BillingPaymentAttemptStatus = "paid"
	BillingPaymentPending BillingPaymentAttemptStatus = "pending"
)

// BillingPaymentMethod is what a payer pays with.
type BillingPaymentMethod struct {
	ID                       string                     `json:"id"`
	CardType                 Opt[string]                `json:"card_type,omitzero"` // such as "visa"
	CreatedAt                Time                       `json:"created_at,omitzero"`
	ExpiryMonth              Opt[int64]                 `json:"expiry_month,omitzero"`
	ExpiryYear               Opt[int64]                 `json:"expiry_year,omitzero"`
	Gateway                  string                     `json:"gateway"` // such as "stripe"
	GatewayExternalAccountID Opt[string]                `json:"gateway_external_account_id,omitzero"`
	GatewayExternalID        string                     `json:"gateway_external_id"`
	IsDefault                Opt[bool]                  `json:"is_default,omitzero"` // of the payer
	IsRemovable              Opt[bool]                  `json:"is_removable,omitzero"`
	Last4                    Opt[string]                `json:"last4,omitzero"` // digits of a card
	Object                   string                     `json:"object"`         // "commerce_payment_method" or "commerce_source"
	PayerID                  string                     `json:"payer_id"`
	PaymentMethod            BillingPaymentType         `json:"payment_method,omitzero"` // only with a price transition
	PaymentType              BillingPaymentType         `json:"payment_type,omitzero"`
	Status                   BillingPaymentMethodStatus `json:"status"`
	UpdatedAt                Time                       `json:"updated_at,omitzero"`
	WalletType               Opt[string]                `json:"wallet_type,omitzero"`
}

// BillingPaymentType is the kind of a [BillingPaymentMethod]. Clerk may add values.
type BillingPaymentType string

// The values of [BillingPaymentType].
const (
	BillingPaymentApplePay     BillingPaymentType = "apple_pay"
	BillingPaymentCard         BillingPaymentType = "card"
	BillingPaymentGooglePay    BillingPaymentType = "google_pay"
	BillingPaymentLink         BillingPaymentType = "link"
	BillingPaymentPayerCredits BillingPaymentType = "payer-credits"
)

// BillingPaymentMethodStatus is the state of a [BillingPaymentMethod]. Clerk may
// add values.
type BillingPaymentMethodStatus string

// The values of [BillingPaymentMethodStatus].
const (
	BillingPaymentMethodActive       BillingPaymentMethodStatus = "active"
	BillingPaymentMethodDisconnected BillingPaymentMethodStatus = "disconnected"
)

// GetStatement returns the statement that has an ID.
//
//clerk:op GET /billing/statements/{statementID}
func (s *BillingService) GetStatement(ctx context.Context, id string) (*BillingStatement, error) {
	return call[BillingStatement](ctx, s.client, get("/billing/statements/{}", nil, id))
}

// ListPaymentAttempts returns one page of the payments of a statement, the newest
// first.
//
//clerk:op GET /billing/statements/{statementID}/payment_attempts
func (s *BillingService) ListPaymentAttempts(ctx context.Context, statementID string, params ListParams) (*Page[BillingPaymentAttempt], error) {
	return call[Page[BillingPaymentAttempt]](ctx, s.client, list("/billing/statements/{}/payment_attempts", params, statementID))
}

// AllPaymentAttempts yields every payment of a statement, fetching pages as it
// goes.
func (s *BillingService) AllPaymentAttempts(ctx context.Context, statementID string, params ListParams) iter.Seq2[*BillingPaymentAttempt, error] {
	return pages[BillingPaymentAttempt](ctx, s.client, list("/billing/statements/{}/payment_attempts", params, statementID))
}

// ListStatements returns one page of the statements of all payers, the newest
// first.
//
//clerk:op GET /billing/statements
func (s *BillingService) ListStatements(ctx context.Context, params ListParams) (*Page[BillingStatement], error) {
	return call[Page[BillingStatement]](ctx, s.client, list("/billing/statements", params))
}

// AllStatements yields every statement, fetching pages as it goes.
func (s *BillingService) AllStatements(ctx context.Context, params ListParams) iter.Seq2[*BillingStatement, error] {
	return pages[BillingStatement](ctx, s.client, list("/billing/statements", params))
}
