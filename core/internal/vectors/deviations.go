package vectors

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Deviation is one deliberate difference from the reference, as the project
// declares it in testdata/vectors/deviations.json.
type Deviation struct {
	Label  string `json:"label"`  // the quirk label of the cases it concerns
	Reason string `json:"reason"` // why this module differs
	Rule   string `json:"rule"`   // what it does instead, in one sentence
}

// Rule checks what this module does with a case on which it differs from the
// reference, and returns an error if that is not what the deviation declares.
type Rule func(Case) error

// Rules are the rules of one suite by quirk label. Two suites may check the
// same deviation in different ways.
type Rules map[string]Rule

// Deviations returns the declared deviations by label. They are always those of
// the project, whichever folder is replayed; a project without the file
// declares none.
func Deviations() (map[string]Deviation, error) {
	directory, err := upwards(projectFolder)
	if errors.Is(err, errAbsent) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(filepath.Join(directory, deviationsFile))
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return parseDeviations(data)
}

func parseDeviations(data []byte) (map[string]Deviation, error) {
	var list []Deviation
	if err := Decode(data, &list); err != nil {
		return nil, fmt.Errorf("%s: %w", deviationsFile, err)
	}
	byLabel := make(map[string]Deviation, len(list))
	for i, deviation := range list {
		if deviation.Label == "" || deviation.Reason == "" || deviation.Rule == "" {
			return nil, fmt.Errorf("%s: entry %d (%s) needs a label, a reason and a rule", deviationsFile, i, deviation.Label)
		}
		if _, ok := byLabel[deviation.Label]; ok {
			return nil, fmt.Errorf("%s: label %s is declared twice", deviationsFile, deviation.Label)
		}
		byLabel[deviation.Label] = deviation
	}
	return byLabel, nil
}

// undeclared returns an error for a rule whose label no deviation declares.
func (r Rules) undeclared(declared map[string]Deviation) error {
	for label := range r {
		if _, ok := declared[label]; !ok {
			return fmt.Errorf("the suite has a rule for %s, which %s does not declare", label, deviationsFile)
		}
	}
	return nil
}
