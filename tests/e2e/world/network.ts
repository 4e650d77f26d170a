import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the way between phones and office does with a request. */
export type Weather =
  | 'clear'
  /** Nothing gets through: connections are cut. */
  | 'down'
  /** A Wi-Fi whose login page answers everything with 200 and HTML. */
  | 'portal'
  /** The office hears and commits, its answer never arrives. */
  | 'answers-lost';

/** A request as it reached the office and its answer as it left, each with its bytes as they travelled. */
export interface Passed {
  readonly request: IncomingMessage;
  readonly body: Buffer;
  readonly answer: IncomingMessage;
  readonly answerBody: Buffer;
}

/** The network between phones and office: a real proxy on a port of its own, whose weather a test makes. */
export class Network {
  weather: Weather = 'clear';
  /** Only requests whose path starts with this are touched by the weather; the rest passes. */
  over = '/';
  /** Requests that reached the office, `POST /api/sync` and the like. */
  readonly seen: string[] = [];
  /** Called before a request goes on to the office; the request waits for it. */
  before: ((request: IncomingMessage) => Promise<void>) | null = null;
  /** Told of each request that was answered whole. */
  passed: ((passed: Passed) => void) | null = null;
  /** The office answers exchanges of this release no more: it has to be renewed. */
  tooOld = false;
  #server: Server;
  #office = 0;

  constructor() {
    this.#server = createServer((incoming, outgoing) => void this.#pass(incoming, outgoing));
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Where the office listens. */
  connect(port: number): void {
    this.#office = port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const touched = incoming.url?.startsWith(this.over) ?? false;
    if (touched && this.weather === 'down') return void incoming.socket.destroy();
    if (touched && this.weather === 'portal') {
      outgoing.writeHead(200, { 'content-type': 'text/html' });
      return void outgoing.end('<!doctype html><title>Masuk Wi-Fi</title><h1>Silakan masuk</h1>');
    }
    if (this.before) await this.before(incoming);
    const lose = touched && this.weather === 'answers-lost';
    this.seen.push(`${incoming.method ?? ''} ${incoming.url ?? ''}`);
    const { method, headers, url } = incoming;
    if (url === '/api/sync' && this.tooOld) {
      outgoing.writeHead(426, { 'content-type': 'application/json' });
      return void outgoing.end(JSON.stringify({ code: 'old-version', message: 'Mohon perbarui SiMadu.' }));
    }
    const parts: Buffer[] = [];
    const onward = request(
      { port: this.#office, host: '127.0.0.1', method, path: url, headers },
      (answer) => {
        if (lose) {
          answer.resume();
          answer.on('end', () => incoming.socket.destroy());
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        const answerParts: Buffer[] = [];
        answer.on('data', (part: Buffer) => answerParts.push(part));
        answer.on('end', () =>
          this.passed?.({
            request: incoming,
            body: Buffer.concat(parts),
            answer,
            answerBody: Buffer.concat(answerParts),
          }),
        );
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => incoming.socket.destroy());
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.pipe(onward);
  }
}
