import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// `npm run dev` starts the API beside Vite and passes its address; see scripts/dev.mjs.
const api = process.env.DEV_API ?? 'http://127.0.0.1:3000'

/** What a first visit needs before the list of items can be used comes as one file; left alone it is some twenty. */
const firstNeeded = ['/client/main.tsx', '/client/items/list.tsx']
// The component library's index names everything, so "imported by" says nothing there: what is first is said by name.
const firstLibraries =
  /[\\/]node_modules[\\/](?:react|react-dom|scheduler|clsx|uuid|@tanstack[\\/][\w-]+|@trpc[\\/][\w-]+|@mantine[\\/]core[\\/]esm[\\/](?:core|components[\\/](?:Button|Loader|Transition|UnstyledButton))|@mantine[\\/]hooks)[\\/]/

interface Graph {
  getModuleInfo(id: string): { importers: readonly string[] } | null
}

function firstChunk(id: string, graph: Graph): string | null {
  if (id.includes('node_modules')) return firstLibraries.test(id) ? 'first' : null
  return isFirst(id.replaceAll('\\', '/'), graph, new Set()) ? 'first' : null
}

/** Whether something that is needed first imports it, not by a later `import()`. */
function isFirst(id: string, graph: Graph, seen: Set<string>): boolean {
  if (firstNeeded.some((end) => id.endsWith(end))) return true
  if (seen.has(id)) return false
  seen.add(id)
  return (graph.getModuleInfo(id)?.importers ?? []).some((importer) => isFirst(importer, graph, seen))
}

export default defineConfig({
  root: `${import.meta.dirname}/client`,
  plugins: [react()],
  build: {
    outDir: `${import.meta.dirname}/dist/client`,
    emptyOutDir: true,
    // The content policy knows no `data:`: a small picture or font written into the CSS would not be shown.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: firstChunk, debugName: 'first' }] } } },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 600,
  },
  server: {
    proxy: {
      '/trpc': api,
      '^/example/[^/]+/trpc': api,
      '/livez': api,
    },
  },
})
