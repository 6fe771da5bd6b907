package clerktest

// backendRoutes lists the endpoints of the Backend API. The last one answers what is
// not implemented, after its guard.
func (i *Instance) backendRoutes() []route {
	return []route{
		{"GET /bapi/v1/jwks", secretKey, i.getJWKS},
		{"GET /bapi/v1/sessions", secretKey, i.listSessions},
		{"POST /bapi/v1/sessions", secretKey, i.postSession},
		{"GET /bapi/v1/sessions/{id}", secretKey, i.getSession},
		{"POST /bapi/v1/sessions/{id}/revoke", secretKey, i.revokeSession},
		{"POST /bapi/v1/sessions/{id}/tokens", secretKey, i.postSessionToken},
		{"GET /bapi/v1/users", secretKey, i.listUsers},
		{"POST /bapi/v1/users", secretKey, i.postUser},
		{"GET /bapi/v1/users/count", secretKey, i.countUsers},
		{"DELETE /bapi/v1/users/{id}", secretKey, i.deleteUser},
		{"GET /bapi/v1/users/{id}", secretKey, i.getUser},
		{"PATCH /bapi/v1/users/{id}", secretKey, i.patchUser},
		{"/bapi/", secretKey, notImplemented},
	}
}
