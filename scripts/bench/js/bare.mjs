import express from 'express'
import { serve } from './server.mjs'

const app = express()
app.get('/', (req, res) => res.send('ok'))
serve(app)
