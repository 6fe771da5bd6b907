package clerktest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// maxDeliveries is how many deliveries an instance remembers.
const maxDeliveries = 200

// webhookPatience is how long a receiver may take to answer.
const webhookPatience = 15 * time.Second

// webhookPauses are the pauses between attempts of the real sender.
var webhookPauses = []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 10 * time.Hour}

// A WebhookDelivery is an event, and what has become of it.
type WebhookDelivery struct {
	ID        string // the header svix-id of every attempt
	Type      string
	Body      []byte
	CreatedAt time.Time
	Attempts  []int     // the status of each answer, 0 where there was none
	Next      time.Time // when it is sent next, in real time; zero if it is not
}

// Delivered reports whether a receiver has acknowledged the event.
func (d *WebhookDelivery) Delivered() bool {
	return len(d.Attempts) > 0 && d.Attempts[len(d.Attempts)-1]/100 == 2
}

// webhooks are the events of an instance on their way to a receiver.
type webhooks struct {
	client *http.Client
	wake   chan struct{} // holds one if there is something new

	mu      sync.Mutex
	url     string
	pauses  []time.Duration
	started bool
	log     []*WebhookDelivery // oldest first
	stamp   int64              // of the last event, in milliseconds

	order sync.Mutex // held from a change to its event, where another lock is not
}

// SendWebhooks sends events to a receiver on this machine from now on: each change of
// users, sessions, organisations and what belongs to them that is made through the
// Backend API, the Frontend API or the hosted pages. Methods of [Instance] such as
// [Instance.CreateUser] send none; [Instance.Trigger] sends any. An event is sent again
// until it is acknowledged by a status 2xx, after the pauses of the real sender, or
// after those given.
//
// Events are signed with [Instance.WebhookSigningSecret].
func (i *Instance) SendWebhooks(receiver string, pauses ...time.Duration) error {
	u, err := url.Parse(receiver)
	if err != nil || u.Scheme != "http" || !loopbackHost(u.Hostname()) {
		return fmt.Errorf("clerktest: webhooks to %q: want an http URL of this machine, such as http://localhost:8080/webhooks", receiver)
	}
	if len(pauses) == 0 {
		pauses = webhookPauses
	}
	w := &i.webhooks
	w.mu.Lock()
	defer w.mu.Unlock()
	w.url, w.pauses = receiver, pauses
	if !w.started {
		w.started = true
		i.server.tasks.Go(i.deliver)
	}
	return nil
}

// Trigger sends an event with some data, by JSON, and returns its ID. The data nil is an
// example: of the newest user, session or organisation if there is one. The error says
// that nobody receives events, or that the data is no JSON.
func (i *Instance) Trigger(eventType string, data any) (id string, err error) {
	if data == nil {
		data = i.exampleOf(eventType)
	}
	return i.emit(eventType, data)
}

// Replay sends an event again, whether it was acknowledged or not, with the same ID.
func (i *Instance) Replay(id string) error {
	w := &i.webhooks
	w.mu.Lock()
	defer w.mu.Unlock()
	at := slices.IndexFunc(w.log, func(d *WebhookDelivery) bool { return d.ID == id })
	if at < 0 {
		return fmt.Errorf("clerktest: no event %q is remembered", id)
	}
	w.log[at].Next = time.Now()
	w.signal()
	return nil
}

// Webhooks returns the last events, oldest first.
func (i *Instance) Webhooks() []WebhookDelivery {
	w := &i.webhooks
	w.mu.Lock()
	defer w.mu.Unlock()
	all := make([]WebhookDelivery, len(w.log))
	for k, d := range w.log {
		all[k] = *d
		all[k].Attempts = slices.Clone(d.Attempts)
	}
	return all
}

var errNoReceiver = errors.New("clerktest: nobody receives webhooks; name a receiver by SendWebhooks")

// emit puts an event on its way. The caller may hold mu: the data is encoded at once.
func (i *Instance) emit(eventType string, data any) (id string, err error) {
	w := &i.webhooks
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.url == "" {
		return "", errNoReceiver
	}
	encoded, err := json.Marshal(data, json.Deterministic(true))
	if err != nil {
		return "", fmt.Errorf("clerktest: the data of %s: %w", eventType, err)
	}
	now := i.now()
	w.stamp = max(now.UnixMilli(), w.stamp+1) // no two events are of one time: which is newer is known
	body, err := json.Marshal(struct {
		Data       jsontext.Value `json:"data"`
		Attributes any            `json:"event_attributes"`
		InstanceID string         `json:"instance_id"`
		Object     string         `json:"object"`
		Timestamp  int64          `json:"timestamp"`
		Type       string         `json:"type"`
	}{
		encoded, map[string]any{"http_request": map[string]any{"client_ip": "127.0.0.1", "user_agent": ""}},
		i.instanceID, "event", w.stamp, eventType,
	}, json.Deterministic(true))
	if err != nil {
		return "", fmt.Errorf("clerktest: the event %s: %w", eventType, err)
	}
	d := &WebhookDelivery{ID: newID("msg_"), Type: eventType, Body: body, CreatedAt: now, Next: time.Now()}
	if w.log = append(w.log, d); len(w.log) > maxDeliveries {
		w.log = slices.Clone(w.log[1:])
	}
	w.signal()
	return d.ID, nil
}

// signal wakes the sender. The caller holds the lock.
func (w *webhooks) signal() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// due returns what is to be sent next and when; nil if nothing is.
func (w *webhooks) due() (d *WebhookDelivery, at time.Time, receiver string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	waiting := slices.DeleteFunc(slices.Clone(w.log), func(d *WebhookDelivery) bool { return d.Next.IsZero() })
	if len(waiting) == 0 {
		return nil, at, w.url
	}
	d = slices.MinFunc(waiting, func(a, b *WebhookDelivery) int { return cmp.Compare(a.Next.UnixNano(), b.Next.UnixNano()) })
	return d, d.Next, w.url
}

// deliver sends events one after the other until the instance is closed.
func (i *Instance) deliver() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	i.server.tasks.Go(func() {
		select {
		case <-i.server.closing:
			cancel()
		case <-ctx.Done():
		}
	})
	w := &i.webhooks
	defer w.client.CloseIdleConnections()
	for {
		d, at, receiver := w.due()
		in := time.Until(at)
		if d != nil && in <= 0 {
			w.attempted(d, at, i.attempt(ctx, receiver, d))
			if ctx.Err() != nil {
				return
			}
			continue
		}
		timer := time.NewTimer(in)
		if d == nil {
			timer.Stop() // there is nothing to wait for but news
		}
		select {
		case <-w.wake:
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return
		}
		timer.Stop()
	}
}

// attempt sends an event once and returns the status of the answer, 0 if there was none.
func (i *Instance) attempt(ctx context.Context, receiver string, d *WebhookDelivery) int {
	r, err := i.signedDelivery(receiver, d.ID, d.Body)
	if err != nil {
		return 0
	}
	ctx, cancel := context.WithTimeout(ctx, webhookPatience)
	defer cancel()
	response, err := i.webhooks.client.Do(r.WithContext(ctx))
	if err != nil {
		return 0
	}
	_ = response.Body.Close()
	return response.StatusCode
}

// attempted notes the answer to what was due at a time, and when the event is sent again:
// at once, if somebody asked for that meanwhile.
func (w *webhooks) attempted(d *WebhookDelivery, at time.Time, status int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	d.Attempts = append(d.Attempts, status)
	if !d.Next.Equal(at) {
		return
	}
	d.Next = time.Time{}
	if !d.Delivered() && len(d.Attempts) <= len(w.pauses) {
		d.Next = time.Now().Add(w.pauses[len(d.Attempts)-1])
	}
}

// newWebhooks is for an instance that sends no events yet.
func newWebhooks() webhooks {
	return webhooks{
		wake: make(chan struct{}, 1),
		client: &http.Client{
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Transport:     &http.Transport{DisableKeepAlives: true},
		},
	}
}
