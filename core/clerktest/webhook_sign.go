package clerktest

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// SignWebhook returns the request that delivers a body to a URL now, signed with
// [Instance.WebhookSigningSecret]. Whatever the body is, an event or not, the signature
// is valid.
func (i *Instance) SignWebhook(url string, body []byte) *http.Request {
	i.helper()
	return i.SignWebhookAs(newID("msg_"), url, body)
}

// SignWebhookAs is [Instance.SignWebhook] for another attempt to deliver a message: its
// ID stays the same.
func (i *Instance) SignWebhookAs(id, url string, body []byte) *http.Request {
	i.helper()
	r, err := i.signedDelivery(url, id, body)
	if err != nil {
		i.fail(err)
		return nil
	}
	return r
}

// signedDelivery signs a delivery as the Standard Webhooks specification says.
func (i *Instance) signedDelivery(url, id string, body []byte) (*http.Request, error) {
	r, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("clerktest: %w", err)
	}
	stamp := strconv.FormatInt(i.now().Add(time.Duration(i.skew.Load())).Unix(), 10)
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(i.signingSecret, "whsec_"))
	if err != nil {
		return nil, fmt.Errorf("clerktest: the signing secret is no base64: %w", err)
	}
	mac := hmac.New(sha256.New, key)
	for _, part := range []string{id, ".", stamp, ".", string(body)} {
		mac.Write([]byte(part)) // a hash never fails
	}
	for name, value := range map[string]string{
		"Content-Type":   "application/json",
		"Svix-Id":        id,
		"Svix-Signature": "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)),
		"Svix-Timestamp": stamp,
		"User-Agent":     "Svix-Webhooks/local",
	} {
		r.Header.Set(name, value)
	}
	return r, nil
}
