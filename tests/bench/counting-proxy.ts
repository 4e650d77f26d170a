import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Link, type Signal } from './edge.ts';

const REQUEST = /^(GET|POST|HEAD|PUT) \S+ HTTP/;

/**
 * Counts every byte both ways between a browser and the office, headers included, below HTTP. Can be as slow
 * as a phone's network: then a connection costs a round trip before it carries anything.
 */
export class CountingProxy {
  up = 0;
  down = 0;
  /** While true no connection is let through: the phone has no signal. */
  closed = false;
  /** ms from the first byte of a request to the last of its answer, the longest since the last reset. */
  longest = 0;
  #requests = 0;
  #office = 0;
  #links: { up: Link; down: Link } | null = null;
  readonly #open = new Set<Socket>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((phone) => this.#carry(phone));
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  connect(port: number): void {
    this.#office = port;
  }

  /** From now on as fast as this; null: as fast as the machine is. */
  slow(signal: Signal | null): void {
    this.#links = signal && { up: new Link(signal), down: new Link(signal) };
  }

  reset(): void {
    this.up = 0;
    this.down = 0;
    this.longest = 0;
    this.#requests = 0;
  }

  get bytes(): number {
    return this.up + this.down;
  }

  /** Request lines seen since the last reset. */
  get requests(): number {
    return this.#requests;
  }

  cut(): void {
    this.closed = true;
    for (const socket of this.#open) socket.destroy();
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #carry(phone: Socket): void {
    if (this.closed) return void phone.destroy();
    const office = connect(this.#office, '127.0.0.1');
    for (const socket of [phone, office]) {
      this.#open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.#open.delete(socket);
        phone.destroy();
        office.destroy();
      });
    }
    const ready = this.#handshake();
    let asked = 0;
    phone.on('data', (data: Buffer) => {
      this.up += data.length;
      if (REQUEST.test(data.subarray(0, 200).toString('latin1'))) {
        this.#requests += 1;
        asked = performance.now();
      }
      void ready.then(() => this.#pass(this.#links?.up, data, (packet) => office.write(packet)));
    });
    office.on('data', (data: Buffer) => {
      this.down += data.length;
      this.#pass(this.#links?.down, data, (packet) => {
        phone.write(packet);
        this.longest = Math.max(this.longest, performance.now() - asked);
      });
    });
  }

  /** What opening a connection takes before the first byte: a round trip. */
  #handshake(): Promise<void> {
    const ms = this.#links?.up.signal.roundTrip ?? 0;
    return ms === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
  }

  #pass(link: Link | undefined, data: Buffer, deliver: (packet: Buffer) => void): void {
    if (link) link.carry(data, deliver);
    else deliver(data);
  }
}
