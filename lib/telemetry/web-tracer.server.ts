import type { JobTracer } from './tracer.server';

const holder = globalThis as typeof globalThis & { reckonTracer?: Promise<JobTracer> };

/**
 * The web process's one tracer, by OTEL_EXPORTER_OTLP_ENDPOINT; undefined where that names no
 * collector. What it needs is loaded only where there is one.
 */
export async function webTracer(): Promise<JobTracer | undefined> {
  const endpoint = process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (!endpoint) return undefined;
  holder.reckonTracer ??= import('./tracer.server').then(({ openTracer }) =>
    openTracer('reckon-web', endpoint.replace(/\/+$/, '')),
  );
  return holder.reckonTracer;
}
