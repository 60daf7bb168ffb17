import { createHash } from 'node:crypto';
import type { Engine } from './engine.server';
import { DAY_MS, IMAGE_BOUNDS, imagesToDrop, type KeptImage } from './images-to-drop';

/** An image as the engine lists it. */
interface Listed {
  readonly Id: string;
  readonly Size?: number;
  readonly RepoTags?: readonly string[] | null | undefined;
}

/**
 * The images that this program has brought to an engine, and when each was used last. Both are kept in
 * the engine, as a tag with the day of the last use, so that they outlive the process; images without
 * such a tag are somebody else's and stay.
 */
export class ImageShelf {
  readonly #prefix: string;
  readonly #bounds: typeof IMAGE_BOUNDS;
  readonly #now: () => number;
  readonly #lent = new Map<string, number>();
  readonly #usedAt = new Map<string, number>();

  /** @param owner whose shelf it is: others on the same engine have their own */
  constructor(owner: string, bounds = IMAGE_BOUNDS, now: () => number = Date.now) {
    const name = createHash('sha256').update(owner).digest('hex').slice(0, 12);
    this.#prefix = `localhost/reckon-job-${name}-`;
    this.#bounds = bounds;
    this.#now = now;
  }

  /** "name:tag" of an image that is used today. @param id "sha256:..." */
  #tagFor(id: string): string {
    const day = Math.floor(this.#now() / DAY_MS);
    return `${this.#prefix}${day}:${id.slice('sha256:'.length)}`;
  }

  /**
   * Notes that an image is used from now on.
   *
   * @returns gives it back
   */
  lend(id: string): () => void {
    const touch = () => this.#usedAt.set(id, this.#now());
    touch();
    this.#lent.set(id, (this.#lent.get(id) ?? 0) + 1);
    return () => {
      touch();
      this.#lent.set(id, (this.#lent.get(id) ?? 1) - 1);
    };
  }

  /** Moves an image's tag to today, where it has one. @param tags all of its tags */
  async note(engine: Engine, id: string, tags: readonly string[]): Promise<void> {
    const own = tags.filter((tag) => tag.startsWith(this.#prefix));
    const today = this.#tagFor(id);
    if (own.length === 0) return;
    if (!own.includes(today)) await this.keep(engine, id);
    for (const tag of own) if (tag !== today) await remove(engine, tag);
  }

  /** Tags an image as brought by this program. */
  async keep(engine: Engine, id: string): Promise<void> {
    const [repo = '', tag = ''] = this.#tagFor(id).split(':');
    await engine.call('tag', () => engine.docker.getImage(id).tag({ repo, tag }));
  }

  /** Takes away what is too much or too old. What the engine does not let go stays until next time. */
  async tidy(engine: Engine): Promise<void> {
    const all: readonly Listed[] = await engine.call('images', () => engine.docker.listImages());
    const own = all.flatMap((image) => this.#keptOf(image) ?? []);
    const drop = new Set(imagesToDrop(own, this.#now(), this.#bounds));
    for (const { id, tags } of own) {
      if (!drop.has(id) || this.#isLent(id)) continue;
      for (const tag of tags) await remove(engine, tag);
      // What was pulled by digest has that name still; what has another tag is somebody's.
      const left = await engine
        .call('image', () => engine.docker.getImage(id).inspect())
        .catch(() => undefined);
      if (left !== undefined && (left.RepoTags ?? []).length === 0) await remove(engine, id);
    }
  }

  #keptOf({ Id, Size = 0, RepoTags }: Listed): (KeptImage & { tags: string[] }) | undefined {
    const tags = (RepoTags ?? []).filter((tag) => tag.startsWith(this.#prefix));
    if (tags.length === 0) return undefined;
    const id = Id.startsWith('sha256:') ? Id : `sha256:${Id}`;
    const days = tags.map((tag) => Number.parseInt(tag.slice(this.#prefix.length), 10));
    // The end of that day, as nobody knows the hour.
    const noted = (Math.max(...days) + 1) * DAY_MS - 1;
    const usedAt = this.#usedAt.get(id) ?? Math.min(noted, this.#now());
    return { id, bytes: Size, usedAt, isLent: this.#isLent(id), tags };
  }

  #isLent(id: string): boolean {
    return (this.#lent.get(id) ?? 0) > 0;
  }
}

/** Without force: an engine keeps what a container uses. */
async function remove({ docker, call }: Engine, name: string): Promise<void> {
  await call('remove', () => docker.getImage(name).remove()).catch(() => undefined);
}
