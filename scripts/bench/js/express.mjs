import { clerkMiddleware, getAuth } from '@clerk/express'
import express from 'express'
import { serve } from './server.mjs'

const app = express()
app.use(clerkMiddleware())
app.get('/', (req, res) => {
  if (!getAuth(req).isAuthenticated) return res.status(401).end()
  res.send('ok')
})
serve(app)
