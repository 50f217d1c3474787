import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HephError } from '@heph/data';
import sirv from 'sirv';

export interface FolderServer {
  /** Where the folder is to be seen, with a slash at the end. */
  readonly url: string;
  /** Ends at once, whoever is still reading. */
  close(): Promise<void>;
}

/**
 * Hands out the files of a folder by HTTP.
 *
 * @param port 0 takes any free one
 * @throws HephError `invalid-data` if the port is taken or the host is none of this machine's
 */
export async function serveFolder(folder: string, host: string, port: number): Promise<FolderServer> {
  const files = sirv(folder, {
    // A folder that is made anew under the same address is seen at the next visit.
    etag: true,
    maxAge: 0,
    setHeaders: response => response.setHeader('X-Content-Type-Options', 'nosniff'),
  });
  const server = createServer((request, response) => files(request, response));
  await listen(server, host, port);
  const { address, family, port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}/`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why =
        cause.code === 'EADDRINUSE'
          ? 'something listens there already; --port 0 takes a free port'
          : String(cause);
      reject(new HephError('invalid-data', `cannot listen on ${host}:${port}: ${why}`, { cause }));
    });
    server.listen(port, host);
  });
}
