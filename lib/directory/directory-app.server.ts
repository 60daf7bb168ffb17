import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ContentError } from '../content/content-error';
import { addContentRoutes } from './content-routes.server';
import { addDealRoutes } from './deal-routes.server';
import type { DirectoryApp, DirectoryAppOptions } from './directory-context.server';
import { addLinkRoutes } from './link-routes.server';
import { RateLimiter } from './rate-limit';
import { addReceiptRoutes } from './receipt-routes.server';
import { BodyBudget } from './request-body.server';
import { SeatsProgress } from './seat-progress';
import { errorBody, ServiceError } from './service-error';
import { addSessionRoutes } from './session-routes.server';
import { addUploadRoutes } from './upload-routes.server';

/** The directory's HTTP interface. Errors are always `{error:{code,message,hint}}`. */
export function createDirectoryApp(options: DirectoryAppOptions): Hono {
  const hono = new Hono();
  const app: DirectoryApp = {
    ...options,
    hono,
    bodies: new BodyBudget(options.maxBodyBytes),
    uploads: new RateLimiter(options.rates.uploads),
    uploadBytes: new RateLimiter(options.rates.uploadBytes),
    writes: new RateLimiter(options.rates.writes),
    promises: new RateLimiter(options.rates.promises),
    owedAsks: new RateLimiter(options.rates.owedAsks),
    progress: new SeatsProgress(),
  };
  // Bearer tokens and signatures, never cookies: any page may call, none can use another's rights.
  hono.use(
    cors({
      origin: '*',
      allowHeaders: [
        'authorization',
        'content-type',
        'tus-resumable',
        'upload-length',
        'upload-offset',
      ],
      allowMethods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE', 'OPTIONS'],
      exposeHeaders: [
        'retry-after',
        'date',
        'location',
        'tus-resumable',
        'upload-offset',
        'upload-length',
        'upload-expires',
      ],
      maxAge: 3600,
    }),
  );
  addContentRoutes(app);
  addReceiptRoutes(app);
  addDealRoutes(app);
  addSessionRoutes(app);
  addUploadRoutes(app);
  addLinkRoutes(app);
  hono.get('/', (context) => context.json(aboutDirectory(options)));
  hono.notFound((context) =>
    context.json(errorBody('no_such_route', `${context.req.path} is no address here.`), 404),
  );
  hono.onError((error, context) => answerError(options, error, context));
  return hono;
}

function aboutDirectory({ ports, limits }: DirectoryAppOptions) {
  return {
    name: 'Reckon directory',
    directory: ports.signer.address,
    chainId: ports.domain.chainId,
    market: ports.domain.verifyingContract,
    limits,
    time: ports.now(),
  };
}

function answerError(options: DirectoryAppOptions, error: unknown, context: Context): Response {
  if (error instanceof ContentError) {
    const isLarge = error.code === 'content_too_large' || error.code === 'content_too_many_files';
    return context.json(
      errorBody(error.code, error.message, error.hint),
      isLarge ? 413 : (400 as ContentfulStatusCode),
    );
  }
  if (error instanceof ServiceError) {
    if (error.status >= 500) options.onError(error, context.req);
    return context.json(
      errorBody(error.code, error.message, error.hint),
      error.status as ContentfulStatusCode,
    );
  }
  options.onError(error, context.req);
  return context.json(
    errorBody('internal', 'Something went wrong in the directory.', 'Try again; it was logged.'),
    500,
  );
}
