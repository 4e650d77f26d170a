/** Works of one kind, one after the other, each in its turn; whoever finds the line full is sent away. */
export class Turns {
  readonly #longest: number;
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** @param longest works in the line at most, the one that runs included */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** Nobody is in the line. */
  get idle(): boolean {
    return this.#waiting === 0;
  }

  /** Null when the line is full, and then the work was not done; rejects with what the work throws. */
  async take<T>(work: () => Promise<T>): Promise<T | null> {
    if (this.#waiting >= this.#longest) return null;
    this.#waiting += 1;
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      this.#waiting -= 1;
    }
  }
}

/** A line for each name, as long as somebody stands in it. */
export class TurnsByName {
  readonly #longest: number;
  readonly #lines = new Map<string, Turns>();

  /** @param longest works in each line at most */
  constructor(longest: number) {
    this.#longest = longest;
  }

  async take<T>(name: string, work: () => Promise<T>): Promise<T | null> {
    const line = this.#lines.get(name) ?? new Turns(this.#longest);
    this.#lines.set(name, line);
    try {
      return await line.take(work);
    } finally {
      if (line.idle) this.#lines.delete(name);
    }
  }
}
