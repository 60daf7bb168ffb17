import { dieWithParent } from './die-with-parent.server';
import { gpuSpeeds } from './gpu-speed.server';

dieWithParent();
/** Prints what its driver's GPUs can do, as a line of JSON: a process of its own, as drivers can crash. */
process.stdout.write(`${JSON.stringify(gpuSpeeds())}\n`);
