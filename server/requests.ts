/**
 * Whether a request may come in at all. A page of another site must not be able to change anything here, nor a name
 * that somebody pointed at this machine (DNS rebinding) read anything.
 */
export function refusalOf(
  request: Request,
  publicHost: string | null,
): { status: 400 | 403 | 415; sentence: string } | null {
  const host = request.headers.get('host') ?? new URL(request.url).host
  if (!isOurHost(host, publicHost)) {
    return {
      status: 403,
      sentence: `This server does not answer to the name ${host}. Set FOLLOWTHROUGH_BASE_URL to the address people use.`,
    }
  }
  if (request.method === 'GET' || request.method === 'HEAD') return null
  if (request.method !== 'POST') return { status: 400, sentence: 'Only GET and POST are understood.' }
  if (!request.headers.get('content-type')?.startsWith('application/json')) {
    return { status: 415, sentence: 'A change is sent as application/json.' }
  }
  if (request.headers.get('x-followthrough') !== '1') {
    return { status: 403, sentence: 'A change needs the header x-followthrough: 1.' }
  }
  const site = request.headers.get('sec-fetch-site')
  const origin = request.headers.get('origin')
  const sameOrigin = site
    ? site === 'same-origin' || site === 'none'
    : !origin || (URL.canParse(origin) && new URL(origin).host === host)
  return sameOrigin ? null : { status: 403, sentence: 'A change can only be made from this site itself.' }
}

function isOurHost(host: string, publicHost: string | null): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  return name === 'localhost' || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name) || name === publicHost
}

/** On every response, errors included. */
export function securityHeaders(nonce: string, https: boolean): [string, string][] {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    // The component library writes style elements; each carries the nonce of its page.
    `style-src 'self' 'nonce-${nonce}'`,
    "font-src 'self'",
    // blob: a chart that is copied as a picture is drawn from one.
    "img-src 'self' blob:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return [
    ['content-security-policy', policy.join('; ')],
    ['x-content-type-options', 'nosniff'],
    ['referrer-policy', 'no-referrer'],
    ['cross-origin-opener-policy', 'same-origin'],
    ['cross-origin-resource-policy', 'same-origin'],
    ['permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
    ...(https ? ([['strict-transport-security', 'max-age=31536000']] as [string, string][]) : []),
  ]
}

/** What customers read: `/updates` of the workspace or of an example. */
export const isPublic = (path: string): boolean => /^(?:\/example\/[^/]+)?\/updates(?:\/|$)/.test(path)

/** On public pages: no script at all, and other sites may take the files. An example is not for search engines. */
export function publicHeaders(https: boolean): [string, string][] {
  const policy =
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
  const own = new Map(securityHeaders('', https))
  own.set('content-security-policy', policy)
  own.set('cross-origin-resource-policy', 'cross-origin')
  return [...own]
}
