import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A real HTTP server on a free port of this machine, answering by `handler` and remembering what it was asked. */
export class LocalServer {
  /** `GET /path`, in the order of arrival. */
  readonly calls: string[] = [];
  readonly bodies: string[] = [];
  readonly heads: IncomingMessage['headers'][] = [];
  handler: Handler;

  private constructor(
    private readonly server: Server,
    handler: Handler,
  ) {
    this.handler = handler;
  }

  static async start(handler: Handler): Promise<LocalServer> {
    const server = createServer();
    const local = new LocalServer(server, handler);
    server.on('request', (request, response) => local.#answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return local;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      this.calls.push(`${request.method} ${request.url}`);
      this.bodies.push(body);
      this.heads.push(request.headers);
      this.handler(request, response, body);
    });
  }
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
