package token_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/token"
)

// block is a PEM block.
func block(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

// spki is the PKIX form of a public key.
func spki(public any) []byte {
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		panic(err)
	}
	return der
}

func pkix(public any) string { return block("PUBLIC KEY", spki(public)) }

// publicOf is a public key of a size. Nobody can sign with it.
func publicOf(bits uint) *rsa.PublicKey {
	n := new(big.Int).Lsh(big.NewInt(1), bits)
	return &rsa.PublicKey{N: n.Sub(n, big.NewInt(1)), E: 65537}
}

func TestParsePEM(t *testing.T) {
	t.Parallel()
	public := &signer().PublicKey
	text := pkix(public)
	bare := base64.StdEncoding.EncodeToString(spki(public))
	for name, input := range map[string]string{
		"PKCS1":                     block("RSA PUBLIC KEY", x509.MarshalPKCS1PublicKey(public)),
		"PKCS1 as bare base64":      base64.StdEncoding.EncodeToString(x509.MarshalPKCS1PublicKey(public)),
		"PKIX":                      text,
		"PKIX as bare base64":       bare,
		"PKIX with another label":   block("RSA PUBLIC KEY", spki(public)),
		"bare base64 in lines":      strings.Join([]string{bare[:64], bare[64:128], bare[128:]}, "\r\n"),
		"carriage returns":          strings.ReplaceAll(text, "\n", "\r"),
		"carriage returns, feeds":   strings.ReplaceAll(text, "\n", "\r\n"),
		"escaped carriage returns":  strings.ReplaceAll(text, "\n", `\r\n`),
		"escaped line feeds":        strings.ReplaceAll(text, "\n", `\n`),
		"indented":                  strings.ReplaceAll(text, "\n", "\n\t  "),
		"line breaks made spaces":   strings.ReplaceAll(text, "\n", " "),
		"no line break at the end":  strings.TrimSpace(text),
		"no line breaks":            strings.ReplaceAll(text, "\n", ""),
		"spaces around":             "  \n" + text + "\n\n ",
		"spaces at the ends":        strings.ReplaceAll(text, "\n", " \n"),
		"text behind":               text + "copied from the dashboard",
		"two blocks, first matters": text + pkix(publicOf(3072)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			key, err := token.ParsePEM(input)
			if err != nil {
				t.Fatal(err)
			}
			if !key.Public().Equal(public) {
				t.Error("it is another key")
			}
		})
	}
}

func TestParsePEMSizes(t *testing.T) {
	t.Parallel()
	for bits, ok := range map[uint]bool{1024: false, 2047: false, 2048: true, 3072: true, 4096: true} {
		public := publicOf(bits)
		for form, text := range map[string]string{
			"PKCS1": block("RSA PUBLIC KEY", x509.MarshalPKCS1PublicKey(public)),
			"PKIX":  pkix(public),
		} {
			key, err := token.ParsePEM(text)
			if ok != (err == nil) || ok != (key != nil) {
				t.Errorf("%s of %d bits: want accepted %t, got %v", form, bits, ok, err)
			}
			if ok && key.Public().N.BitLen() != int(bits) {
				t.Errorf("%s of %d bits: read %d", form, bits, key.Public().N.BitLen())
			}
		}
	}
}

func TestParsePEMRefuses(t *testing.T) {
	t.Parallel()
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	edwards, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(signer())
	if err != nil {
		t.Fatal(err)
	}
	text := pkix(&signer().PublicKey)
	for name, test := range map[string]struct{ input, says string }{
		"EC key":                     {pkix(&curve.PublicKey), "ecdsa"},
		"Ed25519 key":                {pkix(edwards), "ed25519"},
		"PKCS1 private key":          {block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(signer())), "private key"},
		"PKCS8 private key":          {block("PRIVATE KEY", private), "private key"},
		"bare private key":           {base64.StdEncoding.EncodeToString(private), "no public key"},
		"begins only":                {"-----BEGIN PUBLIC KEY", "incomplete"},
		"body cut short":             {text[:200] + "\n-----END PUBLIC KEY-----\n", ""},
		"empty body":                 {"-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n", "no public key"},
		"end missing":                {strings.Split(text, "-----END")[0], "incomplete"},
		"garbage":                    {"sk_live_secretsecretsecret!", "neither a PEM block nor base64"},
		"header of an encrypted key": {strings.Replace(text, "\n", "\nProc-Type: 4,ENCRYPTED\n", 1), "base64"},
		"publishable key":            {"pk_test_Y2xlcmsuZXhhbXBsZS5jb20k", "neither a PEM block nor base64"},
		"quoted":                     {`"` + text + `"`, "neither"},
		"text before":                {"key: " + text, "neither"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			key, err := token.ParsePEM(test.input)
			if err == nil || key != nil {
				t.Fatal("it was accepted")
			}
			if !strings.Contains(err.Error(), test.says) || !strings.Contains(err.Error(), "dashboard") {
				t.Errorf("the error says neither what is wrong nor where the key is: %v", err)
			}
			wantSilence(t, err, test.input)
		})
	}
}

func TestParsePEMEmpty(t *testing.T) {
	t.Parallel()
	for _, input := range []string{"", " ", "\r\n\t"} {
		key, err := token.ParsePEM(input)
		wantReason(t, err, token.ReasonLocalKeyMissing)
		if key != nil || !strings.Contains(err.Error(), "CLERK_JWT_KEY") {
			t.Errorf("%q: %v", input, err)
		}
	}
}
