package clerktest

import "net/http"

// controlRoutes lists the endpoints for the command clerkdev.
func (i *Instance) controlRoutes() []route {
	return []route{
		{"GET /clerkdev/env", control, i.getEnv},
		{"POST /clerkdev/api_key", control, i.postControlAPIKey},
		{"POST /clerkdev/m2m_token", control, i.postControlM2MToken},
		{"POST /clerkdev/oauth_token", control, i.postControlOAuthToken},
		{"POST /clerkdev/token", control, i.postToken},
		{"GET /clerkdev/webhooks", control, i.listControlWebhooks},
		{"POST /clerkdev/webhooks", control, i.postControlWebhook},
		{"POST /clerkdev/webhooks/{id}/replay", control, i.replayControlWebhook},
	}
}

// getEnv serves the variables of [Instance.Env] to the command clerkdev.
func (i *Instance) getEnv(*http.Request) (any, error) {
	return struct {
		Variables []string `json:"variables"`
	}{i.Env()}, nil
}
