import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
}
const compressible = new Set(['.js', '.css', '.svg', '.json'])
const compress = promisify(gzip)

interface Asset {
  body: Uint8Array<ArrayBuffer>
  gzipped: Uint8Array<ArrayBuffer> | null
  type: string
  etag: string
}

/**
 * The built files of the client, by the names the build gave them. Only names that existed at start are answered,
 * so no path of a request ever reaches the file system.
 */
export async function assetsOf(clientDir: string) {
  const folder = join(clientDir, 'assets')
  const names = new Set(await readdir(folder).catch(() => []))
  const loaded = new Map<string, Promise<Asset>>()

  const load = async (name: string): Promise<Asset> => {
    const body = new Uint8Array(await readFile(join(folder, name)))
    const extension = extname(name)
    return {
      body,
      gzipped: compressible.has(extension) ? new Uint8Array(await compress(body, { level: 9 })) : null,
      type: types[extension] ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    }
  }

  /** Null when there is no such file. */
  return async (name: string, request: Request): Promise<Response | null> => {
    if (!names.has(name)) return null
    const asset = await (loaded.get(name) ?? remember(loaded, name, load(name)))
    const headers = new Headers({
      'content-type': asset.type,
      // The name holds a hash of the contents: what it names never changes.
      'cache-control': 'public, max-age=31536000, immutable',
      etag: asset.etag,
      vary: 'accept-encoding',
    })
    if (request.headers.get('if-none-match') === asset.etag) return new Response(null, { status: 304, headers })
    if (asset.gzipped && request.headers.get('accept-encoding')?.includes('gzip')) {
      headers.set('content-encoding', 'gzip')
      return new Response(asset.gzipped, { headers })
    }
    return new Response(asset.body, { headers })
  }
}

/** The one font file of public pages, by the name the build gave it. */
export async function publicFont(clientDir: string): Promise<string | null> {
  const names = await readdir(join(clientDir, 'assets')).catch(() => [])
  const font = names.find((name) => /^source-serif-4-latin-wght-normal-[\w-]+\.woff2$/.test(name))
  return font ? `/assets/${font}` : null
}

function remember<T>(map: Map<string, Promise<T>>, name: string, promise: Promise<T>): Promise<T> {
  map.set(name, promise)
  return promise
}
