package webhook

import (
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// EventType is the type of an event whose data is a T, such as [UserCreated]. A type
// that this package does not know is made of its name:
//
//	const Ours webhook.EventType[jsontext.Value] = "thing.created"
type EventType[T any] string

// An Event is a [Message] with its data.
type Event[T any] struct {
	Message
	Data T
}

// Decode returns the event of a message of a type. The error is an [Error] with
// [CodeBodyInvalid] if the message is of another type, or its data is none of it.
func Decode[T any](m *Message, eventType EventType[T]) (Event[T], error) {
	event := Event[T]{Message: *m}
	if m.Type != string(eventType) {
		return event, newError(CodeBodyInvalid, fmt.Sprintf("the event is no %s", string(eventType)))
	}
	if raw, ok := any(&event.Data).(*jsontext.Value); ok {
		*raw = m.Data
		return event, nil
	}
	if err := json.Unmarshal(m.Data, &event.Data, lenient); err != nil {
		return event, newError(CodeBodyInvalid, fmt.Sprintf("the data of the event is not that of %s", string(eventType)))
	}
	return event, nil
}
