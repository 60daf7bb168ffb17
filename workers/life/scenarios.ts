import type { Job, JobFiles } from '../../lib/modules/job-inputs';

/** One first deal: what is bought, from whom, and what its buyer does about the result. */
export interface Scenario {
  readonly name: string;
  readonly module: string;
  /** The module's own example unless given. */
  readonly job?: Job;
  readonly files?: JobFiles;
  /** Index into the local providers; undefined = any. `gone` = one that never answers. */
  readonly provider?: number | 'gone';
  readonly theta: number;
  readonly n: number;
  /** 10,000 = every result is audited. */
  readonly auditBps?: number;
  /** Turns the provider's cheat switch on until it has posted. */
  readonly isCheat?: boolean;
  /** `check`: re-executes and disputes a difference. `grudge`: disputes whatever came. */
  readonly afterwards: 'accept' | 'wait' | 'check' | 'grudge';
}

const cow = (message: string): Job => ({ message, eyes: 'oo', width: 30 });

/**
 * The deals of a market's first minutes: every module, and every end that a deal commonly has. They
 * are really run by the actors; nothing is written to the database for them.
 */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'first', module: 'cowsay', theta: 40, n: 1, afterwards: 'accept' },
  {
    name: 'missed',
    module: 'cowsay',
    job: cow('Is anybody there?'),
    provider: 'gone',
    theta: 40,
    n: 1,
    afterwards: 'wait',
  },
  { name: 'sql', module: 'sqlite', theta: 121, n: 3, afterwards: 'accept' },
  {
    name: 'cheat',
    module: 'cowsay',
    job: cow('The first panel will look at this.'),
    provider: 2,
    theta: 121,
    n: 3,
    isCheat: true,
    afterwards: 'check',
  },
  { name: 'picture', module: 'upscale', theta: 40, n: 1, afterwards: 'wait' },
  { name: 'audit', module: 'sqlite', theta: 121, n: 3, auditBps: 10_000, afterwards: 'wait' },
  {
    name: 'silent',
    module: 'cowsay',
    job: cow('Silence is acceptance.'),
    theta: 40,
    n: 1,
    afterwards: 'wait',
  },
  {
    name: 'grudge',
    module: 'cowsay',
    job: cow('I dispute what I do not like.'),
    theta: 121,
    n: 3,
    afterwards: 'grudge',
  },
  {
    name: 'second-picture',
    module: 'upscale',
    provider: 1,
    theta: 121,
    n: 3,
    afterwards: 'accept',
  },
];
