import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { findChromium } from './chromium.mjs'
import { ensureInstalled, root } from './install.mjs'

// npm run bench -- [--items 37,10000,100000] [--only list,change] [--quick]
// What is measured is dist/, as `npm start` runs it; bench/ itself is bundled beside it, into .build.
await ensureInstalled()
await ensureBuilt()
const esbuild = await import('esbuild')
await esbuild.build({
  absWorkingDir: root,
  entryPoints: {
    bench: 'bench/main.ts',
    'bench-inside': 'bench/inside.ts',
    'bench-limit': 'bench/limit.ts',
    'bench-probe': 'bench/probe.ts',
  },
  // Flat and one step below the root, so that db/ finds its migrations from here as it does from dist.
  outdir: '.build',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
})

const chromium = findChromium()
const child = spawn(process.execPath, [join(root, '.build/bench.js'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ...(chromium ? { CHROMIUM_PATH: chromium } : {}) },
})
child.on('close', (code) => {
  process.exitCode = code ?? 1
})
