package webhook

import "github.com/clerkgo/clerk-go/core/backend"

// Payer is who pays: a user or an organisation. Fields of the other are empty.
type Payer struct {
	ID               string       `json:"id"`
	CreatedAt        backend.Time `json:"created_at,omitzero"`
	Email            string       `json:"email"`
	FirstName        string       `json:"first_name"`
	ImageURL         string       `json:"image_url"`
	LastName         string       `json:"last_name"`
	Object           string       `json:"object,omitzero"` // "commerce_payer"
	OrganizationID   string       `json:"organization_id"`
	OrganizationName string       `json:"organization_name"`
	UpdatedAt        backend.Time `json:"updated_at,omitzero"`
	UserID           string       `json:"user_id"`
}

// Payee is who is paid.
type Payee struct {
	ID                string `json:"id"`
	GatewayExternalID string `json:"gateway_external_id"`
	GatewayStatus     string `json:"gateway_status"`
	GatewayType       string `json:"gateway_type"`
}

// PaymentAttempt is the data of [PaymentAttemptCreated] and [PaymentAttemptUpdated].
type PaymentAttempt struct {
	ID                string                              `json:"id"`
	BillingDate       backend.Time                        `json:"billing_date"`
	ChargeType        string                              `json:"charge_type"` // "checkout" or "recurring"
	CreatedAt         backend.Time                        `json:"created_at"`
	FailedAt          backend.Time                        `json:"failed_at"` // zero if it did not fail
	FailedReason      backend.Opt[PaymentFailure]         `json:"failed_reason"`
	GatewayExternalID string                              `json:"gateway_external_id"`
	InstanceID        string                              `json:"instance_id"`
	InvoiceID         string                              `json:"invoice_id"`
	PaidAt            backend.Time                        `json:"paid_at"` // zero if it was not paid
	Payee             Payee                               `json:"payee"`
	Payer             Payer                               `json:"payer"`
	PaymentID         string                              `json:"payment_id"`
	PaymentSource     PaymentSource                       `json:"payment_source"`
	StatementID       string                              `json:"statement_id"`
	Status            backend.BillingPaymentAttemptStatus `json:"status"`
	SubscriptionItems []PaidItem                          `json:"subscription_items"`
	Totals            PaymentTotals                       `json:"totals"`
	UpdatedAt         backend.Time                        `json:"updated_at"`
}

// PaymentFailure is why a payment failed.
type PaymentFailure struct {
	Code        string `json:"code"`
	DeclineCode string `json:"decline_code"`
}

// PaymentSource is what a payment is made with.
type PaymentSource struct {
	ID                       string              `json:"id"`
	CardType                 backend.Opt[string] `json:"card_type"` // such as "visa"
	Gateway                  string              `json:"gateway"`   // such as "stripe"
	GatewayExternalAccountID backend.Opt[string] `json:"gateway_external_account_id"`
	GatewayExternalID        string              `json:"gateway_external_id"`
	Last4                    backend.Opt[string] `json:"last4"`          // digits of a card
	PaymentMethod            string              `json:"payment_method"` // "card" or "link"
	Status                   string              `json:"status"`         // "active" or "disconnected"
}

// PaymentTotals is how the amount of a payment comes about.
type PaymentTotals struct {
	GrandTotal    backend.BillingMoney `json:"grand_total"`
	PerUnitTotals []UnitTotal          `json:"per_unit_totals,omitzero"`
	Subtotal      backend.BillingMoney `json:"subtotal"`
	TaxTotal      backend.BillingMoney `json:"tax_total"`
}

// UnitTotal is what the units of one kind cost.
type UnitTotal struct {
	Amount   int64              `json:"amount,omitzero"`
	Currency string             `json:"currency,omitzero"`
	Name     string             `json:"name,omitzero"`
	Quantity backend.Opt[int64] `json:"quantity,omitzero"`
	Total    int64              `json:"total,omitzero"`
}

// PaidItem is an item of a subscription that a payment is for.
type PaidItem struct {
	ID             string                              `json:"id"`
	CreatedAt      backend.Time                        `json:"created_at"`
	Credit         *backend.BillingProrationCredit     `json:"credit,omitzero"` // for proration alone; see Credits
	Credits        backend.Opt[backend.BillingCredits] `json:"credits,omitzero"`
	Interval       string                              `json:"interval"` // "month" or "annual"
	Object         string                              `json:"object"`   // "commerce_subscription_item"
	Payer          *Payer                              `json:"payer,omitzero"`
	PeriodEnd      backend.Time                        `json:"period_end"`
	PeriodStart    backend.Time                        `json:"period_start"`
	Plan           backend.Opt[Plan]                   `json:"plan"`
	PlanID         backend.Opt[string]                 `json:"plan_id"`
	Status         backend.BillingSubscriptionStatus   `json:"status"`
	SubscriptionID string                              `json:"subscription_id,omitzero"`
	UpdatedAt      backend.Time                        `json:"updated_at"`
}

// Plan is what is subscribed to.
type Plan struct {
	ID          string      `json:"id"`
	Amount      int64       `json:"amount"` // in the smallest unit, such as cents
	Currency    string      `json:"currency"`
	IsRecurring bool        `json:"is_recurring"`
	Name        string      `json:"name"`
	Slug        string      `json:"slug"`
	UnitPrices  []UnitPrice `json:"unit_prices,omitzero"`
}

// UnitPrice is what units such as seats cost.
type UnitPrice struct {
	BlockSize int64           `json:"block_size"` // units in a block
	Name      string          `json:"name"`
	Tiers     []UnitPriceTier `json:"tiers"`
}

// UnitPriceTier is what the blocks of one tier cost.
type UnitPriceTier struct {
	AmountPerBlock int64              `json:"amount_per_block"` // in the smallest unit, such as cents
	Currency       string             `json:"currency"`
	EndsAfterBlock backend.Opt[int64] `json:"ends_after_block"` // null for the last tier
	StartsAtBlock  int64              `json:"starts_at_block"`
}

// Subscription is the data of events of subscriptions.
type Subscription struct {
	ID              string                            `json:"id"`
	ActiveAt        backend.Time                      `json:"active_at"`   // zero if it never was
	CanceledAt      backend.Time                      `json:"canceled_at"` // zero if it was not
	CreatedAt       backend.Time                      `json:"created_at"`
	EndedAt         backend.Time                      `json:"ended_at"` // zero while it goes on
	Items           []SubscriptionItem                `json:"items"`
	LatestPaymentID backend.Opt[string]               `json:"latest_payment_id"`
	Object          string                            `json:"object"`      // "commerce_subscription"
	PastDueAt       backend.Time                      `json:"past_due_at"` // zero if it is not
	Payer           Payer                             `json:"payer"`
	PayerID         string                            `json:"payer_id"`
	PaymentSourceID backend.Opt[string]               `json:"payment_source_id"`
	Status          backend.BillingSubscriptionStatus `json:"status"`
	UpdatedAt       backend.Time                      `json:"updated_at"`
}

// SubscriptionItem is the data of events of the items of a subscription: one plan.
type SubscriptionItem struct {
	ID             string                            `json:"id"`
	CreatedAt      backend.Time                      `json:"created_at"`
	Interval       string                            `json:"interval"` // such as "month"
	IsFreeTrial    bool                              `json:"is_free_trial"`
	Object         string                            `json:"object"` // "commerce_subscription_item"
	Payer          *Payer                            `json:"payer,omitzero"`
	PeriodEnd      backend.Time                      `json:"period_end"` // zero for a free plan
	PeriodStart    backend.Time                      `json:"period_start"`
	Plan           backend.Opt[Plan]                 `json:"plan"`
	PlanID         backend.Opt[string]               `json:"plan_id"`
	Seats          *backend.BillingSeats             `json:"seats,omitzero"`
	Status         backend.BillingSubscriptionStatus `json:"status"`
	SubscriptionID backend.Opt[string]               `json:"subscription_id"`
	UpdatedAt      backend.Time                      `json:"updated_at"`
}
