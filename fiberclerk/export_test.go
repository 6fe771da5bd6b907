package fiberclerk

// ValidValue is what judges the values of header lines.
var ValidValue = validValue
