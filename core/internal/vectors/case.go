package vectors

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// lenient accepts the texts of other programs: lone surrogates become U+FFFD
// when a string is decoded, and the last of two equal members wins.
var lenient = json.JoinOptions(jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))

// File is one suite as it is stored.
type File struct {
	FormatVersion int                 `json:"format_version"`
	Suite         string              `json:"suite"`
	Clock         Clock               `json:"clock"`
	Instances     map[string]Instance `json:"instances"`
	CaseCount     int                 `json:"case_count"`
	Cases         []Case              `json:"cases"`
}

// Clock is the time of every case that names none of its own.
type Clock struct {
	NowMS float64 `json:"now_ms"` // milliseconds since 1970, see [Time]
	ISO   string  `json:"iso"`
}

// Instance is one of the Clerk instances that the cases speak of.
type Instance struct {
	Kind           string `json:"kind"` // dev or prod
	PublishableKey string `json:"publishable_key"`
	FrontendAPI    string `json:"frontend_api"`
	CookieSuffix   string `json:"cookie_suffix"`
	Issuer         string `json:"issuer"`
}

// Case is one input with the outcome of the reference. Input and Expect keep
// the bytes of the file; decode what a suite needs with [Decode].
type Case struct {
	Name    string         `json:"name"`
	Outcome string         `json:"outcome"`
	Quirk   string         `json:"quirk"`
	Input   jsontext.Value `json:"input"`
	Expect  jsontext.Value `json:"expect"`

	// Instances are those of the case's file.
	Instances map[string]Instance `json:"-"`

	clock           Clock
	unrepresentable *atomic.Int64
}

// Load reads the suite NAME.json of the folder that [Variable] names, or of the
// project's folder.
func Load(name string) (*File, error) {
	directory, err := folder()
	if err != nil {
		return nil, err
	}
	path := filepath.Join(directory, name+".json")
	data, err := os.ReadFile(path)
	if os.IsNotExist(err) && os.Getenv(Variable) != "" {
		return nil, fmt.Errorf("%s.json: %w in the folder named by %s", name, errAbsent, Variable)
	}
	if err != nil {
		return nil, err
	}
	var file File
	if err := Decode(data, &file); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(file.Cases) == 0 {
		return nil, fmt.Errorf("%s holds no cases", path)
	}
	for i := range file.Cases {
		file.Cases[i].Instances = file.Instances
		file.Cases[i].clock = file.Clock
	}
	return &file, nil
}

// Decode decodes one JSON value of a vector into the value that into points to.
// Member names are case-sensitive and unknown members are ignored.
func Decode(value jsontext.Value, into any) error {
	return json.Unmarshal(bytes.TrimSpace(value), into, lenient)
}

// Label returns the quirk label, the text before the first colon, or "".
func (c Case) Label() string {
	label, _, _ := strings.Cut(c.Quirk, ":")
	return label
}

// Now returns the time at which the reference ran the case.
func (c Case) Now() (time.Time, error) {
	var input struct {
		NowMS *float64 `json:"now_ms"`
	}
	if err := Decode(c.Input, &input); err != nil {
		return time.Time{}, err
	}
	if input.NowMS == nil {
		return Time(c.clock.NowMS), nil
	}
	return Time(*input.NowMS), nil
}

// Unrepresentable counts n checks of the case that no Go caller can write. The
// suite's line shows the sum. It is safe for concurrent use.
func (c Case) Unrepresentable(n int) {
	if c.unrepresentable != nil {
		c.unrepresentable.Add(int64(n))
	}
}
