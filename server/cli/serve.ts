import { BadInput, type Command } from './command'

export const serve: Command = {
  name: 'serve',
  usage: '[--port NUMBER] [--host NAME]',
  about: 'Serves the product until it is stopped, as npm start does.',
  options: {
    port: { type: 'string', value: 'NUMBER', says: 'the port, 0 for any free one (else PORT, else 3000)' },
    host: { type: 'string', value: 'NAME', says: 'the address to listen on (else HOST, else 127.0.0.1)' },
  },
  words: 0,
  async run(asked) {
    const port = asked.text('port')
    if (port !== undefined) {
      if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
        throw new BadInput(`--port is “${port}”. Expected a port number from 0 to 65535.`)
      }
      process.env.PORT = port
    }
    const host = asked.text('host')
    if (host !== undefined) process.env.HOST = host
    await import('../main')
    // The server keeps the process alive; a failed start has already said why and ended it.
    return 0
  },
}
