/** A known name that is offered while one is typed. */
export interface Suggestion {
  readonly id: string;
  readonly name: string;
  /** What tells it from others of the same name, such as its place. */
  readonly about: string;
}
