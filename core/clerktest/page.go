package clerktest

import (
	"net/url"
	"strconv"
)

// The bounds of limit that the specification gives.
const (
	defaultLimit = 10
	machineLimit = 100 // of API keys and M2M tokens
	maxLimit     = 500
)

// A page is the part of a list that a request asks for.
type page struct{ limit, offset int }

func readPage(query url.Values) (page, error) { return readPageUpTo(maxLimit, query) }

func readPageUpTo(most int, query url.Values) (page, error) {
	limit, err := readNumber(query, "limit", defaultLimit)
	if err != nil {
		return page{}, err
	}
	if limit < 1 || limit > most {
		return page{}, errInvalid("limit", "must be from 1 to "+strconv.Itoa(most))
	}
	offset, err := readNumber(query, "offset", 0)
	if err != nil {
		return page{}, err
	}
	if offset < 0 {
		return page{}, errInvalid("offset", "must not be negative")
	}
	return page{limit, offset}, nil
}

func readNumber(query url.Values, name string, fallback int) (int, error) {
	text := query.Get(name)
	if text == "" {
		return fallback, nil
	}
	number, err := strconv.Atoi(text)
	if err != nil {
		return 0, errInvalid(name, "must be a whole number")
	}
	return number, nil
}

// cut returns the part of a list, an empty one past its end.
func cut[T any](list []T, p page) []T {
	start := min(p.offset, len(list))
	return list[start:min(start+p.limit, len(list))]
}
