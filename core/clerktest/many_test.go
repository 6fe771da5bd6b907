package clerktest_test

import (
	"errors"
	"net"
	"sync"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"
)

// Two hundred instances at once end without a goroutine, which TestMain looks for, or a
// port. No other test runs meanwhile: it could take one of the ports.
func TestManyInstances(t *testing.T) {
	const count = 200
	instances, failures := make([]*clerktest.Instance, count), make([]error, count)
	each := func(do func(k int) error) {
		t.Helper()
		var group sync.WaitGroup
		for k := range count {
			group.Go(func() { failures[k] = do(k) })
		}
		group.Wait()
		if err := errors.Join(failures...); err != nil {
			t.Fatal(err)
		}
	}
	each(func(k int) (err error) {
		instances[k], err = clerktest.New()
		return err
	})
	tokens := make([]string, count)
	each(func(k int) error {
		inst := instances[k]
		tokens[k] = inst.Token(inst.CreateUser(clerktest.UserParams{}), clerktest.TokenOptions{})
		response, err := client.Get(inst.URL() + "/.well-known/jwks.json")
		if err != nil {
			return err
		}
		defer response.Body.Close()
		keys, err := jwk.ParseReader(response.Body)
		if err != nil {
			return err
		}
		_, err = jws.Verify([]byte(tokens[k]), jws.WithKeySet(keys))
		return err
	})
	each(func(k int) error { return instances[k].Close() })
	each(func(k int) error {
		listener, err := net.Listen("tcp", instances[k].Addr())
		if err != nil {
			return err
		}
		return listener.Close()
	})
}

// Instances that follow one another share private keys, under other names.
func TestTokensEndWithTheirInstance(t *testing.T) {
	t.Parallel()
	for range 8 { // until a key is used again, which is not certain each time
		one := clerktest.Start(t)
		token := one.Token(one.CreateUser(clerktest.UserParams{}), clerktest.TokenOptions{})
		if err := one.Close(); err != nil {
			t.Fatal(err)
		}
		if err := verify(t, clerktest.Start(t), token); err == nil {
			t.Error("a token of an ended instance verifies with the next one")
		}
	}
}
