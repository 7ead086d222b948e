import { coverage, coverageQuery, proofQuery, proofReport, shownOn, trace, traceQuery } from '../contract/proofs.ts';
import { readCoverage } from '../services/proofs/coverage.ts';
import { proofCsv } from '../services/proofs/proof-csv.ts';
import { readProofReport } from '../services/proofs/proof-report.ts';
import { readShownOn } from '../services/proofs/shown-on.ts';
import { traceGlass } from '../services/proofs/trace-glass.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allowScoped, input, routes } from './env.ts';

const docs = deskDocs('proofs');

/** 播放证明, 上屏核查. */
export const proofsRoutes = () =>
  routes()
    .get(
      '/',
      allowScoped('proofs:read', 'clerk'),
      input('query', proofQuery),
      docs('Plays, added up by what is asked', { schema: proofReport }),
      async (c) => c.json(await readProofReport(c.var.context, c.var.actor, c.req.valid('query'))),
    )
    .get(
      '/file',
      allowScoped('proofs:read', 'clerk'),
      input('query', proofQuery),
      docs('All the sums, as a file (CSV), hour by hour'),
      async (c) => {
        const query = c.req.valid('query');
        const lines = await proofCsv(c.var.context, c.var.actor, query, c.var.locale);
        return c.body(streamOf(lines), 200, {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="plays-${query.from}-${query.to}.csv"`,
          'cache-control': 'no-store',
        });
      },
    )
    .get(
      '/coverage',
      allowScoped('proofs:read', 'clerk'),
      input('query', coverageQuery),
      docs('One screen’s day: expected, played, and why less', { schema: coverage }),
      async (c) => c.json(await readCoverage(c.var.context, c.var.actor, c.req.valid('query'))),
    )
    .get(
      '/trace',
      allowScoped('proofs:read', 'clerk'),
      input('query', traceQuery),
      docs('What was on this glass in this minute', { schema: trace }),
      async (c) => c.json(await traceGlass(c.var.context, c.var.actor, c.req.valid('query'))),
    )
    .get(
      '/postings/:id',
      allowScoped('proofs:read', 'clerk'),
      input('param', idParam),
      docs('On which glass a posting stood, and when', { schema: shownOn }),
      async (c) => c.json(await readShownOn(c.var.context, c.var.actor, c.req.valid('param').id)),
    );

/** Lines go out as they are asked for; whoever goes away asks for no more. */
function streamOf(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}
