// GET /api/openapi.json and /api/docs: the HTTP interface as a document and as a page, from the schemas that also check the
// requests and the table that also lets callers in. test/access/openapi.test.ts holds it against both.
import { Router } from 'express';
import { accessOperations } from './openapi-access.ts';
import { rosterOperations, setupOperations } from './openapi-centre.ts';
import { citizenPageOperations } from './openapi-citizen-pages.ts';
import { openApiDocument } from './openapi-document.ts';
import { feedOperations, reportOperations, webhookOperations } from './openapi-feed.ts';
import { fieldSurveyOperations } from './openapi-field-surveys.ts';
import { kioskOperations, paperOperations, responseOperations, visitOperations } from './openapi-intake.ts';
import { kpiOperations } from './openapi-kpi.ts';
import { logOperations, receiptOperations, serviceOperations } from './openapi-log.ts';
import type { OperationGroup } from './openapi-operation.ts';
import { docsPage } from './openapi-page.ts';
import { questionnaireOperations } from './openapi-questionnaires.ts';
import { alertOperations, boardOperations, commentOperations } from './openapi-results.ts';

export const operationGroups: readonly OperationGroup[] = [
  { name: 'Visits and slips', operations: visitOperations },
  { name: 'Responses', operations: responseOperations },
  { name: 'Pages for citizens', operations: citizenPageOperations },
  { name: 'Paper forms', operations: paperOperations },
  { name: 'Kiosks', operations: kioskOperations },
  { name: 'Public log', operations: logOperations },
  { name: 'Receipts', operations: receiptOperations },
  { name: 'Board and indicators', operations: boardOperations },
  { name: 'Comments', operations: commentOperations },
  { name: 'Alerts', operations: alertOperations },
  { name: 'KPI', operations: kpiOperations },
  { name: 'KPI feed', operations: feedOperations },
  { name: 'Reports and exports', operations: reportOperations },
  { name: 'Webhooks', operations: webhookOperations },
  { name: 'Questionnaires', operations: questionnaireOperations },
  { name: 'Field surveys', operations: fieldSurveyOperations },
  { name: 'Setting up', operations: setupOperations },
  { name: 'Roster and printing', operations: rosterOperations },
  { name: 'Access', operations: accessOperations },
  { name: 'Service', operations: serviceOperations },
];

export function openApiRoutes(version: string): Router {
  const router = Router();
  const document = openApiDocument(operationGroups, version);
  const page = docsPage(operationGroups);
  router.get('/api/openapi.json', (_request, response) => {
    response.json(document);
  });
  router.get('/api/docs', (_request, response) => {
    response.set('Content-Security-Policy', "default-src 'none'").type('html').send(page);
  });
  return router;
}
