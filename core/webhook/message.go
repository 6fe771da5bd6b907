package webhook

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// A Message is a verified delivery whose data is not decoded: what every event has.
// Members that the sender left out are zero. It is immutable.
type Message struct {
	// ID is the header svix-id, the same however often the event is sent.
	ID string
	// SentAt is the header svix-timestamp: when this delivery was sent.
	SentAt time.Time

	// Type is the type of the event, such as "user.created".
	Type string
	// Data is the JSON of the event's data.
	Data jsontext.Value
	// InstanceID is the instance that the event happened in.
	InstanceID string
	// Attributes are the circumstances of the event.
	Attributes Attributes
	// Timestamp is when the event happened.
	Timestamp time.Time
}

// Attributes are the circumstances of an event.
type Attributes struct {
	HTTPRequest HTTPRequest `json:"http_request,omitzero"`
}

// HTTPRequest is the request that caused an event.
type HTTPRequest struct {
	ClientIP  string `json:"client_ip,omitzero"`
	UserAgent string `json:"user_agent,omitzero"`
}

// lenient reads JSON as JavaScript does. All of a message is read so: what one reader
// refused and another took would be an event without an object.
var lenient = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// Format prints which event it is, whatever the verb: its data may hold codes that sign
// somebody in.
func (m Message) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, m.LogValue().String()) }

// LogValue logs which event it is.
func (m Message) LogValue() slog.Value {
	return slog.GroupValue(slog.String("ID", m.ID), slog.String("Type", m.Type), slog.Time("Timestamp", m.Timestamp))
}

// parse reads the body of a delivery. JSON that is no object has no members, and a
// member of another type counts as absent: the signature vouches for them all the same.
func parse(id string, sentAt time.Time, body string) (*Message, error) {
	m := &Message{ID: id, SentAt: sentAt}
	value := jsontext.Value(body)
	if !value.IsValid(lenient) {
		return nil, errBodyInvalid
	}
	if value.Kind() != jsontext.KindBeginObject {
		return m, nil
	}
	var wire struct {
		Attributes jsontext.Value `json:"event_attributes"`
		Data       jsontext.Value `json:"data"`
		InstanceID jsontext.Value `json:"instance_id"`
		Timestamp  jsontext.Value `json:"timestamp"`
		Type       jsontext.Value `json:"type"`
	}
	if json.Unmarshal(value, &wire, lenient) != nil {
		return nil, errBodyInvalid
	}
	m.Data = wire.Data
	_ = json.Unmarshal(wire.Attributes, &m.Attributes)
	_ = json.Unmarshal(wire.InstanceID, &m.InstanceID)
	_ = json.Unmarshal(wire.Type, &m.Type)
	var number float64
	if json.Unmarshal(wire.Timestamp, &number) == nil {
		m.Timestamp = timeOf(number)
	}
	return m, nil
}

// firstMillisecond is the least number that is one of milliseconds: as seconds it is
// the year 5138, as milliseconds 1973.
const firstMillisecond = 1e11

// timeOf reads a time that Clerk's document calls a Unix timestamp without a unit, and
// that is milliseconds in what Clerk sends.
func timeOf(number float64) time.Time {
	switch {
	case number <= 0 || number >= 1e15:
		return time.Time{}
	case number < firstMillisecond:
		number *= 1000
	}
	return time.UnixMilli(int64(number))
}

// Object names what the event is about, such as "user:user_1": events of one object
// have an order. It is empty if the event has no time, or its data no ID, and for events
// that are not about what became of an object but about something to do now: emails, text
// messages, and a trial that ends soon.
func (m *Message) Object() string {
	kind, _, _ := strings.Cut(m.Type, ".")
	if m.Timestamp.IsZero() || kind == "email" || kind == "sms" || m.Type == string(SubscriptionItemFreeTrialEnding) {
		return ""
	}
	var data struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(m.Data, &data, lenient) != nil || data.ID == "" {
		return ""
	}
	return kind + ":" + data.ID
}

// Creates reports whether the event is the first one of its object.
func (m *Message) Creates() bool { return strings.HasSuffix(m.Type, ".created") }

// Deletes reports whether the event is the last one of its object.
func (m *Message) Deletes() bool { return strings.HasSuffix(m.Type, ".deleted") }
