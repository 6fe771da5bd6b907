// Drives the local Clerk by @clerk/backend, unmodified. It prints one line of JSON for
// each check: its name and, if it failed, why.
import assert from 'node:assert/strict'
import { createClerkClient, verifyToken } from '@clerk/backend'

const apiUrl = process.env.CLERK_API_URL
const secretKey = process.env.CLERK_SECRET_KEY
const publishableKey = process.env.CLERK_PUBLISHABLE_KEY
const clerk = createClerkClient({ apiUrl, secretKey, publishableKey, proxyUrl: process.env.CLERK_PROXY_URL })

let failed = 0
async function check(name, run) {
  try {
    await run()
    console.log(JSON.stringify({ name }))
  } catch (error) {
    failed++
    const why = error.errors?.length ? JSON.stringify(error.errors) : String(error.stack ?? error)
    console.log(JSON.stringify({ name, error: why }))
  }
}

async function rejects(promise, status, code) {
  const error = await promise.then(() => assert.fail('it was not refused'), (e) => e)
  assert.equal(error.status, status, String(error))
  if (code) assert.equal(error.errors[0].code, code)
}

let user, organization, session
await check('users', async () => {
  user = await clerk.users.createUser({
    emailAddress: ['grace+clerk_test@example.com'], firstName: 'Grace', lastName: 'Hopper',
    externalId: 'ext-1', password: 'correct horse battery', publicMetadata: { plan: 'pro', nested: { a: 1, b: 2 } },
  })
  assert.match(user.id, /^user_\w{27}$/)
  assert.equal(user.primaryEmailAddress.emailAddress, 'grace+clerk_test@example.com')
  assert.equal(user.passwordEnabled, true)
  assert.deepEqual((await clerk.users.getUser(user.id)).publicMetadata, { plan: 'pro', nested: { a: 1, b: 2 } })
  assert.equal((await clerk.users.updateUser(user.id, { firstName: 'Amazing' })).firstName, 'Amazing')
  const merged = await clerk.users.updateUserMetadata(user.id, { publicMetadata: { nested: { b: null, c: 3 } } })
  assert.deepEqual(merged.publicMetadata, { plan: 'pro', nested: { a: 1, c: 3 } })
  const list = await clerk.users.getUserList({ emailAddress: ['grace+clerk_test@example.com'] })
  assert.equal(list.totalCount, 1)
  assert.equal(list.data[0].id, user.id)
  assert.equal(await clerk.users.getCount({ externalId: ['ext-1'] }), 1)
  assert.equal((await clerk.users.verifyPassword({ userId: user.id, password: 'correct horse battery' })).verified, true)
  await rejects(clerk.users.verifyPassword({ userId: user.id, password: 'wrong' }), 422)
  assert.equal((await clerk.users.banUser(user.id)).banned, true)
  assert.equal((await clerk.users.unbanUser(user.id)).banned, false)
  assert.equal((await clerk.users.lockUser(user.id)).locked, true)
  assert.equal((await clerk.users.unlockUser(user.id)).locked, false)
  await rejects(clerk.users.getUser('user_000000000000000000000000000'), 404, 'resource_not_found')
  await rejects(clerk.users.createUser({ emailAddress: ['grace+clerk_test@example.com'] }), 422, 'form_identifier_exists')
})

await check('pages of users', async () => {
  for (let i = 0; i < 5; i++) await clerk.users.createUser({ emailAddress: [`page${i}+clerk_test@example.com`], lastName: 'Page' })
  const page = (offset) => clerk.users.getUserList({ query: 'page', limit: 2, offset, orderBy: '+created_at' })
  const seen = []
  for (let offset = 0; offset < 6; offset += 2) seen.push(...(await page(offset)).data.map((u) => u.primaryEmailAddress.emailAddress[4]))
  assert.deepEqual(seen, ['0', '1', '2', '3', '4'])
})

await check('organisations, members and invitations', async () => {
  organization = await clerk.organizations.createOrganization({ name: 'Acme', createdBy: user.id, publicMetadata: { tier: 1 } })
  assert.equal(organization.name, 'Acme')
  const members = await clerk.organizations.getOrganizationMembershipList({ organizationId: organization.id })
  assert.equal(members.totalCount, 1)
  assert.equal(members.data[0].role, 'org:admin')
  assert.equal(members.data[0].publicUserData.userId, user.id)
  const other = await clerk.users.createUser({ emailAddress: ['member2+clerk_test@example.com'] })
  const joined = await clerk.organizations.createOrganizationMembership({ organizationId: organization.id, userId: other.id, role: 'org:member' })
  assert.equal(joined.role, 'org:member')
  const promoted = await clerk.organizations.updateOrganizationMembership({ organizationId: organization.id, userId: other.id, role: 'org:admin' })
  assert.equal(promoted.role, 'org:admin')
  await clerk.organizations.deleteOrganizationMembership({ organizationId: organization.id, userId: other.id })
  assert.equal((await clerk.users.getOrganizationMembershipList({ userId: user.id })).data[0].organization.id, organization.id)
  const invitation = await clerk.organizations.createOrganizationInvitation({
    organizationId: organization.id, emailAddress: 'new+clerk_test@example.com', role: 'org:member', inviterUserId: user.id,
  })
  assert.equal(invitation.status, 'pending')
  const pending = await clerk.organizations.getOrganizationInvitationList({ organizationId: organization.id, status: ['pending'] })
  assert.equal(pending.totalCount, 1)
  const revoked = await clerk.organizations.revokeOrganizationInvitation({ organizationId: organization.id, invitationId: invitation.id, requestingUserId: user.id })
  assert.equal(revoked.status, 'revoked')
  assert.deepEqual((await clerk.organizations.updateOrganizationMetadata(organization.id, { publicMetadata: { more: 2 } })).publicMetadata, { tier: 1, more: 2 })
  assert.equal((await clerk.organizations.getOrganization({ slug: organization.slug })).id, organization.id)
  assert.ok((await clerk.organizations.getOrganizationList({ query: 'Acme' })).totalCount >= 1)
})

await check('invitations to the application', async () => {
  const invitation = await clerk.invitations.createInvitation({ emailAddress: 'guest+clerk_test@example.com', ignoreExisting: true })
  assert.equal(invitation.status, 'pending')
  assert.ok((await clerk.invitations.getInvitationList({ status: 'pending' })).data.some((i) => i.id === invitation.id))
  assert.equal((await clerk.invitations.revokeInvitation(invitation.id)).status, 'revoked')
})

await check('sessions and their tokens', async () => {
  session = await clerk.sessions.createSession({ userId: user.id })
  assert.equal(session.status, 'active')
  const token = await clerk.sessions.getToken(session.id)
  const claims = await verifyToken(token.jwt, { apiUrl, secretKey })
  assert.equal(claims.sub, user.id)
  assert.equal(claims.sid, session.id)
  const list = await clerk.sessions.getSessionList({ userId: user.id, status: 'active' })
  assert.ok(list.data.some((s) => s.id === session.id))
  const state = await clerk.authenticateRequest(new Request('http://app.example.com/', { headers: { authorization: `Bearer ${token.jwt}` } }), {
    authorizedParties: [],
  })
  assert.equal(state.toAuth().userId, user.id)
})

await check('JWT templates', async () => {
  const template = await clerk.jwtTemplates.create({ name: 'hasura', claims: { email: '{{user.primary_email_address}}', fixed: 1 }, lifetime: 60 })
  assert.ok((await clerk.jwtTemplates.list()).data.some((t) => t.id === template.id))
  const token = await clerk.sessions.getToken(session.id, 'hasura')
  const claims = JSON.parse(Buffer.from(token.jwt.split('.')[1], 'base64url'))
  assert.equal(claims.email, 'grace+clerk_test@example.com')
  assert.equal(claims.fixed, 1)
  await clerk.jwtTemplates.delete(template.id)
})

await check('sign-in, actor and testing tokens', async () => {
  const token = await clerk.signInTokens.createSignInToken({ userId: user.id, expiresInSeconds: 60 })
  assert.equal(token.status, 'pending')
  assert.equal((await clerk.signInTokens.revokeSignInToken(token.id)).status, 'revoked')
  const actor = await clerk.actorTokens.create({ userId: user.id, actor: { sub: 'user_000000000000000000000000000' }, expiresInSeconds: 60 })
  assert.equal((await clerk.actorTokens.revoke(actor.id)).status, 'revoked')
  assert.ok((await clerk.testingTokens.createTestingToken()).token)
})

await check('API keys', async () => {
  const key = await clerk.apiKeys.create({ name: 'deploy', subject: user.id, scopes: ['read'], claims: { a: 1 } })
  const { secret } = await clerk.apiKeys.getSecret(key.id)
  const verified = await clerk.apiKeys.verify(secret)
  assert.equal(verified.subject, user.id)
  assert.deepEqual(verified.scopes, ['read'])
  assert.equal((await clerk.apiKeys.list({ subject: user.id })).totalCount, 1)
  const state = await clerk.authenticateRequest(new Request('http://app.example.com/', { headers: { authorization: `Bearer ${secret}` } }), {
    acceptsToken: 'api_key',
  })
  assert.equal(state.toAuth().userId, user.id)
  assert.equal((await clerk.apiKeys.revoke({ apiKeyId: key.id, revocationReason: 'test' })).revoked, true)
  await rejects(clerk.apiKeys.verify('ak_000000000000000000000000'), 404)
})

await check('machines and their tokens', async () => {
  const receiver = await clerk.machines.create({ name: 'receiver' })
  const sender = await clerk.machines.create({ name: 'sender', scopedMachines: [receiver.id] })
  const { secret } = await clerk.machines.getSecretKey(sender.id)
  const opaque = await clerk.m2m.createToken({ machineSecretKey: secret, claims: { job: 'sync' } })
  const verified = await clerk.m2m.verify({ token: opaque.token })
  assert.equal(verified.subject, sender.id)
  assert.deepEqual(verified.claims, { job: 'sync' })
  const state = await clerk.authenticateRequest(new Request('http://app.example.com/', { headers: { authorization: `Bearer ${opaque.token}` } }), {
    acceptsToken: 'm2m_token',
  })
  assert.equal(state.toAuth().machineId, sender.id)
  assert.equal((await clerk.m2m.list({ subject: sender.id })).totalCount, 1)
  assert.equal((await clerk.m2m.revokeToken({ m2mTokenId: opaque.id })).revoked, true)
  const jwt = await clerk.m2m.createToken({ machineSecretKey: secret, tokenFormat: 'jwt' })
  const signed = await clerk.authenticateRequest(new Request('http://app.example.com/', { headers: { authorization: `Bearer ${jwt.token}` } }), {
    acceptsToken: 'm2m_token',
  })
  assert.equal(signed.toAuth().machineId, sender.id)
})

await check('what is not there', async () => {
  await rejects(clerk.domains.list(), 501)
})

await check('deletion', async () => {
  assert.equal((await clerk.organizations.deleteOrganization(organization.id)).deleted, true)
  assert.equal((await clerk.users.deleteUser(user.id)).deleted, true)
  await rejects(clerk.users.getUser(user.id), 404)
})

process.exit(failed ? 1 : 0)
