package backend

import "context"

// MiscellaneousService has what belongs to no resource. Reach it as
// [Client].Miscellaneous.
type MiscellaneousService service

// PublicInterstitialParams describe the application that shows the page.
type PublicInterstitialParams struct {
	Domain      string `query:"domain"`
	FrontendAPI string `query:"frontend_api"` // its host
	// FrontendAPICamelCase is FrontendAPI.
	//
	// Deprecated: use FrontendAPI.
	FrontendAPICamelCase string    `query:"frontendApi"`
	ProxyURL             string    `query:"proxy_url"`
	PublishableKey       string    `query:"publishable_key"`
	SignInURL            string    `query:"sign_in_url"`
	UseDomainForScript   Opt[bool] `query:"use_domain_for_script"` // load ClerkJS from Domain
}

// GetPublicInterstitial returns the HTML of a page that finds out by ClerkJS
// whether its visitor is signed in. No key is sent. Today's SDKs use a handshake
// in its place.
//
//clerk:op GET /public/interstitial
func (s *MiscellaneousService) GetPublicInterstitial(ctx context.Context, params PublicInterstitialParams) ([]byte, error) {
	page, err := call[[]byte](ctx, s.client, get("/public/interstitial", params).withoutKey())
	if err != nil {
		return nil, err
	}
	return *page, nil
}
