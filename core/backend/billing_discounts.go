package backend

import "context"

// BillingDiscountRedemption is a discount on a [BillingSubscriptionItem].
type BillingDiscountRedemption struct {
	ID                 string                `json:"id"`
	Amount             *BillingMoney         `json:"amount,omitzero"`     // off the next payment
	AmountOff          *BillingMoney         `json:"amount_off,omitzero"` // of a fixed amount
	CyclesApplied      int64                 `json:"cycles_applied"`
	CyclesRemaining    Opt[int64]            `json:"cycles_remaining,omitzero"` // null is for ever
	DiscountID         string                `json:"discount_id"`
	Effect             BillingDiscountEffect `json:"effect,omitzero"`
	Name               string                `json:"name,omitzero"`
	Object             string                `json:"object"`               // "commerce_discount_redemption"
	PercentOff         Opt[float64]          `json:"percent_off,omitzero"` // of a percentage
	PromoCode          string                `json:"promo_code,omitzero"`
	RedeemedAt         Time                  `json:"redeemed_at"`
	RedeemedBy         Opt[string]           `json:"redeemed_by,omitzero"`
	Source             BillingDiscountSource `json:"source"`
	Status             BillingDiscountStatus `json:"status,omitzero"`
	SubscriptionItemID string                `json:"subscription_item_id"`
}

// BillingDiscountEffect is how a discount is counted. Clerk may add values.
type BillingDiscountEffect string

// The values of [BillingDiscountEffect].
const (
	BillingDiscountFixedAmount BillingDiscountEffect = "fixed_amount"
	BillingDiscountPercentage  BillingDiscountEffect = "percentage"
)

// BillingDiscountSource is how a discount came about. Clerk may add values.
type BillingDiscountSource string

// The values of [BillingDiscountSource].
const (
	BillingDiscountManual    BillingDiscountSource = "manual"
	BillingDiscountPromoCode BillingDiscountSource = "promo_code"
	BillingDiscountPromotion BillingDiscountSource = "promotion"
)

// BillingDiscountStatus is the state of a discount. Clerk may add values.
type BillingDiscountStatus string

// The values of [BillingDiscountStatus].
const (
	BillingDiscountActive    BillingDiscountStatus = "active"
	BillingDiscountExhausted BillingDiscountStatus = "exhausted"
	BillingDiscountRemoved   BillingDiscountStatus = "removed"
)

// BillingDiscountApplyParams name a discount.
type BillingDiscountApplyParams struct {
	DiscountID string `json:"discount_id"` // required
}

// ApplyDiscount gives a subscription item a discount, in place of the one it has.
// Rules for customers who redeem it themselves do not count.
//
//clerk:op POST /billing/subscription_items/{subscription_item_id}/discounts
func (s *BillingService) ApplyDiscount(ctx context.Context, subscriptionItemID string, params BillingDiscountApplyParams) (*BillingDiscountRedemption, error) {
	return call[BillingDiscountRedemption](ctx, s.client, post("/billing/subscription_items/{}/discounts", params, subscriptionItemID))
}

// RemoveDiscount takes the active discount from a subscription item.
//
//clerk:op DELETE /billing/subscription_items/{subscription_item_id}/discounts/{discount_id}
func (s *BillingService) RemoveDiscount(ctx context.Context, subscriptionItemID, discountID string) (*BillingDiscountRedemption, error) {
	return call[BillingDiscountRedemption](ctx, s.client, del("/billing/subscription_items/{}/discounts/{}", subscriptionItemID, discountID))
}
