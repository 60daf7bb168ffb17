import { ServiceError } from './service-error';

/** Bytes of request bodies that may be in memory at a time, of all callers together. */
export class BodyBudget {
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /**
   * Reads a body of at most `limit` bytes and gives it to `use`; what is over the limit is never
   * buffered.
   */
  async withBody<R>(
    request: Request,
    limit: number,
    use: (body: Uint8Array) => Promise<R>,
  ): Promise<R> {
    let taken = 0;
    const take = (bytes: number) => {
      if (taken + bytes > limit) throw tooLarge(limit);
      if (this.#bytes + bytes > this.#maxBytes) throw busy();
      this.#bytes += bytes;
      taken += bytes;
    };
    try {
      const announced = Number(request.headers.get('content-length') ?? 0);
      if (announced > limit) throw tooLarge(limit);
      const pieces: Uint8Array[] = [];
      if (request.body !== null) {
        for await (const piece of request.body as unknown as AsyncIterable<Uint8Array>) {
          take(piece.length);
          pieces.push(piece);
        }
      }
      return await use(new Uint8Array(Buffer.concat(pieces)));
    } finally {
      this.#bytes -= taken;
    }
  }

  /** Gives `use` room for as many bytes. */
  async withRoom<R>(bytes: number, use: () => Promise<R>): Promise<R> {
    if (this.#bytes + bytes > this.#maxBytes) throw busy();
    this.#bytes += bytes;
    try {
      return await use();
    } finally {
      this.#bytes -= bytes;
    }
  }
}

function tooLarge(limit: number): ServiceError {
  return new ServiceError(
    413,
    'body_too_large',
    `The request’s body is over the ${limit} bytes that are taken.`,
  );
}

function busy(): ServiceError {
  return new ServiceError(
    503,
    'busy',
    'Too many uploads are under way at the moment.',
    'Try again in a few seconds.',
  );
}
