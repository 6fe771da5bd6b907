// An application on @clerk/express, unmodified, that the environment alone points at
// the local Clerk. It prints its port.
import { clerkMiddleware, getAuth } from '@clerk/express'
import express from 'express'

const app = express()
app.use(clerkMiddleware())
app.get('/private', (req, res) => {
  const { userId, orgSlug } = getAuth(req)
  if (!userId) {
    const here = `http://${req.headers.host}${req.originalUrl}`
    return res.redirect(303, `${process.env.CLERK_SIGN_IN_URL}?redirect_url=${encodeURIComponent(here)}`)
  }
  res.send(`user ${userId} of ${orgSlug ?? 'none'}`)
})
const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port))
