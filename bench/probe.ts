import { readFileSync } from 'node:fs'

/**
 * Loaded into a measured server with `--import`, so that the server itself stays the one that people start: it
 * answers what it has used so far, from inside, where the figures are exact.
 */
process.on('message', (asked) => {
  if (asked !== 'used') return
  const { user, system } = process.cpuUsage()
  process.send?.({ cpuMs: (user + system) / 1000, megabytes: megabytes() })
})

// A bench that was ended leaves no server behind.
process.on('disconnect', () => process.exit())

/** Proportional: what is shared with other processes counts in part. Where the system cannot tell, all of it. */
function megabytes(): number {
  try {
    const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readFileSync('/proc/self/smaps_rollup', 'utf8'))?.[1]
    if (kilobytes) return Number(kilobytes) / 1024
  } catch {
    // Not Linux.
  }
  return process.memoryUsage.rss() / 1024 / 1024
}
