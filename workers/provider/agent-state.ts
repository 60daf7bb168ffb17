import { NO_UNITS, type Units } from './capacity';

/** What the machine's owner wants of it. */
export type WantedState = 'serving' | 'draining' | 'maintenance';

/** Something that went wrong. `at` in seconds since 1970. */
export type Problem = { readonly at: number; readonly text: string };

/** What an agent says of itself at one moment; a machine's pulse is made of it. */
export type AgentState = {
  /** `unhealthy` goes before what is wanted. */
  readonly state: WantedState | 'unhealthy';
  /** Deals whose job runs, and deals that wait for room. */
  readonly running: number;
  readonly queued: number;
  readonly reserved: Units;
  readonly total: Units;
  /** Newest first, at most 20: what is wrong now, and what went wrong lately. */
  readonly problems: readonly Problem[];
};

const MOST_PROBLEMS = 20;
const LONGEST_TEXT = 500;
/** What goes wrong again within so many seconds is no news: a node that is away is asked all the time. */
const NEWS_SECONDS = 600;

/**
 * What an agent is asked to do and how it is, for everything in its process that has to know: who
 * keeps offers live, who starts jobs, who reports. Draining and maintenance are the same to buyers:
 * no tickets; in maintenance deals that are matched all the same, after the order, are declined at once.
 */
export class AgentControl {
  readonly #clock: () => number;
  #wanted: WantedState = 'serving';
  #wantedSince = 0;
  #load = { running: 0, queued: 0, reserved: NO_UNITS, total: NO_UNITS };
  readonly #ailments = new Map<string, Problem>();
  readonly #concerns = new Map<string, Problem>();
  #notes: Problem[] = [];
  readonly #listeners = new Set<(state: AgentState) => void>();

  /** @param clock seconds since 1970 */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  read(): AgentState {
    const newest = (kind: Iterable<Problem>) => [...kind].sort((a, b) => b.at - a.at);
    // Nothing is crowded out by what matters less: what is ill, what is off, what is over.
    const kinds = [this.#ailments.values(), this.#concerns.values(), this.#notes];
    const problems = newest(kinds.flatMap(newest).slice(0, MOST_PROBLEMS));
    const state = this.#ailments.size > 0 ? 'unhealthy' : this.#wanted;
    return { state, ...this.#load, problems };
  }

  get wanted(): WantedState {
    return this.#wanted;
  }

  /** Chain seconds at which its owner ordered that; 0 where nobody did. */
  get wantedSince(): number {
    return this.#wantedSince;
  }

  /**
   * Drains (finishes what runs, takes no more), pauses for maintenance, or serves again.
   *
   * @param since when that was ordered, in seconds since 1970
   */
  want(state: WantedState, since = 0): void {
    this.#wantedSince = since;
    if (state === this.#wanted) return;
    this.#wanted = state;
    this.#tell();
  }

  /**
   * Says that the part of the machine under this name is ill, until it is told otherwise by
   * `undefined`. While any is, offers get no tickets.
   */
  setAilment(part: string, text: string | undefined): void {
    this.#set(this.#ailments, part, text);
  }

  /** The same of what keeps the machine from something and not from serving: an offer that is off. */
  setConcern(part: string, text: string | undefined): void {
    this.#set(this.#concerns, part, text);
  }

  /** The concerns that hold now, of the parts whose names begin so. */
  concernsOf(parts: string): readonly string[] {
    const own = [...this.#concerns].filter(([part]) => part.startsWith(parts));
    return own.map(([, { text }]) => text);
  }

  #set(problems: Map<string, Problem>, part: string, text: string | undefined): void {
    const known = problems.get(part);
    if (known?.text === text?.slice(0, LONGEST_TEXT)) return;
    if (text === undefined) problems.delete(part);
    else problems.set(part, this.#problem(text));
    this.#tell();
  }

  /** Keeps a problem that is over: a job that failed, an endpoint that lied. */
  note(text: string): void {
    const problem = this.#problem(text);
    const isKnown = this.#notes.some(
      (note) => note.text === problem.text && note.at > problem.at - NEWS_SECONDS,
    );
    if (isKnown) return;
    this.#notes = [problem, ...this.#notes].slice(0, MOST_PROBLEMS);
    this.#tell();
  }

  setLoad(load: Pick<AgentState, 'running' | 'queued' | 'reserved' | 'total'>): void {
    this.#load = load;
  }

  /** Tells `listener` of every change of wish or health; answers how to stop. */
  onChange(listener: (state: AgentState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #problem(text: string): Problem {
    return { at: this.#clock(), text: text.slice(0, LONGEST_TEXT) };
  }

  #tell(): void {
    const state = this.read();
    for (const listener of this.#listeners) listener(state);
  }
}
