package sqlstore_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"time"
)

const secret = "whsec_b3JjaGFyZA=="

// sign returns the headers of a delivery sent now, as Clerk would send it.
func sign(id, body string) http.Header {
	now := fmt.Sprint(time.Now().Unix())
	mac := hmac.New(sha256.New, []byte("orchard"))
	fmt.Fprintf(mac, "%s.%s.%s", id, now, body)
	return http.Header{
		"Svix-Id":        {id},
		"Svix-Signature": {"v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))},
		"Svix-Timestamp": {now},
	}
}
