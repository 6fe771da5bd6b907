// Serves an application until standard input ends, and tells its CPU time.
export function serve(app) {
  app.get('/cpu', (req, res) => {
    const { user, system } = process.cpuUsage()
    res.send(String(1000 * (user + system)))
  })
  const server = app.listen(0, '127.0.0.1', () => console.log(`127.0.0.1:${server.address().port}`))
  process.stdin.on('end', () => process.exit(0)).resume()
}
