/** Threads of a block, and blocks on each multiprocessor: as many as one can hold at once. */
export const BLOCK_THREADS = 256;
export const BLOCKS_PER_PROCESSOR = 8;
export const KERNEL_NAME = 'multiply_add';

/** Sums that do not wait for each other, so that no thread waits for its last result. */
const CHAINS = 8;
const UNROLLED = 16;

/** Operations of one thread in a round; a fused multiply-add counts as two, as makers count it. */
export const OPERATIONS_PER_ROUND = 2 * CHAINS * UNROLLED;

const chains = Array.from({ length: CHAINS }, (_, index) => index);

/**
 * A kernel that does nothing but fused multiply-adds of single precision, in NVIDIA's assembly for
 * virtual machines, which any of its drivers compiles for the card that it finds (PTX ISA 6.0; sm_50
 * is the oldest that current drivers know). It takes no parameters: how long it runs is part of it.
 *
 * @param rounds of OPERATIONS_PER_ROUND operations a thread, 1 to 2^31 - 1
 * @see https://docs.nvidia.com/cuda/parallel-thread-execution/
 */
export function multiplyAddKernel(rounds: number): string {
  if (!Number.isInteger(rounds) || rounds < 1 || rounds >= 2 ** 31) {
    throw new RangeError(`A kernel of ${rounds} rounds`);
  }
  const step = chains.map((chain) => `fma.rn.f32 %f${chain}, %f${chain}, %f8, %f9;`).join('\n');
  return `.version 6.0
.target sm_50
.address_size 64
.global .align 4 .f32 sink;
.visible .entry ${KERNEL_NAME}()
{
.reg .pred %p<2>;
.reg .b32 %r<3>;
.reg .f32 %f<10>;
mov.u32 %r0, %tid.x;
cvt.rn.f32.u32 %f8, %r0;
mul.f32 %f8, %f8, 0f33800000;
mov.f32 %f9, 0f3F800000;
${chains.map((chain) => `mov.f32 %f${chain}, 0f3F80000${chain};`).join('\n')}
mov.u32 %r1, ${rounds};
again:
${Array.from({ length: UNROLLED }, () => step).join('\n')}
sub.u32 %r1, %r1, 1;
setp.ne.u32 %p0, %r1, 0;
@%p0 bra again;
${chains.map((chain) => `add.f32 %f9, %f9, %f${chain};`).join('\n')}
setp.eq.f32 %p1, %f9, 0f00000000;
@%p1 st.global.f32 [sink], %f9;
ret;
}
`;
}
