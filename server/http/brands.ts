import { brandChange, brandForStaff } from '../contract/brands.ts';
import { viewBrand } from '../services/brands/brand-of.ts';
import { changeBrand, removeLogo, saveLogo } from '../services/brands/change-brand.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allowScoped, input, routes } from './env.ts';

const docs = deskDocs('screens');

/** 品牌: what a station's boards say of it beside its name. `:id` is the station's. */
export const brandsRoutes = () =>
  routes()
    .get(
      '/:id',
      allowScoped('screens:read', 'clerk'),
      input('param', idParam),
      docs('A station’s brand', { schema: brandForStaff }),
      async (c) => c.json(await viewBrand(c.var.context, c.var.actor, c.req.valid('param').id)),
    )
    .put(
      '/:id',
      allowScoped('screens:write', 'clerk'),
      input('param', idParam),
      input('json', brandChange),
      docs('Its line and accent'),
      async (c) => {
        await changeBrand(c.var.context, c.var.actor, { stationId: c.req.valid('param').id, ...c.req.valid('json') });
        return c.body(null, 204);
      },
    )
    .post('/:id/logo', allowScoped('screens:write', 'clerk'), input('param', idParam), docs('Its logo: a PNG as the body'), async (c) => {
      const bytes = new Uint8Array(await c.req.arrayBuffer());
      await saveLogo(c.var.context, c.var.actor, { stationId: c.req.valid('param').id, bytes });
      return c.body(null, 204);
    })
    .delete('/:id/logo', allowScoped('screens:write', 'clerk'), input('param', idParam), docs('Take its logo away'), async (c) => {
      await removeLogo(c.var.context, c.var.actor, c.req.valid('param').id);
      return c.body(null, 204);
    });
