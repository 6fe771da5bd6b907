package clerktest

// frontendRoutes lists the endpoints of the Frontend API and the hosted pages. The
// last one answers what is not implemented.
func (i *Instance) frontendRoutes() []route {
	return []route{
		{"GET /.well-known/jwks.json", public, i.getJWKS},
		{"DELETE /v1/client", frontend, i.withDevice(i.endClientSessions("ended"))},
		{"GET /v1/client", frontend, i.getClient},
		{"POST /v1/client", frontend, i.putClient},
		{"PUT /v1/client", frontend, i.putClient},
		{"GET /v1/client/handshake", public, i.getHandshake},
		{"DELETE /v1/client/sessions", frontend, i.withDevice(i.endClientSessions("removed"))},
		{"GET /v1/client/sessions/{id}", frontend, i.withDevice(i.getClientSession)},
		{"POST /v1/client/sessions/{id}/end", frontend, i.withDevice(i.endClientSession("ended"))},
		{"POST /v1/client/sessions/{id}/remove", frontend, i.withDevice(i.endClientSession("removed"))},
		{"POST /v1/client/sessions/{id}/tokens", frontend, i.postClientToken},
		{"POST /v1/client/sessions/{id}/tokens/{template}", frontend, i.postClientTemplateToken},
		{"POST /v1/client/sessions/{id}/touch", frontend, i.withDevice(i.touchClientSession)},
		{"POST /v1/client/sign_ins", frontend, i.withDevice(i.postSignIn)},
		{"GET /v1/client/sign_ins/{id}", frontend, i.withDevice(i.getSignIn)},
		{"POST /v1/client/sign_ins/{id}/attempt_first_factor", frontend, i.withDevice(i.attemptSignIn)},
		{"POST /v1/client/sign_ins/{id}/prepare_first_factor", frontend, i.withDevice(i.prepareSignIn)},
		{"POST /v1/client/sign_ups", frontend, i.withDevice(i.postSignUp)},
		{"GET /v1/client/sign_ups/{id}", frontend, i.withDevice(i.getSignUp)},
		{"PATCH /v1/client/sign_ups/{id}", frontend, i.withDevice(i.patchSignUp)},
		{"POST /v1/client/sign_ups/{id}/attempt_verification", frontend, i.withDevice(i.attemptSignUp)},
		{"POST /v1/client/sign_ups/{id}/prepare_verification", frontend, i.withDevice(i.prepareSignUp)},
		{"POST /v1/dev_browser", frontend, i.postDevBrowser},
		{"GET /v1/environment", frontend, i.getEnvironment},
		{"PATCH /v1/environment", frontend, i.getEnvironment},
		{"/", public, notImplemented},
	}
}
