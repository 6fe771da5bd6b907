// Package attack sends applications what attackers send: forged and confused tokens,
// forged handshakes, redirects to elsewhere, requests that two servers read
// differently, bombs of cookies. A grammar of such inputs stands here; the tests send
// everything that it gives through each adapter, over TCP, byte by byte.
//
// Every input is hostile by construction: it lacks what it would need to be let in.
// Next to each family of them stands a control, the same request untouched, which has to
// be let in before and after: so a refusal is one of the hostile part.
//
// Nothing may be accepted, no handler may panic, no answer may lead elsewhere, carry a
// header that nobody set or tell a secret, and no log line may.
package attack
