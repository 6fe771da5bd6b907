package clerktest

// frontendRoutes lists the endpoints of the Frontend API. The last one answers what
// is not implemented.
func (i *Instance) frontendRoutes() []route {
	return []route{
		{"GET /.well-known/jwks.json", public, i.getJWKS},
		{"/", public, notImplemented},
	}
}
