package main

import (
	"fmt"
	"html"
	"strings"
)

// A bar is one of a plot.
type bar struct {
	name  string
	value float64
	mine  bool
}

// svg draws horizontal bars, legible on light and dark pages.
func svg(title string, bars []bar) string {
	const width, left, right, row, top = 720, 260, 70, 28, 44
	longest := 0.0
	for _, bar := range bars {
		longest = max(longest, bar.value)
	}
	var b strings.Builder
	height := top + row*len(bars) + 12
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s">`+"\n", width, height, width, height, html.EscapeString(title))
	b.WriteString("<style>text{font:14px system-ui,sans-serif;fill:#24292f}.title{font-weight:600}rect{fill:#8c959f}.mine{fill:#6c47ff}" +
		"@media(prefers-color-scheme:dark){text{fill:#e6edf3}rect{fill:#6e7681}.mine{fill:#a48fff}}</style>\n")
	fmt.Fprintf(&b, `<text class="title" x="12" y="24">%s</text>`+"\n", html.EscapeString(title))
	for k, bar := range bars {
		y := top + k*row
		length := max(1, bar.value/longest*(width-left-right))
		class := ""
		if bar.mine {
			class = ` class="mine"`
		}
		fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="end">%s</text><rect%s x="%d" y="%d" width="%.0f" height="%d" rx="3"/><text x="%.0f" y="%d">%s</text>`+"\n",
			left-10, y+15, html.EscapeString(bar.name), class, left, y, length, row-8, left+length+8, y+15, digits(bar.value))
	}
	b.WriteString("</svg>\n")
	return b.String()
}
