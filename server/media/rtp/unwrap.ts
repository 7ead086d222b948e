/**
 * Turns a wrapping counter into one that only grows by the real difference: the nearest value to the last one.
 * Keeps its place across any number of wraps; a small step back stays a small step back.
 */
export class Unwrapper {
  readonly #modulus: number;
  #last: number | undefined;

  constructor(bits: 16 | 32) {
    this.#modulus = 2 ** bits;
  }

  unwrap(value: number): number {
    if (this.#last === undefined) {
      // One modulus up, so that a packet from before the first one is not negative.
      this.#last = value + this.#modulus;
      return this.#last;
    }
    const modulus = this.#modulus;
    let step = (value - this.#last) % modulus;
    if (step > modulus / 2) step -= modulus;
    else if (step < -modulus / 2) step += modulus;
    const unwrapped = this.#last + step;
    if (unwrapped > this.#last) this.#last = unwrapped;
    return unwrapped;
  }
}
