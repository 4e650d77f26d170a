import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Counts every byte both ways between a browser and the office, headers included, below HTTP. */
export class CountingProxy {
  up = 0;
  down = 0;
  /** While true no connection is let through: the phone has no signal. */
  closed = false;
  #requests = 0;
  #office = 0;
  #open = new Set<Socket>();
  #server: Server;

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

  reset(): void {
    this.up = 0;
    this.down = 0;
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
    phone.on('data', (data: Buffer) => {
      this.up += data.length;
      if (/^(GET|POST|HEAD) \S+ HTTP/.test(data.subarray(0, 200).toString('latin1'))) this.#requests += 1;
      office.write(data);
    });
    office.on('data', (data: Buffer) => {
      this.down += data.length;
      phone.write(data);
    });
  }
}
