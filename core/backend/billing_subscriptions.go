package backend

import (
	"context"
	"iter"
	"time"
)

// BillingSubscription is everything that a payer pays for.
type BillingSubscription struct {
	ID                   string                    `json:"id"`
	ActiveAt             Time                      `json:"active_at"`
	CreatedAt            Time                      `json:"created_at"`
	EligibleForFreeTrial bool                      `json:"eligible_for_free_trial"`
	InstanceID           string                    `json:"instance_id"`
	NextPayment          *BillingNextPayment       `json:"next_payment,omitzero"`
	Object               string                    `json:"object"` // "commerce_subscription"
	PastDueAt            Time                      `json:"past_due_at"`
	PayerID              string                    `json:"payer_id"`
	Status               BillingSubscriptionStatus `json:"status"`
	SubscriptionItems    []BillingSubscriptionItem `json:"subscription_items"`
	UpdatedAt            Time                      `json:"updated_at"`
}

// BillingSubscriptionItem is one plan of a [BillingSubscription].
type BillingSubscriptionItem struct {
	ID              string                         `json:"id"`
	Amount          *BillingMoney                  `json:"amount,omitzero"`      // only with a price transition
	CanceledAt      Time                           `json:"canceled_at,omitzero"` // zero if it was not
	CreatedAt       Time                           `json:"created_at,omitzero"`
	Credit          *BillingSubscriptionItemCredit `json:"credit,omitzero"` // only in webhooks about payments
	Credits         *BillingCredits                `json:"credits,omitzero"`
	EndedAt         Time                           `json:"ended_at,omitzero"` // zero while it goes on
	InstanceID      string                         `json:"instance_id"`
	IsFreeTrial     bool                           `json:"is_free_trial"`
	LifetimePaid    *BillingMoney                  `json:"lifetime_paid,omitzero"`
	NextInvoice     *BillingNextPayment            `json:"next_invoice,omitzero"` // only with a price transition
	NextPayment     *BillingNextPayment            `json:"next_payment,omitzero"`
	Object          string                         `json:"object"`               // "commerce_subscription_item"
	PastDueAt       Time                           `json:"past_due_at,omitzero"` // zero if it is not
	Payer           *BillingPayer                  `json:"payer,omitzero"`
	PayerID         string                         `json:"payer_id"`
	PaymentMethod   *BillingPaymentMethod          `json:"payment_method,omitzero"`
	PaymentSource   *BillingPaymentMethod          `json:"payment_source,omitzero"`    // only with a price transition
	PaymentSourceID string                         `json:"payment_source_id,omitzero"` // only with a price transition
	PeriodEnd       Time                           `json:"period_end,omitzero"`        // zero for a free plan
	PeriodStart     Time                           `json:"period_start,omitzero"`
	Plan            *BillingPlan                   `json:"plan,omitzero"`
	PlanID          Opt[string]                    `json:"plan_id,omitzero"`
	PlanPeriod      BillingPlanPeriod              `json:"plan_period"`
	PriceID         string                         `json:"price_id,omitzero"`
	ProrationDate   string                         `json:"proration_date,omitzero"` // such as "2026-05-12"
	Seats           *BillingSeats                  `json:"seats,omitzero"`
	Status          BillingSubscriptionStatus      `json:"status"`
	Totals          *BillingTotals                 `json:"totals,omitzero"`
	UpdatedAt       Time                           `json:"updated_at,omitzero"`
}

// BillingSubscriptionStatus is the state of a [BillingSubscription] or of an item of
// it. Clerk may add values.
type BillingSubscriptionStatus string

// The values of [BillingSubscriptionStatus]. BillingExpired, BillingFreeTrial and
// BillingUpcoming are of items only.
const (
	BillingAbandoned  BillingSubscriptionStatus = "abandoned"
	BillingActive     BillingSubscriptionStatus = "active"
	BillingCanceled   BillingSubscriptionStatus = "canceled"
	BillingEnded      BillingSubscriptionStatus = "ended"
	BillingExpired    BillingSubscriptionStatus = "expired"
	BillingFreeTrial  BillingSubscriptionStatus = "free_trial" // to select items by
	BillingIncomplete BillingSubscriptionStatus = "incomplete"
	BillingPastDue    BillingSubscriptionStatus = "past_due"
	BillingUpcoming   BillingSubscriptionStatus = "upcoming"
)

// BillingPlanPeriod is how often an item is paid for. Clerk may add values.
type BillingPlanPeriod string

// The values of [BillingPlanPeriod].
const (
	BillingPlanPeriodAnnual BillingPlanPeriod = "annual"
	BillingPlanPeriodMonth  BillingPlanPeriod = "month"
)

// BillingNextPayment is a payment to come.
type BillingNextPayment struct {
	Amount        *BillingMoney         `json:"amount,omitzero"` // the fee of the plan alone
	Date          Time                  `json:"date,omitzero"`
	PerUnitTotals []BillingPerUnitTotal `json:"per_unit_totals,omitzero"`
	Totals        *BillingTotals        `json:"totals,omitzero"` // without tax and credits, which are not known yet
}

// BillingSubscriptionItemCredit is what the rest of an item is worth.
type BillingSubscriptionItemCredit struct {
	Amount                *BillingMoney `json:"amount,omitzero"`
	CycleRemainingPercent float64       `json:"cycle_remaining_percent"`
}

// BillingSeats are the seats that an item pays for.
type BillingSeats struct {
	Quantity Opt[int64]                `json:"quantity,omitzero"` // null is no limit
	Tiers    []BillingPerUnitTotalTier `json:"tiers,omitzero"`
}

// BillingPriceTransition is a move of a payer to another price.
type BillingPriceTransition struct {
	Object           string                        `json:"object"` // "commerce_price_transition"
	SubscriptionItem BillingSubscriptionItem       `json:"subscription_item"`
	Transition       BillingPriceTransitionDetails `json:"transition"`
}

// BillingPriceTransitionDetails are what a [BillingPriceTransition] changes.
type BillingPriceTransitionDetails struct {
	ChargedImmediately             bool                      `json:"charged_immediately"`
	EffectiveAt                    Time                      `json:"effective_at"`
	EffectiveMode                  BillingEffectiveMode      `json:"effective_mode"`
	ImmediateCharge                *BillingMoney             `json:"immediate_charge,omitzero"`
	NextBillingDate                Time                      `json:"next_billing_date,omitzero"`
	PreviousPlan                   BillingPlan               `json:"previous_plan"`
	PreviousPrice                  BillingPrice              `json:"previous_price"`
	PreviousSubscriptionItemID     string                    `json:"previous_subscription_item_id"`
	PreviousSubscriptionItemStatus BillingSubscriptionStatus `json:"previous_subscription_item_status"`
}

// BillingEffectiveMode is when a [BillingPriceTransition] takes effect. Clerk may
// add values.
type BillingEffectiveMode string

// The values of [BillingEffectiveMode].
const (
	BillingEffectiveEndOfPeriod BillingEffectiveMode = "end_of_period"
	BillingEffectiveImmediate   BillingEffectiveMode = "immediate"
)

// BillingFreeTrialExtendParams say how long a free trial goes on.
type BillingFreeTrialExtendParams struct {
	ExtendTo time.Time `json:"extend_to"` // required; at most 365 days from now
}

// BillingPriceTransitionCreateParams are the prices of a move.
type BillingPriceTransitionCreateParams struct {
	FromPriceID string `json:"from_price_id"` // required; that of the item
	ToPriceID   string `json:"to_price_id"`   // required
}

// BillingSubscriptionItemCancelParams say when an item ends.
type BillingSubscriptionItemCancelParams struct {
	EndNow Opt[bool] `query:"end_now"` // else at the end of the period
}

// BillingSubscriptionItemListParams select items.
type BillingSubscriptionItemListParams struct {
	IncludeFree Opt[bool]                 `query:"include_free"`
	Limit       int                       `query:"limit"`  // 1 to 500; Clerk's default is 10
	Offset      int                       `query:"offset"` // how many to skip
	PayerType   BillingPayerType          `query:"payer_type"`
	PlanID      string                    `query:"plan_id"`
	Query       string                    `query:"query"`
	Status      BillingSubscriptionStatus `query:"status"`
}

// CancelSubscriptionItem ends an item.
//
//clerk:op DELETE /billing/subscription_items/{subscription_item_id}
func (s *BillingService) CancelSubscriptionItem(ctx context.Context, id string, params BillingSubscriptionItemCancelParams) (*BillingSubscriptionItem, error) {
	return call[BillingSubscriptionItem](ctx, s.client, del("/billing/subscription_items/{}", id).withQuery(params))
}

// CreatePriceTransition moves an item to another price, at once or at the end of
// its period, as the plan says.
//
//clerk:op POST /billing/subscription_items/{subscription_item_id}/price_transition
func (s *BillingService) CreatePriceTransition(ctx context.Context, id string, params BillingPriceTransitionCreateParams) (*BillingPriceTransition, error) {
	return call[BillingPriceTransition](ctx, s.client, post("/billing/subscription_items/{}/price_transition", params, id))
}

// ExtendSubscriptionItemFreeTrial lets the free trial of an item go on.
//
//clerk:op POST /billing/subscription_items/{subscription_item_id}/extend_free_trial
func (s *BillingService) ExtendSubscriptionItemFreeTrial(ctx context.Context, id string, params BillingFreeTrialExtendParams) (*BillingSubscriptionItem, error) {
	return call[BillingSubscriptionItem](ctx, s.client, post("/billing/subscription_items/{}/extend_free_trial", params, id))
}

// GetOrganizationSubscription returns the subscription of an organisation.
//
//clerk:op GET /organizations/{organization_id}/billing/subscription
func (s *BillingService) GetOrganizationSubscription(ctx context.Context, organizationID string) (*BillingSubscription, error) {
	return call[BillingSubscription](ctx, s.client, get("/organizations/{}/billing/subscription", nil, organizationID))
}

// GetUserSubscription returns the subscription of a user.
//
//clerk:op GET /users/{user_id}/billing/subscription
func (s *BillingService) GetUserSubscription(ctx context.Context, userID string) (*BillingSubscription, error) {
	return call[BillingSubscription](ctx, s.client, get("/users/{}/billing/subscription", nil, userID))
}

// ListSubscriptionItems returns one page of the items of all payers, the newest
// first.
//
//clerk:op GET /billing/subscription_items
func (s *BillingService) ListSubscriptionItems(ctx context.Context, params BillingSubscriptionItemListParams) (*Page[BillingSubscriptionItem], error) {
	return call[Page[BillingSubscriptionItem]](ctx, s.client, list("/billing/subscription_items", params))
}

// AllSubscriptionItems yields every item that matches, fetching pages as it goes.
func (s *BillingService) AllSubscriptionItems(ctx context.Context, params BillingSubscriptionItemListParams) iter.Seq2[*BillingSubscriptionItem, error] {
	return pages[BillingSubscriptionItem](ctx, s.client, list("/billing/subscription_items", params))
}
