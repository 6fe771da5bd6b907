package clerktest

import "slices"

// A shelf holds resources of one kind, oldest first, and finds them by ID. The
// caller holds the instance's mu.
type shelf[T any] struct {
	list []*T
	byID map[string]*T
}

func (s *shelf[T]) add(id string, resource *T) {
	if s.byID == nil {
		s.byID = map[string]*T{}
	}
	s.byID[id] = resource
	s.list = append(s.list, resource)
}

// get returns a resource, nil if there is none.
func (s *shelf[T]) get(id string) *T { return s.byID[id] }

// find returns the first resource that matches, nil if none does.
func (s *shelf[T]) find(matches func(*T) bool) *T {
	if k := slices.IndexFunc(s.list, matches); k >= 0 {
		return s.list[k]
	}
	return nil
}

// remove takes a resource off, if it is there.
func (s *shelf[T]) remove(id string) {
	gone := s.byID[id]
	delete(s.byID, id)
	s.list = slices.DeleteFunc(s.list, func(resource *T) bool { return resource == gone })
}

// removeFunc takes off all resources that match.
func (s *shelf[T]) removeFunc(id func(*T) string, matches func(*T) bool) {
	s.list = slices.DeleteFunc(s.list, func(resource *T) bool {
		if !matches(resource) {
			return false
		}
		delete(s.byID, id(resource))
		return true
	})
}
