import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';

/** Head of the document at `/api/v1/openapi.json`; the routes' own schemas are its body. */
export const openApi: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: { title: 'Camet Analytics', version: '1' },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  },
};

/** For routes that need a token. */
export const security = [{ bearer: [] }];
