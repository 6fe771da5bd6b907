package clerktest

// UseTicket lets tests take a ticket as the Frontend API does.
func (i *Instance) UseTicket(token string) (userID, organization string, err error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	t, err := i.takeTicket(token)
	if err != nil {
		return "", "", err
	}
	return t.userID, t.organization, nil
}

// HandshakeNonce lets tests leave directives as the Frontend API does.
func (i *Instance) HandshakeNonce(directives ...string) string {
	return i.newHandshakeNonce(directives)
}

// RefreshToken returns the refresh token of a session.
func (i *Instance) RefreshToken(sessionID string) string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.findSession(sessionID).refreshToken()
}
