package core

import "sync"

// defaults is the default client, once it has been built.
var defaults struct {
	sync.Mutex
	client *Client
}

// Default returns the client of the environment, which it builds when it is
// first asked for; see [OptionsFromEnv]. It never returns nil: while a variable
// is missing or wrong, it returns a client whose every call fails with the
// error that names the variable, and tries again at the next call.
func Default() *Client {
	defaults.Lock()
	defer defaults.Unlock()
	if defaults.client == nil {
		client, err := NewClient(OptionsFromEnv())
		if err != nil {
			return unusable(err)
		}
		defaults.client = client
	}
	return defaults.client
}
