/** A place where things are done and checked, beside others at the same time. */
export interface Room {
  readonly name: string;
  open(): Promise<void>;
  /** Some disturbances, then a check of everything. */
  round(): Promise<void>;
  /** Ends all there is, and checks that nothing is left. */
  close(): Promise<void>;
}
