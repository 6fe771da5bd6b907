package backend

import (
	"context"
	"iter"
)

// BillingPlan is what a user or an organisation can subscribe to.
type BillingPlan struct {
	ID                           string             `json:"id"`
	Amount                       int64              `json:"amount"`                                   // Fee in cents; only with a price transition
	AmountFormatted              string             `json:"amount_formatted,omitzero"`                // only with a price transition
	AnnualAmount                 int64              `json:"annual_amount"`                            // AnnualFee in cents; only with a price transition
	AnnualAmountFormatted        string             `json:"annual_amount_formatted,omitzero"`         // only with a price transition
	AnnualFee                    *BillingMoney      `json:"annual_fee"`                               // for a year; nil if there is none
	AnnualMonthlyAmount          int64              `json:"annual_monthly_amount"`                    // AnnualMonthlyFee in cents; only with a price transition
	AnnualMonthlyAmountFormatted string             `json:"annual_monthly_amount_formatted,omitzero"` // only with a price transition
	AnnualMonthlyFee             *BillingMoney      `json:"annual_monthly_fee"`                       // for a month of a year; nil if there is none
	AvatarURL                    Opt[string]        `json:"avatar_url,omitzero"`
	Currency                     string             `json:"currency,omitzero"`        // only with a price transition
	CurrencySymbol               string             `json:"currency_symbol,omitzero"` // only with a price transition
	Description                  Opt[string]        `json:"description,omitzero"`
	Features                     []BillingFeature   `json:"features,omitzero"`
	Fee                          *BillingMoney      `json:"fee"`            // for a month; nil if there is none
	ForPayerType                 BillingPayerType   `json:"for_payer_type"` // who can subscribe
	FreeTrialDays                Opt[int64]         `json:"free_trial_days,omitzero"`
	FreeTrialEnabled             bool               `json:"free_trial_enabled"`
	HasBaseFee                   bool               `json:"has_base_fee"`
	Interval                     int64              `json:"interval"`   // only with a price transition
	IsDefault                    bool               `json:"is_default"` // of who subscribed to nothing
	IsRecurring                  bool               `json:"is_recurring"`
	Name                         string             `json:"name"`
	Object                       string             `json:"object"`              // "commerce_plan"
	PayerType                    []BillingPayerType `json:"payer_type,omitzero"` // only with a price transition
	Period                       string             `json:"period,omitzero"`     // only with a price transition
	// ProductID is the product that the plan belongs to.
	//
	// Deprecated: it means nothing any more.
	ProductID       string             `json:"product_id"`
	PubliclyVisible bool               `json:"publicly_visible"`
	Slug            string             `json:"slug"`
	UnitPrices      []BillingUnitPrice `json:"unit_prices,omitzero"` // of units such as seats
}

// BillingFeature is something that a [BillingPlan] includes.
type BillingFeature struct {
	ID          string      `json:"id"`
	AvatarURL   Opt[string] `json:"avatar_url,omitzero"`
	Description Opt[string] `json:"description,omitzero"`
	Name        string      `json:"name"`
	Object      string      `json:"object"` // "feature"
	Slug        string      `json:"slug"`
}

// BillingUnitPrice is what units of one kind cost.
type BillingUnitPrice struct {
	BlockSize int64                  `json:"block_size"` // units in a block
	Name      string                 `json:"name"`       // such as "seats"
	Tiers     []BillingUnitPriceTier `json:"tiers"`
}

// BillingUnitPriceTier is what a block costs, by the number of blocks.
type BillingUnitPriceTier struct {
	EndsAfterBlock Opt[int64]   `json:"ends_after_block,omitzero"` // inclusive; null is no limit
	FeePerBlock    BillingMoney `json:"fee_per_block"`
	StartsAtBlock  int64        `json:"starts_at_block"` // inclusive
}

// BillingPrice is what a [BillingPlan] costs somebody.
type BillingPrice struct {
	ID                      string         `json:"id"`
	Amount                  int64          `json:"amount"`                // for a month, in cents
	AnnualMonthlyAmount     int64          `json:"annual_monthly_amount"` // for a month of a year, in cents
	AnnualMonthlyFee        *BillingMoney  `json:"annual_monthly_fee"`
	CreatedAt               Time           `json:"created_at"`
	Currency                string         `json:"currency"`        // such as "USD"
	CurrencySymbol          string         `json:"currency_symbol"` // such as "$"
	Description             Opt[string]    `json:"description,omitzero"`
	Fee                     *BillingMoney  `json:"fee"`
	InstanceID              string         `json:"instance_id"`
	IsDefault               bool           `json:"is_default"` // of its plan
	Object                  string         `json:"object"`     // "commerce_price"
	PlanID                  string         `json:"plan_id"`
	SupportedBillingPeriods BillingPeriods `json:"supported_billing_periods"`
}

// BillingPeriods are the periods that a [BillingPrice] is for. Clerk may add
// values.
type BillingPeriods string

// The values of [BillingPeriods].
const (
	BillingPeriodsAnnual BillingPeriods = "annual"
	BillingPeriodsBoth   BillingPeriods = "both"
	BillingPeriodsMonth  BillingPeriods = "month"
)

// BillingPlanListParams select plans.
type BillingPlanListParams struct {
	Limit     int              `query:"limit"`  // 1 to 500; Clerk's default is 10
	Offset    int              `query:"offset"` // how many to skip
	PayerType BillingPayerType `query:"payer_type"`
}

// BillingPriceCreateParams are the fields of a new [BillingPrice].
type BillingPriceCreateParams struct {
	Amount                  Opt[int64]     `json:"amount"`                         // required; for a month, in cents: 0, or 100 and more
	AnnualMonthlyAmount     Opt[int64]     `json:"annual_monthly_amount,omitzero"` // for a month of a year, in cents
	Currency                Opt[string]    `json:"currency,omitzero"`              // "USD" unless set
	Description             Opt[string]    `json:"description,omitzero"`
	PlanID                  string         `json:"plan_id"`                            // required
	SupportedBillingPeriods BillingPeriods `json:"supported_billing_periods,omitzero"` // told from the amounts unless set
}

// BillingPriceListParams select prices.
type BillingPriceListParams struct {
	Limit  int    `query:"limit"`  // 1 to 500; Clerk's default is 10
	Offset int    `query:"offset"` // how many to skip
	PlanID string `query:"plan_id"`
}

// CreatePrice makes a price for particular customers of a plan.
//
//clerk:op POST /billing/prices
func (s *BillingService) CreatePrice(ctx context.Context, params BillingPriceCreateParams) (*BillingPrice, error) {
	return call[BillingPrice](ctx, s.client, post("/billing/prices", params))
}

// ListPlans returns one page of plans, the newest first.
//
//clerk:op GET /billing/plans
func (s *BillingService) ListPlans(ctx context.Context, params BillingPlanListParams) (*Page[BillingPlan], error) {
	return call[Page[BillingPlan]](ctx, s.client, list("/billing/plans", params))
}

// AllPlans yields every plan that matches, fetching pages as it goes.
func (s *BillingService) AllPlans(ctx context.Context, params BillingPlanListParams) iter.Seq2[*BillingPlan, error] {
	return pages[BillingPlan](ctx, s.client, list("/billing/plans", params))
}

// ListPrices returns one page of prices, the lowest first.
//
//clerk:op GET /billing/prices
func (s *BillingService) ListPrices(ctx context.Context, params BillingPriceListParams) (*Page[BillingPrice], error) {
	return call[Page[BillingPrice]](ctx, s.client, list("/billing/prices", params))
}

// AllPrices yields every price that matches, fetching pages as it goes.
func (s *BillingService) AllPrices(ctx context.Context, params BillingPriceListParams) iter.Seq2[*BillingPrice, error] {
	return pages[BillingPrice](ctx, s.client, list("/billing/prices", params))
}
