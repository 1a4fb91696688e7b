// Identity for tests: a server that asks for tokens, tokens signed here with its key, and the administration over REST.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { Server } from './server.mjs'

export const SECRET = 'a-secret-of-the-client-tests-that-is-long-enough'

/** A server that asks for tokens; without leeway, which tests would have to wait for, and patient with wrong ones. */
const SETTINGS = { 'auth.secret': SECRET, 'auth.leeway': '0s', 'limits.failed_logins_per_minute': '100000' }

/** @param {object} value */
const part = value => Buffer.from(JSON.stringify(value)).toString('base64url')

/**
 * A JSON Web Token, HS256.
 *
 * @param {Record<string, unknown>} claims
 * @param {string} [secret]
 */
export function sign (claims, secret = SECRET) {
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

/** Seconds since 1970, `after` seconds from now. @param {number} [after] */
export const inSeconds = (after = 0) => Math.floor(Date.now() / 1000) + after

/**
 * A token of somebody.
 *
 * @param {string} user
 * @param {{ grants?: Record<string, string>, admin?: boolean, expires?: number, id?: string, secret?: string }} [rights] `expires`
 *   in seconds since 1970
 */
export const token = (user, { grants = {}, admin = false, expires = inSeconds(3600), id, secret } = {}) => sign({
  sub: user,
  name: user[0].toUpperCase() + user.slice(1),
  iat: inSeconds(),
  exp: expires,
  ...(id ? { jti: id } : {}),
  yrsa: { grants, admin }
}, secret)

/** A server that asks for tokens, with what its operator does. */
export class GuardedServer extends Server {
  /**
   * @param {import('node:test').TestContext} t
   * @param {Parameters<typeof Server.forTest>[1]} [options]
   */
  static async forTest (t, { settings = {}, ...options } = {}) {
    return /** @type {GuardedServer} */ (await super.forTest(t, { ...options, settings: { ...SETTINGS, ...settings } }))
  }

  /**
   * Calls the REST API and insists on a success.
   *
   * @param {string} method
   * @param {string} path below /api
   * @param {object} [body]
   * @param {string} [as] a token; the operator's when absent
   */
  async call (method, path, body = undefined, as = token('operator', { admin: true })) {
    const response = await fetch(`${this.http}/api${path}`, {
      method,
      headers: { Authorization: `Bearer ${as}`, ...(body ? { 'Content-Type': 'application/json' } : {}) },
      body: body && JSON.stringify(body)
    })
    const text = await response.text()
    assert.ok(response.ok, `${method} /api${path}: ${response.status} ${text}`)
    return text ? JSON.parse(text) : null
  }

  /**
   * Makes somebody a member of a document or a prefix.
   *
   * @param {string} scope
   * @param {string} user
   * @param {'owner' | 'editor' | 'commenter' | 'viewer' | 'blocked'} role
   */
  async member (scope, user, role) {
    await this.call('PUT', `/documents/${encodeURIComponent(scope)}/members/${encodeURIComponent(user)}`, { role })
  }

  /**
   * @param {string} scope
   * @param {string} user
   */
  async dismiss (scope, user) {
    await this.call('DELETE', `/documents/${encodeURIComponent(scope)}/members/${encodeURIComponent(user)}`)
  }

  /**
   * A share link's secret and id.
   *
   * @param {string} scope
   * @param {{ permission: 'view' | 'comment' | 'edit' | 'share', max_uses?: number, expires_in?: number }} terms
   * @returns {Promise<{ id: string, secret: string }>}
   */
  async share (scope, terms) {
    return await this.call('POST', `/documents/${encodeURIComponent(scope)}/shares`, terms)
  }

  /** @param {string} id */
  async endShare (id) { await this.call('DELETE', `/shares/${id}`) }

  /** @param {string} document */
  async delete (document) { await this.call('DELETE', `/documents/${encodeURIComponent(document)}`) }

  /** @param {{ user?: string, document?: string }} whom */
  async kick (whom) { await this.call('POST', '/admin/kick', whom) }

  /** @param {{ jti?: string, user?: string }} what */
  async revoke (what) { await this.call('POST', '/admin/revocations', what) }
}
