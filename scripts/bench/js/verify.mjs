// Verifies the tokens of each line, so many at once, and tells the CPU time.
import { createInterface } from 'node:readline'
import { createPublicKey } from 'node:crypto'
import { verifyToken } from '@clerk/backend'

const options = { secretKey: process.env.CLERK_SECRET_KEY, apiUrl: process.env.CLERK_API_URL }
if (!process.env.REMOTE_KEYS) {
  const response = await fetch(process.env.CLERK_FAPI_URL + '/.well-known/jwks.json')
  const { keys } = await response.json()
  options.jwtKey = createPublicKey({ key: keys[0], format: 'jwk' }).export({ type: 'spki', format: 'pem' })
}

for await (const line of createInterface({ input: process.stdin })) {
  const { tokens, parallel } = JSON.parse(line)
  let next = 0
  let failed = 0
  const before = process.cpuUsage()
  await Promise.all(Array.from({ length: parallel }, async () => {
    while (next < tokens.length) {
      try {
        await verifyToken(tokens[next++], options)
      } catch {
        failed++
      }
    }
  }))
  const { user, system } = process.cpuUsage(before)
  console.log(JSON.stringify({ cpu: (1000 * (user + system)) / tokens.length, failed }))
}
