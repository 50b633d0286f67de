// GET /api/backups: the state of backups. None is made or fetched here: a backup holds the centre's keys, and whoever makes
// one has the machine.
import { Router } from 'express';
import type { Context } from '../context.ts';
import { allowed } from './allowed.ts';

export function backupRoutes(context: Context): Router {
  const router = Router();
  router.get('/api/backups', (request, response) => {
    allowed(context, request, 'GET /api/backups');
    response.json(context.backupState());
  });
  return router;
}
