/** The deployment file names no lens: screens cannot ask the chain about this market. */
export class NoLensError extends Error {
  constructor() {
    super('The deployment file of this market names no lens, through which pages read the chain.');
    this.name = 'NoLensError';
  }
}
