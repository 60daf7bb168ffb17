/** Lets actions with the same key run one after the other; those with different keys overlap. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  /** Runs the action when all earlier ones of this key have ended, however they ended. */
  async take<T>(key: string, action: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key);
    let end = () => {};
    const mine = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#last.set(key, mine);
    try {
      await before;
      return await action();
    } finally {
      end();
      if (this.#last.get(key) === mine) this.#last.delete(key);
    }
  }
}
