package backend

// Passkey is a passkey of a user.
type Passkey struct {
	ID           string        `json:"id,omitzero"`
	LastUsedAt   Time          `json:"last_used_at"`
	Name         string        `json:"name"`
	Object       string        `json:"object"`
	Verification *Verification `json:"verification"`
}

// Web3Wallet is a Web3 wallet of a user.
//
// See https://clerk.com/docs/reference/backend/types/backend-web3-wallet.
type Web3Wallet struct {
	ID           string        `json:"id,omitzero"`
	CreatedAt    Time          `json:"created_at"`
	Object       string        `json:"object"`
	UpdatedAt    Time          `json:"updated_at"`
	Verification *Verification `json:"verification"`
	Web3Wallet   string        `json:"web3_wallet"` // the address
}
