// The call of the backups page.
import '../http/zod-setup.ts';
import { type BackupState, backupStateSchema } from '../../shared/contract/backups.ts';
import { request } from '../http/request.ts';

export const readBackups = (): Promise<BackupState> => request(backupStateSchema, 'GET', '/api/backups');
