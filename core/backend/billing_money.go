package backend

// BillingMoney is an amount of money.
type BillingMoney struct {
	Amount          int64  `json:"amount"`           // in the smallest unit, such as cents
	AmountFormatted string `json:"amount_formatted"` // without the symbol, such as "49.99"
	Currency        string `json:"currency"`         // such as "USD"
	CurrencySymbol  string `json:"currency_symbol"`  // such as "$"
}

// BillingTotals is how an amount comes about.
type BillingTotals struct {
	BaseFee       BillingMoney          `json:"base_fee"` // before units such as seats
	Credits       *BillingCredits       `json:"credits,omitzero"`
	Discounts     *BillingDiscounts     `json:"discounts,omitzero"`
	GrandTotal    BillingMoney          `json:"grand_total"`
	PerUnitTotals []BillingPerUnitTotal `json:"per_unit_totals,omitzero"`
	Subtotal      BillingMoney          `json:"subtotal"`
	TaxTotal      BillingMoney          `json:"tax_total"`
}

// BillingPerUnitTotal is what the units of one kind cost.
type BillingPerUnitTotal struct {
	BlockSize int64                     `json:"block_size"` // units in a block
	Name      string                    `json:"name"`       // such as "seats"
	Tiers     []BillingPerUnitTotalTier `json:"tiers"`
}

// BillingPerUnitTotalTier is what the units of one tier cost.
type BillingPerUnitTotalTier struct {
	FeePerBlock BillingMoney `json:"fee_per_block"`
	Quantity    Opt[int64]   `json:"quantity,omitzero"` // units; null is no limit
	Total       BillingMoney `json:"total"`
}

// BillingCredits is what reduces an amount because it was paid before.
type BillingCredits struct {
	Payer     *BillingPayerCredit     `json:"payer"`     // from the payer's balance
	Proration *BillingProrationCredit `json:"proration"` // for what is left of the previous plan
	Total     BillingMoney            `json:"total"`
}

// BillingPayerCredit is what a payer's balance gives.
type BillingPayerCredit struct {
	AppliedAmount    BillingMoney `json:"applied_amount"`
	RemainingBalance BillingMoney `json:"remaining_balance"`
}

// BillingProrationCredit is what the rest of a cycle that was paid is worth.
type BillingProrationCredit struct {
	Amount                BillingMoney `json:"amount"`
	CycleDaysRemaining    int64        `json:"cycle_days_remaining"`
	CycleDaysTotal        int64        `json:"cycle_days_total"`
	CycleRemainingPercent float64      `json:"cycle_remaining_percent"`
}

// BillingDiscounts is what reduces an amount for another reason.
type BillingDiscounts struct {
	Proration *BillingProrationDiscount `json:"proration"` // for what has passed of the cycle
	Total     BillingMoney              `json:"total"`
}

// BillingProrationDiscount is what the part of a cycle that has passed is worth.
type BillingProrationDiscount struct {
	Amount             BillingMoney `json:"amount"`
	CycleDaysPassed    int64        `json:"cycle_days_passed"`
	CycleDaysTotal     int64        `json:"cycle_days_total"`
	CyclePassedPercent float64      `json:"cycle_passed_percent"`
}
