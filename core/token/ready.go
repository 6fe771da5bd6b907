package token

import "context"

// Ready returns nil if the set has keys that may serve a request now. While it has none
// it loads them, or waits for the load under way; the error is an [Error] that says why
// there are none, or that of ctx if it ended first. Old keys, which serve through an
// outage up to [HardAge], are ready, and are loaded again in the background.
func (s *KeySet) Ready(ctx context.Context) error {
	now := s.options.Now()
	s.mu.Lock()
	age := s.current.Load().age(now)
	switch {
	case age < RefreshAge:
		s.mu.Unlock()
		return nil
	case age < HardAge:
		if s.failed == nil || elapsed(s.failedAt, now, GuardInterval) {
			s.join(1)
		}
		s.mu.Unlock()
		return nil
	case s.flight == nil && s.failed != nil && !elapsed(s.failedAt, now, emptyPause):
		defer s.mu.Unlock()
		return s.failed
	}
	f := s.join(coldAttempts)
	s.mu.Unlock()
	select {
	case <-f.done:
	case <-ctx.Done():
		return ctx.Err()
	}
	if f.err != nil { // and not a nil of another type
		return f.err
	}
	return nil
}
