import {
  ROOT_CONTEXT,
  type SpanOptions,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  RandomIdGenerator,
} from '@opentelemetry/sdk-trace-base';
import type { Hex } from 'viem';
import { hideUrlPaths } from '../shared/hide-url-paths';
import { type JobTrace, jobTraceOf } from './trace-id';

export type SpanFields = Readonly<Record<string, string | number | boolean>>;

/** Spans of one process in the traces of jobs. */
export interface JobTracer {
  /** Runs `action` in a span of the job's trace; one that throws is marked as failed. */
  run<T>(jobOfferHash: Hex, name: string, fields: SpanFields, action: () => Promise<T>): Promise<T>;
  /** The trace's first span, which all others are below: from and to in seconds since 1970. */
  root(jobOfferHash: Hex, name: string, fields: SpanFields, from: number, to: number): void;
  /** A span of something that happened elsewhere: from and to in seconds since 1970. */
  mark(jobOfferHash: Hex, name: string, fields: SpanFields, from: number, to: number): void;
  /** Sends what is left. */
  close(): Promise<void>;
}

/** Random ids, but for a root span: that has the ids which everybody else takes for its parent's. */
class NamedIds extends RandomIdGenerator {
  #named: JobTrace | undefined;
  readonly #random = new RandomIdGenerator();

  override generateTraceId = () => this.#named?.traceId ?? this.#random.generateTraceId();
  override generateSpanId = () => this.#named?.rootSpanId ?? this.#random.generateSpanId();

  as<T>(trace: JobTrace, action: () => T): T {
    this.#named = trace;
    try {
      return action();
    } finally {
      this.#named = undefined;
    }
  }
}

/**
 * Traces to an OpenTelemetry collector; without an endpoint it costs nothing and sends nothing.
 *
 * @param endpoint of OTLP over HTTP, such as http://127.0.0.1:4318
 */
export function openTracer(service: string, endpoint: string | undefined): JobTracer {
  if (endpoint === undefined) {
    const run: JobTracer['run'] = (_hash, _name, _fields, action) => action();
    return { run, root() {}, mark() {}, close: async () => {} };
  }
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces` });
  const ids = new NamedIds();
  const provider = new BasicTracerProvider({
    idGenerator: ids,
    resource: resourceFromAttributes({ 'service.name': service }),
    spanProcessors: [new BatchSpanProcessor(exporter, { scheduledDelayMillis: 1_000 })],
  });
  const tracer = provider.getTracer('reckon');

  function start(jobOfferHash: Hex, name: string, attributes: SpanFields, options?: SpanOptions) {
    const { traceId, rootSpanId: spanId } = jobTraceOf(jobOfferHash);
    const parent = { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true };
    const context = trace.setSpanContext(ROOT_CONTEXT, parent);
    return tracer.startSpan(name, { ...options, attributes }, context);
  }

  return {
    async run(jobOfferHash, name, fields, action) {
      const span = start(jobOfferHash, name, fields);
      try {
        return await action();
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: hideUrlPaths(String(error)) });
        throw error;
      } finally {
        span.end();
      }
    },
    root(jobOfferHash, name, attributes, from, to) {
      const options = { attributes, startTime: from * 1_000 };
      const span = ids.as(jobTraceOf(jobOfferHash), () =>
        tracer.startSpan(name, options, ROOT_CONTEXT),
      );
      span.end(to * 1_000);
    },
    mark(jobOfferHash, name, fields, from, to) {
      start(jobOfferHash, name, fields, { startTime: from * 1_000 }).end(to * 1_000);
    },
    close: () => provider.shutdown(),
  };
}
