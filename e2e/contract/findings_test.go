package contract

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// findings are the differences of one operation. The same place in several variants
// is one finding.
type findings []finding

type finding struct {
	difference
	place    string // side and pointer, without the indices of arrays
	variants []string
}

var index = regexp.MustCompile(`/\d+`)

func (f *findings) add(variant string, found []difference) {
	for _, d := range found {
		place := d.side + " " + index.ReplaceAllString(d.pointer, "/*")
		if d.pointer == "" {
			place += d.text
		}
		i := slices.IndexFunc(*f, func(known finding) bool { return known.place == place })
		if i < 0 {
			i = len(*f)
			*f = append(*f, finding{difference: d, place: place})
		}
		if known := &(*f)[i]; !slices.Contains(known.variants, variant) {
			known.variants = append(known.variants, variant)
		}
	}
}

func (f findings) lines() []string {
	var lines []string
	for _, one := range f {
		variants := strings.Join(one.variants, ", ")
		if n := len(one.variants); n > 3 {
			variants = fmt.Sprintf("%s and %d more", one.variants[0], n-1)
		}
		lines = append(lines, fmt.Sprintf("%s [%s]", one.difference, variants))
	}
	return lines
}
