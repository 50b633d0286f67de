// Calls of the alerts page.
import { z } from 'zod';
import {
  type Alert,
  type AlertList,
  type AlertSettings,
  type AlertSettingsAnswer,
  alertListSchema,
  alertSchema,
  alertSettingsAnswerSchema,
} from '../../shared/contract/alerts.ts';
import { request } from '../http/request.ts';

export const listAlerts = (after: string | null): Promise<AlertList> =>
  request(
    alertListSchema,
    'GET',
    `/api/alerts${after === null ? '' : `?after=${encodeURIComponent(after)}`}`,
  );

export const acknowledgeAlert = (id: string, note: string): Promise<Alert> =>
  request(alertSchema, 'POST', `/api/alerts/${encodeURIComponent(id)}/acknowledge`, { body: { note } });

export const readSettings = (): Promise<AlertSettingsAnswer> =>
  request(alertSettingsAnswerSchema, 'GET', '/api/alerts/settings');

export const saveSettings = (
  settings: AlertSettings & { smtpPassword?: string | null },
): Promise<AlertSettingsAnswer> =>
  request(alertSettingsAnswerSchema, 'PUT', '/api/alerts/settings', { body: settings });

export const tryMail = async (): Promise<string | null> =>
  (await request(z.object({ failure: z.string().nullable() }), 'POST', '/api/alerts/settings/try')).failure;
