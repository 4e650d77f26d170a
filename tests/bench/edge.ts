/** A phone network: how long a round trip takes and how much a second goes through each way. */
export interface Signal {
  /** ms */
  readonly roundTrip: number;
  /** bytes a second */
  readonly rate: number;
}

/** What the mountains have: EDGE on a fair day. */
export const EDGE: Signal = { roundTrip: 300, rate: 50_000 };

/** Bytes handed on at once: a packet. */
const PACKET = 1_400;

/**
 * One direction of a slow link, shared by all connections: packets leave one after the other at its rate and
 * arrive half a round trip later, in order. No loss, no slow start: real ones are worse.
 */
export class Link {
  #free = 0;

  constructor(readonly signal: Signal) {}

  carry(data: Buffer, deliver: (packet: Buffer) => void): void {
    for (let at = 0; at < data.length; at += PACKET) {
      const packet = data.subarray(at, at + PACKET);
      const now = performance.now();
      this.#free = Math.max(now, this.#free) + (packet.length / this.signal.rate) * 1_000;
      setTimeout(
        () => {
          deliver(packet);
        },
        this.#free - now + this.signal.roundTrip / 2,
      );
    }
  }
}
