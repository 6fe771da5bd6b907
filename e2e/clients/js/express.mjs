// An application on @clerk/express that does what the examples do, htmlapp and
// multidomain if EXAMPLE names them. The environment alone points it at the local Clerk.
// It listens on ADDR.
import { createRedirect } from '@clerk/backend/internal'
import { clerkClient, clerkMiddleware, getAuth } from '@clerk/express'
import express from 'express'

const { ADDR, EXAMPLE, PRIMARY, SATELLITE } = process.env

function optionsOf(req) {
  if (EXAMPLE === 'htmlapp') {
    return { organizationSyncOptions: { organizationPatterns: ['/orgs/:slug'], personalAccountPatterns: ['/profile'] } }
  }
  if (EXAMPLE === 'multidomain' && req.headers.host === SATELLITE) {
    return { domain: SATELLITE, isSatellite: true, satelliteAutoSync: true, signInUrl: `http://${PRIMARY}/sign-in` }
  }
  return {}
}

// Other packages of Clerk's have redirectToSignIn, which @clerk/express lacks.
function redirectToSignIn(req, res) {
  const here = new URL(req.originalUrl, `http://${req.headers.host}`)
  const { isSatellite, signInUrl = process.env.CLERK_SIGN_IN_URL } = optionsOf(req)
  const [, devBrowserToken] = /(?:^|; )__clerk_db_jwt=([^;]*)/.exec(req.headers.cookie) ?? []
  createRedirect({
    baseUrl: here.href, devBrowserToken, isSatellite, publishableKey: process.env.CLERK_PUBLISHABLE_KEY,
    redirectAdapter: url => res.redirect(303, url), signInUrl,
  }).redirectToSignIn({ returnBackUrl: here.href })
}

const signedIn = (req, res, next) => getAuth(req).userId ? next() : redirectToSignIn(req, res)

const page = text => `<!doctype html>
<link rel="icon" href="data:,">
<title>Express</title>
<p>${text}</p>
<nav><a href="/">Start</a> <a href="/profile">Profile</a></nav>
<ul class="cards"><li><a href="/orgs/example">Example</a></ul>
<form method="post" action="/profile"><input name="motto"><button>Save</button></form>
<form method="post" action="/sign-out"><button class="quiet">Sign out</button></form>
`

const app = express()
app.disable('etag') // or else a page that is loaded again answers 304
app.use(clerkMiddleware(optionsOf))
app.get('/', (req, res) => {
  const { userId } = getAuth(req)
  res.send(page(userId ? `Hello ${userId} on ${req.headers.host}` : `Nobody is signed in on ${req.headers.host}`))
})
app.get('/me', (req, res) => {
  const { orgSlug, userId } = getAuth(req)
  res.status(userId ? 200 : 401).json({ orgSlug, userId })
})
app.get('/orgs/:slug', signedIn, (req, res) => res.send(page(`In ${getAuth(req).orgSlug} as ${getAuth(req).orgRole}`)))
app.get('/profile', signedIn, (req, res) => {
  const { orgSlug, userId } = getAuth(req)
  res.send(page(`Signed in as ${userId} of ${orgSlug ?? 'none'}`))
})
app.post('/profile', signedIn, (req, res) => res.redirect(303, '/profile'))
app.get('/sign-in', signedIn, (req, res) => res.redirect(303, req.query.redirect_url))
app.post('/sign-out', signedIn, async (req, res) => {
  await clerkClient.sessions.revokeSession(getAuth(req).sessionId)
  for (const [, name] of req.headers.cookie.matchAll(/(?:^|; )((?:__session|__client_uat|__refresh)\w*[\w-]*)=/g)) {
    res.append('Set-Cookie', `${name}=; Path=/; Max-Age=0`)
  }
  res.redirect(303, '/')
})

const [host, port] = ADDR.split(':')
app.listen(port, host)
