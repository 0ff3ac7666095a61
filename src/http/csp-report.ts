import type { FastifyInstance } from 'fastify';

const most = 16 * 1024;
const longestText = 300;
const mostPerMinute = 20;
const shown = ['document-uri', 'effective-directive', 'violated-directive', 'blocked-uri', 'source-file'];

/** POST /csp-report: what a browser did not run goes to the log, in short and at most twenty a minute. */
export async function useCspReport(app: FastifyInstance): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      ['application/csp-report', 'application/json'],
      { parseAs: 'string', bodyLimit: most },
      scope.getDefaultJsonParser('error', 'error'),
    );
    let minute = 0;
    let written = 0;
    scope.post('/csp-report', { logLevel: 'warn' }, async (request, reply) => {
      const now = Math.floor(Date.now() / 60_000);
      written = now === minute ? written + 1 : 1;
      minute = now;
      if (written <= mostPerMinute)
        request.log.warn(inShort(request.body), 'A browser refused a script or style');
      return reply.code(204).send();
    });
  });
}

function inShort(body: unknown): Record<string, string> {
  const report = Object(Object(body)['csp-report'] ?? body) as Record<string, unknown>;
  return Object.fromEntries(
    shown
      .filter((name) => typeof report[name] === 'string')
      .map((name) => [name, String(report[name]).split('?')[0]!.slice(0, longestText)]),
  );
}
