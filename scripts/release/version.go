package main

import (
	"fmt"

	"golang.org/x/mod/semver"
)

// mayBreak reports whether a version may have an API that breaks callers of an older one:
// below v1 if its minor number is higher, from v1 on if its major number is.
func mayBreak(older, newer string) bool {
	if semver.Major(older) != "v0" {
		return semver.Major(newer) != semver.Major(older)
	}
	return semver.MajorMinor(newer) != semver.MajorMinor(older)
}

// checkStep returns why a version cannot follow the present one. The present one may be
// named again as long as it has no tag.
func checkStep(present, next string, tagged, breaks bool) error {
	order := semver.Compare(next, present)
	switch {
	case !semver.IsValid(next) || semver.Canonical(next) != next:
		return fmt.Errorf("%q is no version such as v1.2.3", next)
	case semver.Compare(next, "v2.0.0-0") >= 0:
		return fmt.Errorf("%s: from v2 on the paths of modules end in the major version, which nothing here does yet", next)
	case order < 0 || order == 0 && tagged:
		return fmt.Errorf("%s is not above %s, the present version", next, present)
	case breaks && tagged && !mayBreak(present, next):
		return fmt.Errorf("%s is too small a step from %s: an entry of %s says \"Breaking\"", next, present, changelogFile)
	}
	return nil
}
