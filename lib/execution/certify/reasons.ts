import type { ModuleLint } from '../../modules/certificate';
import { formatCount } from '../../shared/quantity.view';

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** Why a module that the engine accepts is of class A, in words; each rule is enforced by the engine. */
export function reasonsOf(lint: ModuleLint): string[] {
  const { imports } = lint;
  return [
    `All ${counted(lint.instructions, 'instruction')} in ${counted(lint.functions, 'function')} are on the engine's list: none asks the machine for anything, and there are no threads.`,
    floatReason(lint),
    imports.clock.length === 0
      ? 'It never asks for the time.'
      : `It asks for the time (${imports.clock.join(', ')}): the clock is virtual, starts at 0 and moves only by what the module does.`,
    imports.random.length === 0
      ? 'It never asks for randomness.'
      : 'It asks for randomness: the numbers follow from the module and its inputs alone.',
    imports.sockets.length === 0
      ? 'It reaches the files of its job, and no network.'
      : 'It imports sockets, and is told that there are none.',
    loopReason(lint),
    lint.memoryGrows === 0
      ? 'Its memory never grows.'
      : 'Its memory may grow up to what the job grants; one page more ends the run, the same everywhere.',
  ];
}

function loopReason({ loops }: ModuleLint): string {
  if (loops === 0) {
    return 'It has no loop; functions that call one another without end are stopped at the same call everywhere.';
  }
  const whether = loops === 1 ? 'whether it ends' : 'whether they end';
  return `${counted(loops, 'loop')}: ${whether} cannot be told, so the fuel limit ends each at the same instruction everywhere.`;
}

function floatReason({ floats, nanMakers }: ModuleLint): string {
  if (floats === 0) return 'It computes with whole numbers only.';
  if (nanMakers === 0) return `${counted(floats, 'float instruction')}, none of which makes a NaN.`;
  return `${counted(floats, 'float instruction')}, ${formatCount(nanMakers)} of which may make a NaN: its bits, in which processors differ, are made the same wherever they could be seen.`;
}
