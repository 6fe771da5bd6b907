package rest

import (
	"context"
	"time"
)

// SetWait replaces how a client waits between attempts.
func (c *Client) SetWait(wait func(context.Context, time.Duration) bool) { c.wait = wait }
